// Every call of the hub's device cloud that is used: verbs, paths, bodies. No decision is made here, but that a hub
// without a device cloud is told as that.

import { GateError } from '../../domain/errors.ts';
import type { ServiceClient } from '../http/service.ts';
import { ServiceError } from '../http/service-errors.ts';
import { CloudDevices, CloudJob, JobArtifacts, ResultSlot, UploadSlot } from './schema.ts';

const text = encodeURIComponent;

/** The device cloud, one method a call. */
export class CloudApi {
  readonly #hub: ServiceClient;

  constructor(hub: ServiceClient) {
    this.#hub = hub;
  }

  /** Rejects with a GateError that says so where the hub offers no device cloud. */
  listDevices() {
    const call = {
      method: 'GET',
      path: 'api/device-cloud/devices',
      answer: CloudDevices,
      doing: 'the list of devices',
    } as const;
    return this.#hub.call(call).catch((error: unknown) => {
      throw error instanceof ServiceError && error.status === 404
        ? noDeviceCloud(this.#hub.resolve('').host, error)
        : error;
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

  /** Where the phone is to send its results. */
  createResultSlot() {
    return this.#hub.call({
      method: 'POST',
      path: 'api/device-cloud/downloads',
      repeatable: true,
      answer: ResultSlot,
      doing: 'a slot for the results',
    });
  }

  readResultSlot(id: string) {
    return this.#hub.call({
      method: 'GET',
      path: `api/device-cloud/downloads/${text(id)}`,
      answer: ResultSlot,
      doing: 'the state of the results',
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

function noDeviceCloud(host: string, cause: unknown): GateError {
  return new GateError(
    'invalid-input',
    `Embedl Hub at ${host} offers no device cloud (404).`,
    'Measure with another profiler (profiler: local, command or results) and keep the runs there with tracker: embedl.',
    cause,
  );
}
