// Every call of the hub's projects, runs and artifacts that is used: verbs, paths, bodies. No decision is made here.

import * as z from 'zod';
import type { ServiceClient } from '../http/service.ts';
import { Artifact, Project, RunDetail, RunPage, RunPlace, RunSummary, UploadTarget } from './schema.ts';

export interface NewRun {
  readonly type: 'PROFILE' | 'CUSTOM';
  readonly name: string;
  readonly description?: string | undefined;
  readonly parentRunId?: string | undefined;
  /** ISO 8601 with offset. */
  readonly startedAt: string;
}

export interface RunPatch {
  readonly status?: 'FINISHED' | 'FAILED' | 'KILLED';
  readonly endedAt?: string;
  readonly metrics?: readonly { readonly name: string; readonly value: number; readonly step?: number }[];
  readonly params?: readonly { readonly name: string; readonly value: string }[];
  readonly externalLinks?: readonly { readonly label: string; readonly url: string }[];
}

/** Runs whose param of that name has exactly that value. */
export interface RunFilter {
  readonly param: string;
  readonly value: string;
}

export interface RunQuery {
  readonly limit: number;
  readonly offset: number;
  /** Joined by "and". */
  readonly filters: readonly RunFilter[];
}

const Nothing = z.unknown();
const text = encodeURIComponent;

/** The hub's runs, one method a call. */
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

  listRuns(project: string, { limit, offset, filters }: RunQuery) {
    const params = filters.map(({ param, value }) => `&${text(`param:${param}`)}=${text(value)}`);
    return this.#hub.call({
      method: 'GET',
      path: `${runsOf(project)}?limit=${limit}&offset=${offset}${params.join('')}`,
      answer: RunPage,
      doing: 'the list of runs',
    });
  }

  /** A run by its id alone, in whichever project it is. */
  findRun(id: string) {
    return this.#hub.call({ method: 'GET', path: `api/runs/${text(id)}`, answer: RunPlace, doing: 'a run' });
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
}

function runsOf(project: string): string {
  return `api/projects/${text(project)}/runs`;
}
