// MLflow as a tracker: one run a commit and model, below it one a device, which holds the record, below that one a job.

import type { TrackedRun } from '../../domain/baseline.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Run } from '../../domain/run.ts';
import type { Clock } from '../../ports/machine.ts';
import type {
  EarlierEvidence,
  History,
  HistoryQuery,
  JobEnd,
  JobStart,
  RunRef,
  RunResult,
  RunStart,
  StoredRunIds,
  Tracker,
} from '../../ports/tracker.ts';
import { ServiceError } from '../http/service-errors.ts';
import { writeRecordFile } from '../tracking/record-file.ts';
import { NOTHING, readRecord, toEarlierEvidence } from '../tracking/stored-records.ts';
import type { MlflowApi } from './api.ts';
import { type EarlierJobsQuery, findEarlierJobs } from './earlier-jobs.ts';
import { ExperimentPlace } from './experiment.ts';
import { type FileSetup, storeFiles } from './run-files.ts';
import { RunSearch, tagOf } from './run-search.ts';
import { RunWriter } from './run-writer.ts';
import type { TrackedRunAnswer } from './schema.ts';
import {
  type RunPlace,
  toDeviceBatch,
  toDeviceTags,
  toJobBatch,
  toJobTags,
  toModelBatch,
  toModelTags,
  toRunName,
  toSeries,
} from './translate.ts';

export interface MlflowTrackerSetup extends RunPlace, FileSetup {
  readonly api: MlflowApi;
  readonly clock: Clock;
  /** The experiment's name. */
  readonly project: string;
  readonly storeModel: boolean;
  /** Whether another attempt can go on with a job: not where this machine measures. */
  readonly jobsCarry: boolean;
  readonly temporaryFolder: string;
  /** Where a person looks at a run. */
  readonly pageOf: (experiment: string, run: string) => string;
}

/** A model's run under way, and those of its devices. */
interface StartedRun {
  readonly start: RunStart;
  readonly run: TrackedRunAnswer;
  readonly devices: Map<string, TrackedRunAnswer>;
  /** What earlier attempts left below it, the newest first. */
  readonly below: readonly TrackedRunAnswer[];
  jobs: number;
}

export class MlflowTracker implements Tracker {
  readonly name = 'mlflow';
  readonly #setup: MlflowTrackerSetup;
  readonly #search: RunSearch;
  readonly #writer: RunWriter;
  readonly #started = new Map<string, StartedRun>();
  readonly #jobs = new Map<string, TrackedRunAnswer>();
  readonly #experiment: ExperimentPlace;

  constructor(setup: MlflowTrackerSetup) {
    this.#setup = setup;
    this.#experiment = new ExperimentPlace(setup.api, setup.project);
    this.#search = new RunSearch(setup.api, this.#experiment);
    this.#writer = new RunWriter(setup.api, this.#experiment, this.#search, setup.clock);
  }

  /** Another attempt on the same commit and bytes goes on below the same run; what was left open there is ended. */
  async start(start: RunStart): Promise<RunRef> {
    const same = await this.#findSame(start);
    const run = same ?? (await this.#writer.create(toRunName(start), toModelTags(start, this.#setup)));
    start.opened?.({ tracker: this.name, id: run.id });
    const below = same === undefined ? [] : await this.#endBelow(same.id);
    if (same !== undefined && same.status !== 'RUNNING') await this.#writer.reopen(same.id);
    const started: StartedRun = { start, run, devices: new Map(), below, jobs: 0 };
    this.#started.set(run.id, started);
    for (const device of start.devices) await this.#deviceRun(started, device);
    return { tracker: this.name, id: run.id };
  }

  async finish(ref: RunRef, result: RunResult): Promise<StoredRunIds> {
    const started = this.#started.get(ref.id);
    if (result.status !== 'finished' || started === undefined) {
      const kept = (await this.#endBelow(ref.id)).some(isFinishedDevice);
      await this.#writer.end(ref.id, kept ? 'FINISHED' : result.status === 'killed' ? 'KILLED' : 'FAILED');
      return { ids: [], findings: [] };
    }
    const findings: Finding[] = [];
    const ids: string[] = [];
    for (const run of result.runs) {
      const { id, artifactUri } = await this.#deviceRun(started, run.device);
      findings.push(...(await this.#keep(id, artifactUri, run)));
      ids.push(id);
    }
    findings.push(...(await this.#keepModel(started, result.runs)));
    // Devices that told nothing, and jobs whose end was not noted.
    await this.#endBelow(ref.id);
    await this.#writer.end(ref.id, 'FINISHED');
    return { ids, page: this.#setup.pageOf(await this.#experiment.make(), ref.id), findings };
  }

  async startJob(parent: RunRef, job: JobStart): Promise<RunRef> {
    const started = this.#started.get(parent.id);
    const { device } = job.ticket;
    const above = started === undefined ? parent.id : (await this.#deviceRun(started, device)).id;
    const number = started === undefined ? 1 : ++started.jobs;
    const name = `${device} · ${job.side === 'baseline' ? 'baseline job' : 'job'} ${number}`;
    const place = { parent: above, root: parent.id, resumable: this.#setup.jobsCarry };
    const run = await this.#writer.create(name, toJobTags(job, place));
    job.opened?.({ tracker: this.name, id: run.id });
    this.#jobs.set(run.id, run);
    return { tracker: this.name, id: run.id };
  }

  async finishJob(ref: RunRef, end: JobEnd): Promise<readonly Finding[]> {
    await this.#writer.log(ref.id, toJobBatch(end));
    const files = 'measurement' in end ? (end.measurement.files ?? new Map<string, Uint8Array>()) : new Map();
    const contents = [...files].map(([name, bytes]) => ({ name, bytes }));
    const run = this.#jobs.get(ref.id);
    const findings = run === undefined ? [] : await storeFiles(run, 'profile', contents, this.#setup);
    const left = 'failure' in end && end.left === true;
    await this.#writer.end(ref.id, 'measurement' in end ? 'FINISHED' : left ? 'KILLED' : 'FAILED');
    return findings;
  }

  history(query: HistoryQuery): Promise<History> {
    return this.#search.history(toSeries('record', query.modelName, query.device, this.#setup), query);
  }

  /** By the id of a device's run, or of the model's run above it. */
  async find(id: string, device: string): Promise<TrackedRun | undefined> {
    const found = await this.#setup.api.readRun(id).catch(undefinedIfUnknown);
    if (found === undefined || found.deleted) return undefined;
    const below = tagOf(found, 'level') === 'model' ? await this.#search.below(id, 'FINISHED') : [found];
    for (const candidate of below) {
      const read = readRecord(candidate.tags, `run ${candidate.id}`);
      if ('run' in read && read.run?.device === device) return { id: candidate.id, run: read.run };
    }
    return undefined;
  }

  /** Names of other models need not be told inside CI. */
  async modelNames(): Promise<readonly string[]> {
    return [];
  }

  /** What earlier gates of the same bytes on this commit finished with, and jobs of attempts that did not finish. */
  async findEarlier(ref: RunRef, device: string, baselineSha256: string | null): Promise<EarlierEvidence> {
    const started = this.#started.get(ref.id);
    const sha = started?.start.commit.sha ?? null;
    if (started === undefined || sha === null) return NOTHING;
    const { start, below } = started;
    const query = { device, candidate: start.model.sha256, baseline: baselineSha256 };
    const { tickets, counted } = findEarlierJobs(below, query);
    for (const run of below) if (tickets.some((job) => job.ref.id === run.id)) this.#jobs.set(run.id, run);
    if (start.mode !== 'gate') return { ...NOTHING, tickets };
    const recorded = await this.#recorded(start, sha, query);
    // Of jobs that left no ticket nobody can tell whether one that is handed over is among them.
    const isTold = counted.length >= recorded.jobs.length + (recorded.pairs ?? []).length;
    return { ...recorded, tickets, ...(isTold ? { counted } : {}) };
  }

  async #recorded(start: RunStart, sha: string, query: EarlierJobsQuery): Promise<EarlierEvidence> {
    const series = toSeries('gate', start.model.name, query.device, this.#setup);
    const found = await this.#search.on(series, sha, 'FINISHED');
    const runs = found.flatMap(({ id, tags }) => {
      const read = readRecord(tags, `run ${id}`);
      return 'run' in read && read.run !== undefined ? [read.run] : [];
    });
    return toEarlierEvidence(runs, query.candidate, query.baseline);
  }

  /** Without a commit all runs bear one name, and what another execution left is no earlier attempt of this one. */
  async #findSame({ mode, model, commit }: RunStart): Promise<TrackedRunAnswer | undefined> {
    if (commit.sha === null) return undefined;
    const found = await this.#search.on(toSeries(mode, model.name, null, this.#setup), commit.sha);
    return found.find((run) => tagOf(run, 'sha256') === model.sha256);
  }

  async #deviceRun(started: StartedRun, device: string): Promise<TrackedRunAnswer> {
    const known = started.devices.get(device);
    if (known !== undefined) return known;
    const tags = toDeviceTags(started.start, device, started.run.id, this.#setup);
    const made = await this.#writer.create(device, tags);
    started.devices.set(device, made);
    return made;
  }

  async #keep(id: string, artifactUri: string, run: Run): Promise<readonly Finding[]> {
    await this.#writer.log(id, toDeviceBatch(run));
    const path = await writeRecordFile(run, this.#setup.temporaryFolder);
    const findings = await storeFiles({ artifactUri }, 'latency-gate', [{ path }], this.#setup);
    await this.#writer.end(id, 'FINISHED');
    return findings;
  }

  /** The same bytes lie there already, where an earlier attempt finished. */
  async #keepModel({ start, run }: StartedRun, runs: readonly Run[]): Promise<readonly Finding[]> {
    await this.#writer.log(run.id, toModelBatch(start, runs));
    const files = this.#setup.storeModel && run.status !== 'FINISHED' ? (start.files ?? []) : [];
    return storeFiles(
      run,
      'model',
      files.map((path) => ({ path })),
      this.#setup,
    );
  }

  /** Ends what is under way below a run; answers all that is there. */
  async #endBelow(root: string): Promise<readonly TrackedRunAnswer[]> {
    const below = await this.#search.below(root);
    for (const run of below.filter(({ status }) => status === 'RUNNING')) await this.#writer.end(run.id, 'KILLED');
    return below;
  }
}

function isFinishedDevice(run: TrackedRunAnswer): boolean {
  return run.status === 'FINISHED' && tagOf(run, 'level') === 'device';
}

function undefinedIfUnknown(error: unknown): undefined {
  if (!(error instanceof ServiceError) || ![400, 404].includes(error.status)) throw error;
}
