// The hub's device cloud as a profiler: real phones, one job at a time each, no pairs.

import { createHash } from 'node:crypto';
import type { Device } from '../../domain/device.ts';
import { GateError, isPassing, messageOf } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Model, ModelIdentity } from '../../domain/model.ts';
import type { Settings } from '../../domain/settings.ts';
import type { Clock } from '../../ports/machine.ts';
import type {
  EvidenceKind,
  JobRequest,
  JobState,
  JobTimes,
  Measurement,
  PreparedModel,
  Profiler,
  Ticket,
} from '../../ports/profiler.ts';
import type { Network } from '../http/fetch.ts';
import { nextPollMs } from '../http/poll-delay.ts';
import { ServiceError, Unanswered } from '../http/service-errors.ts';
import { receive } from '../http/transfer.ts';
import { toBenchmarkParams, toFlagEnvironment } from './benchmark-params.ts';
import type { CloudApi } from './cloud-api.ts';
import { toDevices, toEnvironment } from './devices.ts';
import { inspectTflite, type TfliteModel } from './inspect.ts';
import type { EmbedlOptions } from './options.ts';
import { readResult } from './result.ts';
import { uploadModel } from './upload.ts';

export interface EmbedlProfilerSetup {
  readonly cloud: CloudApi;
  readonly network: Network;
  readonly clock: Clock;
  readonly options: EmbedlOptions;
  readonly random: () => number;
}

const WAITING = new Set(['PENDING', 'PENDING_CONCURRENCY', 'PENDING_DEVICE', 'SCHEDULING']);
const COMPLETED = 'COMPLETED';
const SUCCEEDED = 'SUCCEEDED';
const LARGEST_RESULT = 256 << 20;
/** How long a refused upload may take to be known, in intervals between looks. */
const PATIENCE = 5;
/** Between the parts of a ticket's id (job, slot of its results) and of a handle (upload, flags). */
const AND = ' ';

export class EmbedlProfiler implements Profiler {
  readonly name = 'embedl';
  readonly evidence: EvidenceKind;
  readonly #setup: EmbedlProfilerSetup;
  readonly #inspected = new Map<string, TfliteModel>();
  /** Uploads that replaced a refused one, by device and the refused handle. */
  readonly #replaced = new Map<string, string>();
  /** Slots of results by upload, until a job uses them: a second job's results would look like the first one's. */
  readonly #resultSlots = new Map<string, string>();
  readonly #lastSeen = new Map<string, JobState>();
  readonly #spared = new Set<string>();
  #devices: Promise<readonly Device[]> | undefined;

  constructor(setup: EmbedlProfilerSetup) {
    this.#setup = setup;
    this.evidence = { kind: 'jobs', atOnce: setup.options.concurrency };
  }

  pollDelayMs(times: JobTimes): number {
    const { options, random } = this.#setup;
    return nextPollMs(times, options['poll-interval'] * 1000, random);
  }

  async inspect(path: string, name: string): Promise<Model> {
    const model = await inspectTflite(path, name);
    this.#inspected.set(model.sha256, model);
    return model;
  }

  /** The same bytes with other flags are measured; what the phones' runtime is, nobody settles here. */
  async settings(): Promise<Settings> {
    return { environment: toFlagEnvironment(this.#setup.options.benchmark) };
  }

  devices(): Promise<readonly Device[]> {
    this.#devices ??= this.#setup.cloud.listDevices().then(toDevices);
    return this.#devices;
  }

  async prepare(model: Model): Promise<PreparedModel> {
    return { model, handle: await this.#upload(model) };
  }

  /** The archive holds the flags as well: an upload of other flags is no use. */
  recall(model: ModelIdentity, handle: string): PreparedModel | undefined {
    return handle === toHandle(uploadOf(handle), this.#setup.options.benchmark) ? { model, handle } : undefined;
  }

  /** A job whose POST went unanswered is never repeated: it may have been started and cannot be looked up. */
  async submit(request: JobRequest): Promise<Ticket> {
    const { device, model } = request;
    const handle = this.#replaced.get(`${device.name} ${model.handle}`) ?? model.handle;
    const created = await this.#createJob(handle, request).catch((error: unknown) => {
      if (!(error instanceof Unanswered)) throw error;
      const advice = 'It may run all the same, so it is not repeated and counts as spent.';
      const message = `The hub did not answer the submission to ${device.name}.`;
      throw new GateError('submission-unanswered', message, advice, error);
    });
    const slot = this.#resultSlots.get(created.handle);
    this.#resultSlots.delete(created.handle);
    const id = slot === undefined ? created.id : created.id + AND + slot;
    return { profiler: this.name, id, handle: created.handle, device: device.name, sha256: model.model.sha256 };
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

  /** A job that runs is looked at by the slot of its results, and itself at every second look only. */
  async #read(ticket: Ticket): Promise<JobState> {
    const [job = '', slot] = ticket.id.split(AND);
    const before = this.#lastSeen.get(ticket.id);
    if (before?.state === 'running' && slot !== undefined) {
      const early = await this.#collectEarly(ticket, job, slot);
      const spared = !this.#spared.delete(ticket.id);
      if (spared) this.#spared.add(ticket.id);
      if (early !== undefined || spared) return early ?? before;
    }
    const { status } = await this.#setup.cloud.readJob(job);
    const detail = status.toLowerCase().replaceAll('_', ' ');
    if (WAITING.has(status)) return { state: 'waiting', detail };
    return status === COMPLETED ? this.#collect(ticket, job) : { state: 'running', detail };
  }

  /** The results are there minutes before the job is called completed; what cannot be read yet is asked for again. */
  async #collectEarly(ticket: Ticket, job: string, slot: string): Promise<JobState | undefined> {
    try {
      const { status } = await this.#setup.cloud.readResultSlot(slot);
      return status === SUCCEEDED ? { state: 'done', measurement: await this.#fetch(ticket, job) } : undefined;
    } catch (error) {
      if (error instanceof GateError && error.code === 'not-permitted') throw error;
      return undefined;
    }
  }

  async #collect(ticket: Ticket, job: string): Promise<JobState> {
    try {
      return { state: 'done', measurement: await this.#fetch(ticket, job) };
    } catch (error) {
      if (error instanceof GateError && error.code === 'not-permitted') throw error;
      // The result is there, only the way to it is not: the next poll asks again, until run-timeout.
      if (isPassing(error)) return { state: 'running', detail: 'its result cannot be fetched yet' };
      return { state: 'failed', reason: messageOf(error) };
    }
  }

  async #fetch(ticket: Ticket, id: string): Promise<Measurement> {
    const { cloud, network, options } = this.#setup;
    const { url } = await cloud.readJobArtifacts(id);
    const archive = await receive(new URL(url), LARGEST_RESULT, 'the result', network);
    const { job, layers, files } = await readResult(archive);
    const known = (await this.devices()).find(({ name }) => name === ticket.device);
    const device = known ?? { name: ticket.device, description: '' };
    const environment = toEnvironment(device, options.benchmark);
    return { kind: 'job', job, layers, files, environment, findings: findingsOf(device) };
  }

  /** A refusal right after the upload may pass; one that stays may mean that an upload serves one device only. */
  async #createJob(handle: string, request: JobRequest): Promise<Pick<Ticket, 'id' | 'handle'>> {
    const { cloud, clock, options } = this.#setup;
    const { device } = request;
    try {
      return { id: (await cloud.createJob(uploadOf(handle), device.name)).id, handle };
    } catch (error) {
      if (!isRefusedUpload(error)) throw error;
    }
    await clock.sleep(options['poll-interval'] * 1000 * PATIENCE);
    try {
      return { id: (await cloud.createJob(uploadOf(handle), device.name)).id, handle };
    } catch (error) {
      const model = isRefusedUpload(error) ? await request.restore?.() : undefined;
      if (model === undefined) throw error;
      const again = await this.#upload(model);
      this.#replaced.set(`${device.name} ${request.model.handle}`, again);
      return { id: (await cloud.createJob(uploadOf(again), device.name)).id, handle: again };
    }
  }

  async #upload(model: Model): Promise<string> {
    const { options } = this.#setup;
    const known = this.#inspected.get(model.sha256) ?? model;
    const { id, resultSlot } = await uploadModel(known, { ...this.#setup, flags: options.benchmark });
    const handle = toHandle(id, options.benchmark);
    if (resultSlot !== undefined) this.#resultSlots.set(handle, resultSlot);
    return handle;
  }
}

/** An upload's id, and what tells its flags; without flags the id alone, as version 0.1 kept it. */
function toHandle(upload: string, flags: EmbedlOptions['benchmark']): string {
  if (Object.keys(flags).length === 0) return upload;
  return upload + AND + createHash('sha256').update(toBenchmarkParams(flags)).digest('hex').slice(0, 8);
}

function uploadOf(handle: string): string {
  return handle.split(AND)[0] ?? handle;
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
