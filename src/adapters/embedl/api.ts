// Every call of the hub that is used: verbs, paths, bodies. No decision is made here.

import { z } from 'zod';
import type { ServiceClient } from '../http/service.ts';
import {
  Artifact,
  CloudDevices,
  CloudJob,
  JobArtifacts,
  Project,
  RunDetail,
  RunPage,
  RunSummary,
  UploadSlot,
  UploadTarget,
} from './schema.ts';

export interface NewRun {
  readonly type: 'PROFILE' | 'CUSTOM';
  readonly name: string;
  readonly parentRunId?: string | undefined;
  /** ISO 8601 with offset. */
  readonly startedAt: string;
}

export interface RunPatch {
  readonly status?: 'FINISHED' | 'FAILED' | 'KILLED';
  readonly endedAt?: string;
  readonly metrics?: readonly { readonly name: string; readonly value: number; readonly step?: number }[];
  readonly params?: readonly { readonly name: string; readonly value: string }[];
}

const Nothing = z.unknown();
const text = encodeURIComponent;

/** The hub's API, one method a call. */
export class HubApi {
  readonly #hub: ServiceClient;

  constructor(hub: ServiceClient) {
    this.#hub = hub;
  }

  findProject(name: string) {
    return this.#hub.call({
      method: 'GET',
      path: `api/projects?name=${text(name)}`,
      answer: Project,
      doing: `the project "${name}"`,
    });
  }

  createProject(name: string) {
    return this.#hub.call({
      method: 'POST',
      path: 'api/projects',
      body: { name },
      answer: Project,
      doing: `a new project "${name}"`,
    });
  }

  createRun(project: string, run: NewRun) {
    return this.#hub.call({ method: 'POST', path: runsOf(project), body: run, answer: RunSummary, doing: 'a new run' });
  }

  listRuns(project: string, limit: number, offset: number) {
    return this.#hub.call({
      method: 'GET',
      path: `${runsOf(project)}?limit=${limit}&offset=${offset}`,
      answer: RunPage,
      doing: 'the list of runs',
    });
  }

  readRun(project: string, id: string) {
    return this.#hub.call({
      method: 'GET',
      path: `${runsOf(project)}/${text(id)}?include=all`,
      answer: RunDetail,
      doing: 'a run',
    });
  }

  patchRun(project: string, id: string, patch: RunPatch) {
    return this.#hub.call({
      method: 'PATCH',
      path: `${runsOf(project)}/${text(id)}`,
      body: patch,
      answer: Nothing,
      doing: 'the update of a run',
    });
  }

  tagRun(project: string, id: string, name: string, value: string) {
    return this.#hub.call({
      method: 'POST',
      path: `${runsOf(project)}/${text(id)}/tags`,
      body: { name, value },
      repeatable: true,
      answer: Nothing,
      doing: `the tag ${name}`,
    });
  }

  createArtifact(runId: string, fileName: string, fileSize: number) {
    return this.#hub.call({
      method: 'POST',
      path: 'api/artifacts',
      body: { runId, fileName, fileSize },
      answer: Artifact,
      doing: `the artifact ${fileName}`,
    });
  }

  requestUpload(artifact: string) {
    return this.#hub.call({
      method: 'POST',
      path: `api/artifacts/${text(artifact)}/upload-url`,
      repeatable: true,
      answer: UploadTarget,
      doing: 'an upload address',
    });
  }

  patchArtifact(artifact: string, status: 'UPLOADED' | 'FAILED') {
    return this.#hub.call({
      method: 'PATCH',
      path: `api/artifacts/${text(artifact)}`,
      body: { status },
      answer: Nothing,
      doing: 'the state of an artifact',
    });
  }

  listDevices() {
    return this.#hub.call({
      method: 'GET',
      path: 'api/device-cloud/devices',
      answer: CloudDevices,
      doing: 'the list of devices',
    });
  }

  createUpload() {
    return this.#hub.call({
      method: 'POST',
      path: 'api/device-cloud/uploads',
      repeatable: true,
      answer: UploadSlot,
      doing: 'an upload slot for the model',
    });
  }

  createJob(modelUploadId: string, deviceName: string) {
    return this.#hub.call({
      method: 'POST',
      path: 'api/device-cloud/jobs',
      body: { modelUploadId, deviceName },
      answer: CloudJob,
      doing: `the job on ${deviceName}`,
    });
  }

  readJob(id: string) {
    return this.#hub.call({
      method: 'GET',
      path: `api/device-cloud/jobs/${text(id)}`,
      answer: CloudJob,
      doing: 'the state of a job',
    });
  }

  readJobArtifacts(id: string) {
    return this.#hub.call({
      method: 'GET',
      path: `api/device-cloud/jobs/${text(id)}/artifacts`,
      answer: JobArtifacts,
      doing: 'the result of a job',
    });
  }
}

function runsOf(project: string): string {
  return `api/projects/${text(project)}/runs`;
}
