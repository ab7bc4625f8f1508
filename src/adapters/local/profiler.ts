// This machine as a profiler: one job at a time, each in fresh processes, pairs interleaved.

import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Device } from '../../domain/device.ts';
import type { Layer } from '../../domain/job.ts';
import type { Model } from '../../domain/model.ts';
import { type Settings, settingsOf } from '../../domain/settings.ts';
import type { Workload } from '../../domain/workload.ts';
import type { JobRequest, JobState, Measurement, PreparedModel, Profiler, Ticket } from '../../ports/profiler.ts';
import { inspectOnnx } from '../onnx/inspect.ts';
import { fromOnnxProfile } from '../profiles/onnx-profile.ts';
import { Patience } from './disturbance.ts';
import { cpuModel, describeEnvironment } from './environment.ts';
import { busyFindings, findingsOf, LOCAL_DEVICE, toDifference, toFailure, withComparison } from './job-states.ts';
import { type Loadable, makeLoadable, readModel } from './loadable.ts';
import { type LocalOptions, readLocalOptions } from './options.ts';
import { measureJob, measurePair, type Side } from './pair.ts';
import { type ComparedOutputs, compareSides } from './pair-outputs.ts';
import { describePlacement } from './placement.ts';
import {
  type FedModel,
  feedModels,
  feedOfBaseline,
  findingOfCut,
  findingsOfInputs,
  findingsOfRuntimes,
  type ModelSource,
  type Prepared,
  refuseFor,
} from './prepared.ts';
import { Processes, type ProcessesSetup } from './processes.ts';
import type { Runtime } from './runtime.ts';
import { expandSizes } from './variants.ts';

/** Inferences behind the per-layer times. */
const PROFILED_RUNS = 20;
const POLL_MS = 100;

export interface LocalProfilerOptions extends ProcessesSetup {
  /** As the user wrote them; a model's own win over them. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Where paths in options start. */
  readonly workspace: string;
  readonly runtime: Runtime;
  /** Executes the baseline's model; the candidate's where absent. */
  readonly baselineRuntime?: Runtime | undefined;
  readonly runnerImage: string;
  readonly temporaryFolder: string;
}

export class LocalProfiler implements Profiler {
  readonly name = 'local';
  readonly evidence = { kind: 'pairs' } as const;
  /** Jobs queue here, since two at once would disturb each other. */
  readonly #setup: LocalProfilerOptions;
  readonly #session: string = randomUUID();
  readonly #patience = new Patience();
  readonly #states = new Map<string, JobState>();
  /** Bugs met while measuring, handed on by the next poll. */
  readonly #bugs = new Map<string, unknown>();
  readonly #processes: Processes;
  readonly #prepared = new Map<string, Prepared>();
  readonly #layers = new Map<string, Promise<readonly Layer[]>>();
  readonly #outputs = new Map<string, ComparedOutputs>();
  #queue: Promise<void> = Promise.resolve();

  /** Throws a GateError that names the option which is wrong. */
  constructor(setup: LocalProfilerOptions) {
    readLocalOptions(setup.options);
    this.#setup = setup;
    this.#processes = new Processes(setup);
  }

  pollDelayMs(): number {
    return POLL_MS;
  }

  inspect(path: string, name: string): Promise<Model> {
    return inspectOnnx(path, name);
  }

  expand(model: Model): readonly Model[] {
    readLocalOptions({ ...this.#setup.options, ...model.options });
    return expandSizes(model, this.#setup.options);
  }

  /** Throws where `baseline-runtime` is a folder without one, before anything is measured. */
  async devices(): Promise<readonly Device[]> {
    await this.#setup.baselineRuntime?.version();
    return [{ name: LOCAL_DEVICE, description: cpuModel() }];
  }

  async settings(model: Model, side: 'candidate' | 'baseline'): Promise<Settings> {
    // Equal bytes have equal inputs: what is said of the baseline's alone is about other bytes.
    const source = await this.#read(model, 'candidate');
    const { workload } = await this.#feed(source);
    const version = await this.#runtimeOf(side).version();
    return settingsOf({ environment: await this.#describe(source.options, workload, version), workload });
  }

  /** Loads and runs the model once, so that one that cannot run here is refused before anything is measured. */
  async prepare(model: Model, side: 'candidate' | 'baseline' = 'candidate'): Promise<PreparedModel> {
    const source = await this.#read(model, side);
    const loadable = await this.#feed(source);
    this.#processes.stop([await this.#processes.start({ source, loadable })]);
    const handle = this.#prepared.has(model.path) ? `${model.path}#${this.#prepared.size}` : model.path;
    this.#prepared.set(handle, { ...source, loadable });
    return { model, handle, workload: loadable.workload };
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
    this.#processes.stopAll();
  }

  /** Once a model: its placement and its report come from the same pass. */
  layers({ handle }: PreparedModel): Promise<readonly Layer[]> {
    const known = this.#layers.get(handle) ?? this.#profile(handle);
    this.#layers.set(handle, known);
    return known;
  }

  async #profile(handle: string): Promise<readonly Layer[]> {
    await mkdir(this.#setup.temporaryFolder, { recursive: true });
    const folder = await mkdtemp(join(this.#setup.temporaryFolder, 'profile-'));
    const source = this.#find(handle);
    const side = await this.#processes.start({ source, loadable: source.loadable }, join(folder, 'ort'));
    try {
      return fromOnnxProfile(await readFile(await side.process.profile(PROFILED_RUNS), 'utf8'));
    } finally {
      this.#processes.stop([side]);
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
    const beside = request.beside === undefined ? undefined : this.#find(request.beside.handle);
    const fed = await feedModels(beside, this.#find(request.model.handle), this.#setup.workspace);
    if (fed.difference !== undefined) return toDifference(fed.difference);
    const models = fed.baseline === undefined ? [fed.candidate] : [fed.baseline, fed.candidate];
    const sides = await this.#processes.startAll(models);
    try {
      const outputs = await this.#compareOutputs(request, sides, fed.candidate);
      const timed = await this.#place(request, await this.#time(sides, fed.candidate));
      return { state: 'done', measurement: withComparison(timed, outputs) };
    } finally {
      this.#processes.stop(sides);
    }
  }

  /** Counts the nodes that another provider than `cpu` took, and those that it did not. */
  async #place({ model, beside = model }: JobRequest, measurement: Measurement): Promise<Measurement> {
    const { provider } = this.#find(model.handle).options.session;
    if (provider === 'cpu') return measurement;
    const layers = { baseline: await this.layers(beside), candidate: await this.layers(model) };
    return describePlacement(measurement, model.model.name, layers, provider);
  }

  /** Undefined of a model alone or beside itself. */
  async #compareOutputs(
    { model, beside }: JobRequest,
    [baseline, candidate]: readonly Side[],
    { loadable }: FedModel,
  ): Promise<ComparedOutputs | undefined> {
    if (beside?.handle === model.handle || beside === undefined || !baseline || !candidate) return undefined;
    const key = `${beside.handle} ${model.handle}`;
    const outputs = this.#outputs.get(key) ?? (await compareSides(baseline, candidate, loadable));
    this.#outputs.set(key, outputs);
    return outputs;
  }

  async #time(sides: readonly Side[], { source, loadable }: FedModel): Promise<Measurement> {
    const [first, second] = sides;
    if (first === undefined) throw new Error('a job without a model');
    const { duration, session, pinned } = source.options;
    const { workload } = loadable;
    const environment = await this.#describe(source.options, workload, (second ?? first).loaded.runtimeVersion);
    const findings = [...findingsOf(first), ...findingsOfInputs(loadable)];
    if (second === undefined) {
      // All that one step measures shares this machine and its luck.
      const job = { ...(await measureJob(first, duration)), session: this.#session };
      return { kind: 'job', job, findings, environment, workload };
    }
    const machine = this.#processes.machineOf(sides, session.threads, pinned);
    const { pair, disturbed, cut } = await measurePair(first, second, duration, machine, this.#patience);
    findings.push(...busyFindings(disturbed));
    if (cut) findings.push(findingOfCut(source.model.name, LOCAL_DEVICE, pair, duration));
    findings.push(...findingsOfRuntimes(source.model.name, first, second));
    return { kind: 'pair', pair, findings, environment, workload };
  }

  async #describe({ session, pinned: wish }: LocalOptions, workload: Workload, runtimeVersion: string) {
    const pinned = wish && (await this.#processes.affinity.isPossible());
    return describeEnvironment({ session, workload, runtimeVersion, image: this.#setup.runnerImage, pinned });
  }

  #find(handle: string): Prepared {
    const prepared = this.#prepared.get(handle);
    if (prepared === undefined) throw new Error(`no model was prepared as ${handle}`);
    return prepared;
  }

  async #read(model: Model, side: 'candidate' | 'baseline'): Promise<ModelSource> {
    const options = readLocalOptions({ ...this.#setup.options, ...model.options });
    const runtime = this.#runtimeOf(side);
    const read = await readModel(model, (path) => this.#processes.describe(path, runtime)).catch(refuseFor(model.name));
    const feed = side === 'baseline' ? feedOfBaseline(read.graph, options) : options.feed;
    return { model: read, options, feed, runtime };
  }

  #runtimeOf(side: 'candidate' | 'baseline'): Runtime {
    const { runtime, baselineRuntime = runtime } = this.#setup;
    return side === 'baseline' ? baselineRuntime : runtime;
  }

  #feed({ model, feed }: ModelSource): Promise<Loadable> {
    return makeLoadable(model, feed, this.#setup.workspace).catch(refuseFor(model.name));
  }
}
