// This machine as a profiler: one job at a time, each in fresh processes, pairs interleaved.

import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Device, Environment } from '../../domain/device.ts';
import { GateError } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Layer } from '../../domain/job.ts';
import type { Model } from '../../domain/model.ts';
import type { JobRequest, JobState, Measurement, PreparedModel, Profiler, Ticket } from '../../ports/profiler.ts';
import { fromOnnxProfile } from '../profiles/onnx-profile.ts';
import { cpuModel, describeEnvironment } from './environment.ts';
import { inspectOnnx } from './inspect.ts';
import type { LocalOptions } from './options.ts';
import { type Duration, measureJob, measurePair, type Side } from './pair.ts';
import { ModelProcess } from './process.ts';

const LOCAL_DEVICE = 'local';

/** Inferences behind the per-layer times. */
const PROFILED_RUNS = 20;
const POLL_MS = 100;

export interface LocalProfilerOptions {
  readonly options: LocalOptions;
  readonly workerPath: string;
  /** Variables that the model's process may see; no secrets. */
  readonly childEnv: Readonly<Record<string, string>>;
  /** Looked up when first needed, since it may have to be installed. */
  readonly runtimePath: () => Promise<string>;
  readonly runnerImage: string;
  readonly temporaryFolder: string;
  /** For each step of a model's process: loading, warming, a block. */
  readonly runTimeoutMs: number;
  /** Aborted when everything must stop; processes are killed at once. */
  readonly signal: AbortSignal;
}

export class LocalProfiler implements Profiler {
  readonly name = 'local';
  readonly evidence = { kind: 'pairs' } as const;
  /** Jobs queue here, since two at once would disturb each other. */
  readonly #setup: LocalProfilerOptions;
  readonly #states = new Map<string, JobState>();
  /** Bugs met while measuring, handed on by the next poll. */
  readonly #bugs = new Map<string, unknown>();
  readonly #open = new Set<ModelProcess>();
  #queue: Promise<void> = Promise.resolve();

  constructor(setup: LocalProfilerOptions) {
    this.#setup = setup;
    setup.signal.addEventListener('abort', () => this.#close([...this.#open].map((process) => ({ process }))), {
      once: true,
    });
  }

  pollDelayMs(): number {
    return POLL_MS;
  }

  inspect(path: string, name: string): Promise<Model> {
    return inspectOnnx(path, name);
  }

  async devices(): Promise<readonly Device[]> {
    return [{ name: LOCAL_DEVICE, description: cpuModel() }];
  }

  /** Loads and runs the model once, so that one that cannot run here is refused before anything is measured. */
  async prepare(model: Model): Promise<PreparedModel> {
    this.#close([await this.#start(model.path)]);
    return { model, handle: model.path };
  }

  async submit(request: JobRequest): Promise<Ticket> {
    const ticket: Ticket = {
      profiler: this.name,
      id: String(this.#states.size + 1),
      device: request.device.name,
      sha256: request.model.model.sha256,
      handle: '',
    };
    this.#states.set(ticket.id, { state: 'waiting', detail: 'for the job before it' });
    this.#queue = this.#queue
      .then(() => this.#execute(ticket, request))
      .catch((error: unknown) => void this.#bugs.set(ticket.id, error));
    return ticket;
  }

  async poll(ticket: Ticket): Promise<JobState> {
    if (this.#bugs.has(ticket.id)) throw this.#bugs.get(ticket.id);
    return this.#states.get(ticket.id) ?? { state: 'failed', reason: 'no such job in this process' };
  }

  async cancel(ticket: Ticket): Promise<void> {
    if (this.#states.get(ticket.id)?.state === 'done') return;
    this.#states.set(ticket.id, { state: 'failed', reason: 'cancelled' });
    this.#close([...this.#open].map((process) => ({ process })));
  }

  async layers(model: PreparedModel): Promise<readonly Layer[]> {
    await mkdir(this.#setup.temporaryFolder, { recursive: true });
    const folder = await mkdtemp(join(this.#setup.temporaryFolder, 'profile-'));
    const side = await this.#start(model.handle, join(folder, 'ort'));
    try {
      return fromOnnxProfile(await readFile(await side.process.profile(PROFILED_RUNS), 'utf8'));
    } finally {
      this.#close([side]);
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #execute(ticket: Ticket, request: JobRequest): Promise<void> {
    if (this.#states.get(ticket.id)?.state === 'failed') return;
    this.#states.set(ticket.id, { state: 'running', detail: 'measuring' });
    const state = await this.#measure(request).catch(toFailure);
    if (this.#states.get(ticket.id)?.state === 'running') this.#states.set(ticket.id, state);
  }

  async #measure(request: JobRequest): Promise<JobState> {
    const sides: Side[] = [];
    try {
      if (request.beside !== undefined) sides.push(await this.#start(request.beside.handle));
      sides.push(await this.#start(request.model.handle));
      return { state: 'done', measurement: await this.#time(sides) };
    } finally {
      this.#close(sides);
    }
  }

  async #time(sides: readonly Side[]): Promise<Measurement> {
    const [first, second] = sides;
    if (first === undefined) throw new Error('a job without a model');
    const duration: Duration = this.#setup.options.duration;
    const common = { environment: this.#environment(first), findings: findingsOf(first) };
    if (second === undefined) return { kind: 'job', job: await measureJob(first, duration), ...common };
    const { pair, again } = await measurePair(first, second, duration);
    return { kind: 'pair', pair, ...common, findings: [...common.findings, ...busyFindings(again)] };
  }

  async #start(modelPath: string, profilePrefix?: string): Promise<Side> {
    const { workerPath, childEnv, options, runTimeoutMs } = this.#setup;
    const runtimePath = await this.#setup.runtimePath();
    const process = new ModelProcess({ workerPath, env: childEnv, timeoutMs: runTimeoutMs });
    this.#open.add(process);
    try {
      const { threads, inputShapes } = options;
      const loaded = await process.load({ kind: 'load', runtimePath, modelPath, threads, inputShapes, profilePrefix });
      return { process, loaded };
    } catch (error) {
      this.#close([{ process }]);
      throw error;
    }
  }

  #close(sides: readonly Pick<Side, 'process'>[]): void {
    for (const { process } of sides) {
      process.stop();
      this.#open.delete(process);
    }
  }

  #environment(side: Side): Environment {
    const { options, runnerImage } = this.#setup;
    const { runtimeVersion } = side.loaded;
    return describeEnvironment({ ...options, runtimeVersion, image: runnerImage });
  }
}

function findingsOf(side: Side): readonly Finding[] {
  if (side.loaded.peakMemoryBytes !== null) return [];
  return [{ code: 'memory-not-measured', facts: { device: LOCAL_DEVICE, why: side.loaded.memoryReason } }];
}

function toFailure(error: unknown): JobState {
  if (error instanceof GateError) return { state: 'failed', reason: error.message };
  throw error;
}

function busyFindings(again: number): readonly Finding[] {
  if (again === 0) return [];
  const why = "the baseline's own blocks took half as long again as its fastest";
  return [{ code: 'machine-busy', facts: { device: LOCAL_DEVICE, pairs: 'one pair or more', why } }];
}
