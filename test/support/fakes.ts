// In-memory fakes of the ports; they pass the same contract suites as the adapters.

import type { TrackedRun } from '../../src/domain/baseline.ts';
import type { Environment } from '../../src/domain/device.ts';
import { GateError } from '../../src/domain/errors.ts';
import type { Model, ModelIdentity } from '../../src/domain/model.ts';
import type { Run } from '../../src/domain/run.ts';
import type { Clock, Logger } from '../../src/ports/machine.ts';
import type {
  EvidenceKind,
  JobRequest,
  JobState,
  JobTimes,
  PreparedModel,
  Profiler,
  Ticket,
} from '../../src/ports/profiler.ts';
import type {
  History,
  HistoryQuery,
  RunRef,
  RunResult,
  RunStart,
  StoredRunIds,
  Tracker,
} from '../../src/ports/tracker.ts';
import { ENVIRONMENT, shaOf } from './runs.ts';

/** Time passes only when somebody sleeps. */
export class FakeClock implements Clock {
  time = Date.parse('2026-01-01T00:00:00Z');
  readonly sleeps: number[] = [];

  now(): Date {
    return new Date(this.time);
  }

  async sleep(milliseconds: number): Promise<void> {
    this.sleeps.push(milliseconds);
    this.time += milliseconds;
  }
}

export const silentLogger: Logger = {
  info() {},
  warning() {},
  progress() {},
  group: (_title, work) => work(),
};

export interface FakeProfilerOptions {
  readonly pairs?: boolean;
  /** Factors of one job after the other. */
  readonly noise?: readonly number[];
  readonly devices?: readonly string[];
  /** What this device does to every job. */
  readonly slowness?: (device: string) => number;
  readonly environment?: Environment;
}

/** Executes nothing: a model's path is its latency in milliseconds (`10b` has other bytes than `10`), times `noise`. */
export class FakeProfiler implements Profiler {
  readonly name = 'fake';
  readonly evidence: EvidenceKind;
  readonly submitted: JobRequest[] = [];
  readonly cancelled: Ticket[] = [];
  /** What was known of a job before each further look at it. */
  readonly looks: JobTimes[] = [];
  /** Answers instead of a measurement, by the number of the job. */
  readonly script = new Map<number, readonly JobState[]>();
  readonly #polls = new Map<string, number>();
  readonly #noise: readonly number[];

  readonly #options: FakeProfilerOptions;

  constructor(options: FakeProfilerOptions = {}) {
    this.#options = options;
    this.evidence = options.pairs === true ? { kind: 'pairs' } : { kind: 'jobs', atOnce: 4 };
    this.#noise = options.noise ?? [1];
  }

  pollDelayMs(times: JobTimes): number {
    this.looks.push(times);
    return 1000;
  }

  async inspect(path: string, name: string): Promise<Model> {
    if (Number.isNaN(Number.parseFloat(path)))
      throw new GateError('model-unreadable', `model: ${path} is no number.`, 'Give a number.');
    return {
      name,
      sha256: shaOf(String.fromCharCode(64 + Math.round(Number.parseFloat(path)) + (path.endsWith('b') ? 50 : 0))),
      sizeBytes: 1000,
      format: 'fake',
      path,
      files: [path],
    };
  }

  async devices() {
    return (this.#options.devices ?? ['phone']).map((name) => ({ name, description: 'A phone' }));
  }

  async prepare(model: Model): Promise<PreparedModel> {
    return { model, handle: model.path };
  }

  async submit(request: JobRequest): Promise<Ticket> {
    this.submitted.push(request);
    return {
      profiler: this.name,
      id: String(this.submitted.length),
      device: request.device.name,
      sha256: request.model.model.sha256,
      handle: request.model.handle,
    };
  }

  async poll(ticket: Ticket): Promise<JobState> {
    const polls = this.#polls.get(ticket.id) ?? 0;
    this.#polls.set(ticket.id, polls + 1);
    const scripted = this.script.get(Number(ticket.id));
    if (scripted !== undefined && scripted.length > 0)
      return scripted[Math.min(polls, scripted.length - 1)] ?? (scripted[0] as JobState);
    const request = this.submitted[Number(ticket.id) - 1];
    return request === undefined
      ? { state: 'failed', reason: 'no such job' }
      : this.#measure(request, Number(ticket.id));
  }

  async cancel(ticket: Ticket): Promise<void> {
    this.cancelled.push(ticket);
  }

  #measure(request: JobRequest, number: number): JobState {
    const noise = this.#noise[(number - 1) % this.#noise.length] ?? 1;
    const slowness = this.#options.slowness?.(request.device.name) ?? 1;
    const candidate = { values: { latency: Number.parseFloat(request.model.handle) * noise * slowness } };
    const common = { environment: this.#options.environment ?? ENVIRONMENT, findings: [] };
    if (request.beside === undefined) return { state: 'done', measurement: { kind: 'job', job: candidate, ...common } };
    const baseline = { values: { latency: Number(request.beside.handle) } };
    const logRatios = { latency: Math.log(candidate.values.latency / baseline.values.latency) };
    return { state: 'done', measurement: { kind: 'pair', pair: { baseline, candidate, logRatios }, ...common } };
  }
}

/** One that can measure a recorded model again by its handle. */
export class KeepingProfiler extends FakeProfiler {
  recall(model: ModelIdentity, handle: string): PreparedModel {
    return { model, handle };
  }
}

/** Keeps runs in an array that several trackers may share. */
export class FakeTracker implements Tracker {
  readonly name = 'fake';
  readonly kept: TrackedRun[];
  readonly finished: RunResult[] = [];

  constructor(kept: TrackedRun[] = []) {
    this.kept = kept;
  }

  async start({ mode, model }: RunStart): Promise<RunRef> {
    return { tracker: this.name, id: `${mode} ${model.name}` };
  }

  async finish(_ref: RunRef, result: RunResult): Promise<StoredRunIds> {
    this.finished.push(result);
    const added = result.runs.map((run: Run, index) => ({ id: String(this.kept.length + index + 1), run }));
    this.kept.unshift(...added);
    return { ids: added.map(({ id }) => id), findings: [] };
  }

  async history({ modelName, device }: HistoryQuery): Promise<History> {
    return { runs: this.kept.filter(({ run }) => run.model.name === modelName && run.device === device), findings: [] };
  }

  async find(id: string): Promise<TrackedRun | undefined> {
    return this.kept.find((tracked) => tracked.id === id);
  }

  async modelNames(): Promise<readonly string[]> {
    return [...new Set(this.kept.map(({ run }) => run.model.name))];
  }
}
