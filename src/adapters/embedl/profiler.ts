// The hub's device cloud as a profiler: real phones, one job at a time each, no pairs.

import type { Device } from '../../domain/device.ts';
import { GateError, isPassing } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Model, ModelIdentity } from '../../domain/model.ts';
import type { Clock } from '../../ports/machine.ts';
import type { EvidenceKind, JobRequest, JobState, PreparedModel, Profiler, Ticket } from '../../ports/profiler.ts';
import type { Network } from '../http/fetch.ts';
import { ServiceError, Unanswered } from '../http/service-errors.ts';
import type { HubApi } from './api.ts';
import { toDevices, toEnvironment } from './devices.ts';
import { inspectTflite, type TfliteModel } from './inspect.ts';
import { archiveLength, openArchive } from './model-archive.ts';
import type { EmbedlOptions } from './options.ts';
import { readResult } from './result.ts';
import { receive, send } from './transfer.ts';

export interface EmbedlProfilerSetup {
  readonly api: HubApi;
  readonly network: Network;
  readonly clock: Clock;
  readonly options: EmbedlOptions;
  readonly random: () => number;
}

const WAITING = new Set(['PENDING', 'PENDING_CONCURRENCY', 'PENDING_DEVICE', 'SCHEDULING']);
const COMPLETED = 'COMPLETED';
const LARGEST_RESULT = 256 << 20;
/** A device queue is long: looks become rarer up to this many times the interval. */
const SLOWEST_POLL = 6;
const POLL_GROWTH = 1.1;

export class EmbedlProfiler implements Profiler {
  readonly name = 'embedl';
  readonly evidence: EvidenceKind;
  readonly #setup: EmbedlProfilerSetup;
  readonly #inspected = new Map<string, TfliteModel>();
  /** Uploads that replaced a refused one, by device and the refused handle. */
  readonly #replaced = new Map<string, string>();
  readonly #lastSeen = new Map<string, JobState>();
  #devices: Promise<readonly Device[]> | undefined;

  constructor(setup: EmbedlProfilerSetup) {
    this.#setup = setup;
    this.evidence = { kind: 'jobs', atOnce: setup.options.concurrency };
  }

  pollDelayMs(polls: number): number {
    const { options, random } = this.#setup;
    const growth = Math.min(SLOWEST_POLL, POLL_GROWTH ** polls);
    return options['poll-interval'] * 1000 * growth * (0.75 + random() / 2);
  }

  async inspect(path: string, name: string): Promise<Model> {
    const model = await inspectTflite(path, name);
    this.#inspected.set(model.sha256, model);
    return model;
  }

  devices(): Promise<readonly Device[]> {
    this.#devices ??= this.#setup.api.listDevices().then(toDevices);
    return this.#devices;
  }

  async prepare(model: Model): Promise<PreparedModel> {
    return { model, handle: await this.#upload(model) };
  }

  recall(model: ModelIdentity, handle: string): PreparedModel {
    return { model, handle };
  }

  /** A job whose POST went unanswered is never repeated: it may have been started and cannot be looked up. */
  async submit(request: JobRequest): Promise<Ticket> {
    const { device, model } = request;
    const handle = this.#replaced.get(`${device.name} ${model.handle}`) ?? model.handle;
    const created = await this.#createJob(handle, request).catch((error: unknown) => {
      if (!(error instanceof Unanswered)) throw error;
      const advice = 'It may run all the same, so it is not repeated and counts as spent.';
      throw new GateError(
        'submission-unanswered',
        `The hub did not answer the submission to ${device.name}.`,
        advice,
        error,
      );
    });
    return { profiler: this.name, ...created, device: device.name, sha256: model.model.sha256 };
  }

  /** Trouble of the hub while polling is not the job's: the last state stands, and the time-outs decide. */
  async poll(ticket: Ticket): Promise<JobState> {
    const state = await this.#read(ticket).catch((error: unknown): JobState => {
      if (error instanceof ServiceError && error.status === 404) return { state: 'failed', reason: error.message };
      if (!(error instanceof GateError) || error.code !== 'service-unavailable') throw error;
      return this.#lastSeen.get(ticket.id) ?? { state: 'waiting', detail: 'the hub does not answer' };
    });
    this.#lastSeen.set(ticket.id, state);
    return state;
  }

  async #read(ticket: Ticket): Promise<JobState> {
    const { status } = await this.#setup.api.readJob(ticket.id);
    const detail = status.toLowerCase().replaceAll('_', ' ');
    if (WAITING.has(status)) return { state: 'waiting', detail };
    if (status !== COMPLETED) return { state: 'running', detail };
    return this.#collect(ticket);
  }

  async #collect(ticket: Ticket): Promise<JobState> {
    try {
      const { url } = await this.#setup.api.readJobArtifacts(ticket.id);
      const archive = await receive(new URL(url), LARGEST_RESULT, 'the result', this.#setup.network);
      const { job, layers, files } = await readResult(archive);
      const device = (await this.devices()).find(({ name }) => name === ticket.device);
      const known = device ?? { name: ticket.device, description: '' };
      return {
        state: 'done',
        measurement: {
          kind: 'job',
          job,
          layers,
          files,
          environment: toEnvironment(known),
          findings: findingsOf(known),
        },
      };
    } catch (error) {
      if (error instanceof GateError && error.code === 'not-permitted') throw error;
      // The result is there, only the way to it is not: the next poll asks again, until run-timeout.
      if (isPassing(error)) return { state: 'running', detail: 'its result cannot be fetched yet' };
      return { state: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  /** A refusal right after the upload may pass; one that stays may mean that an upload serves one device only. */
  async #createJob(handle: string, request: JobRequest): Promise<Pick<Ticket, 'id' | 'handle'>> {
    const { api, clock } = this.#setup;
    const { device } = request;
    try {
      return { id: (await api.createJob(handle, device.name)).id, handle };
    } catch (error) {
      if (!isRefusedUpload(error)) throw error;
    }
    await clock.sleep(this.pollDelayMs(0));
    try {
      return { id: (await api.createJob(handle, device.name)).id, handle };
    } catch (error) {
      const model = isRefusedUpload(error) ? await request.restore?.() : undefined;
      if (model === undefined) throw error;
      const again = await this.#upload(model);
      this.#replaced.set(`${device.name} ${request.model.handle}`, again);
      return { id: (await api.createJob(again, device.name)).id, handle: again };
    }
  }

  async #upload(model: Model): Promise<string> {
    const { api, network } = this.#setup;
    const source = this.#inspected.get(model.sha256) ?? (await inspectTflite(model.path, model.name));
    const slot = await api.createUpload();
    await send(
      {
        url: new URL(slot.url),
        headers: { 'content-type': 'application/zip' },
        sizeBytes: archiveLength(source),
        open: () => openArchive(source),
        what: `the model ${model.name}`,
      },
      network,
    );
    return slot.id;
  }
}

/** A refusal of the request itself: not of the key, not for lack of quota, not a hub in trouble. */
function isRefusedUpload(error: unknown): boolean {
  if (!(error instanceof ServiceError) || error.code === 'quota-exhausted') return false;
  return error.status >= 400 && error.status < 500 && ![401, 403, 408, 429].includes(error.status);
}

function findingsOf(device: Device): readonly Finding[] {
  const systems = device.systems ?? [];
  if (systems.length < 2) return [];
  return [{ code: 'os-ambiguous', facts: { device: device.name, systems: systems.join(', ') } }];
}
