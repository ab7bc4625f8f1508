// Vertesia as a tracker: the executions are the record. They were tagged when they were made, and are found by tags.

import { type TrackedRun, WINDOW } from '../../domain/baseline.ts';
import type { Job } from '../../domain/job.ts';
import type { Run, RunMode } from '../../domain/run.ts';
import type {
  EarlierEvidence,
  History,
  HistoryQuery,
  RunRef,
  RunResult,
  RunStart,
  StoredRunIds,
  Tracker,
} from '../../ports/tracker.ts';
import { listPages } from '../http/paged-list.ts';
import type { VertesiaApi } from './api.ts';
import { contentOf } from './content.ts';
import { withShifts } from './levels.ts';
import type { Execution } from './schema.ts';
import { isMostlyFailed, type JobTags, tagOf, toCommit, toJob, toTags } from './translate.ts';

export interface VertesiaTrackerSetup {
  readonly api: VertesiaApi;
  readonly repository: string;
  readonly key: string;
}

const PAGE = 200;
const MOST_EXECUTIONS = 12_000;
const NOTHING: EarlierEvidence = { environment: null, jobs: [], measuredNow: [], tickets: [] };

export class VertesiaTracker implements Tracker {
  readonly name = 'vertesia';
  readonly #setup: VertesiaTrackerSetup;
  readonly #started = new Map<string, RunStart>();
  /** Of a model on a device, whatever part of the history is asked for. */
  readonly #records = new Map<string, Promise<Found>>();
  readonly listsAll = true;

  constructor(setup: VertesiaTrackerSetup) {
    this.#setup = setup;
  }

  async start(start: RunStart): Promise<RunRef> {
    const id = `${start.mode}:${start.model.name}:${start.commit.sha ?? ''}`;
    this.#started.set(id, start);
    return { tracker: this.name, id };
  }

  /** The profiler's executions are there already; there is nowhere to keep anything else. */
  async finish(ref: RunRef, { status, runs }: RunResult): Promise<StoredRunIds> {
    return { ids: status === 'finished' && runs.length > 0 ? [ref.id] : [], findings: [] };
  }

  async history({ modelName, device, ancestry }: HistoryQuery): Promise<History> {
    const key = `${modelName}\0${device}`;
    const finding = this.#records.get(key) ?? this.#find({ mode: 'record', model: modelName, device });
    this.#records.set(key, finding);
    const { runs, beyond } = await finding;
    const placed = ancestry === null ? runs : runs.filter(({ run }) => ancestry.includes(run.commit.sha ?? ''));
    const nearest = placed.slice(0, ancestry === null ? WINDOW : placed.length);
    return { runs: nearest, findings: [], beyond };
  }

  async find(id: string, device: string): Promise<TrackedRun | undefined> {
    const [mode = '', model = '', commit = ''] = id.split(':');
    if (commit === '' || !isMode(mode)) return undefined;
    return (await this.#find({ mode, model, device, commit })).runs[0];
  }

  async modelNames(): Promise<readonly string[]> {
    return [];
  }

  async findEarlier(ref: RunRef, device: string): Promise<EarlierEvidence> {
    const start = this.#started.get(ref.id);
    if (start === undefined || start.commit.sha === null) return NOTHING;
    const { mode, model, commit } = start;
    const { runs } = await this.#find({
      mode,
      model: model.name,
      device,
      commit: commit.sha ?? '',
      sha256: model.sha256,
    });
    const [first] = runs;
    return first === undefined ? NOTHING : { ...NOTHING, environment: first.run.environment, jobs: first.run.jobs };
  }

  /** Newest first: one run a commit and content, each with its jobs. */
  async #find(tags: Partial<JobTags>): Promise<Found> {
    const { repository, key } = this.#setup;
    const { executions, beyond } = await this.#searchAll(toTags({ ...tags, repository, key }));
    const ofJobs = executions.filter((execution) => tagOf(execution.tags, 'job') !== '');
    const beside = Map.groupBy(ofJobs.filter(isBaselineSide), ({ tags: own }) => tagOf(own, 'commit'));
    const groups = Map.groupBy(
      ofJobs.filter((execution) => !isBaselineSide(execution)),
      (execution) => `${tagOf(execution.tags, 'commit')} ${tagOf(execution.tags, 'sha256')}`,
    );
    const runs = [...groups.values()]
      .flatMap(toRuns)
      .sort((a, b) => Date.parse(b.run.createdAt) - Date.parse(a.run.createdAt));
    return { runs: withShifts(runs, ({ commit }) => toJobs(beside.get(commit.sha ?? '') ?? [])), beyond };
  }

  async #searchAll(tags: readonly string[]) {
    const { repository, key, api } = this.#setup;
    // Servers give smaller pages than they were asked for.
    const { items, isComplete } = await listPages(
      async (offset) => {
        const found = await api.search(tags, PAGE, offset);
        return { items: found, next: offset + found.length };
      },
      { from: 0, most: MOST_EXECUTIONS },
    );
    const beyond = isComplete ? undefined : `the ${items.length} executions that the search answers first`;
    // One that knows no tags in its query answers more than was asked for; and no key is a key of its own.
    const executions = items.filter(
      ({ tags: own }) =>
        tags.every((tag) => own.includes(tag)) && tagOf(own, 'key') === key && tagOf(own, 'repository') === repository,
    );
    return { executions, beyond };
  }
}

/** Runs, and what was looked through where a bound ended the search before its end. */
interface Found {
  readonly runs: readonly TrackedRun[];
  readonly beyond: string | undefined;
}

/** The executions of one commit and content, as a run; jobs that were cut short or failed are none. */
function toRuns(found: readonly Execution[]): readonly TrackedRun[] {
  const executions = [...found].sort((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at));
  const [first] = executions;
  if (first === undefined) return [];
  const mode = tagOf(first.tags, 'mode');
  const jobs = toJobs(executions);
  if (jobs.length === 0 || !isMode(mode)) return [];
  const device = tagOf(first.tags, 'device');
  const [environment = '', ...model] = device.split('/');
  const name = tagOf(first.tags, 'model');
  const commit = toCommit(first.tags);
  const run: Run = {
    mode,
    model: { name, sha256: tagOf(first.tags, 'sha256'), sizeBytes: 0, format: 'interaction', hosted: true },
    device,
    commit,
    createdAt: new Date(Math.max(...executions.map(({ created_at }) => Date.parse(created_at) || 0))).toISOString(),
    environment: { device: model.join('/'), environment, clock: "the service's" },
    jobs,
    pairs: [],
    layers: [],
    shifts: [],
    handle: executions.map(contentOf).find((content) => content !== undefined) ?? null,
  };
  return [{ id: `${mode}:${name}:${commit.sha ?? ''}`, run }];
}

/** What was executed of the content before, beside another. */
function isBaselineSide({ tags }: Execution): boolean {
  return tagOf(tags, 'side') === 'baseline';
}

function toJobs(executions: readonly Execution[]): readonly Job[] {
  const groups = Map.groupBy(executions, ({ tags }) => tagOf(tags, 'job'));
  return [...groups.values()].flatMap(toTrackedJob);
}

/** In the unit that the profiler settled; where that was its own clock, the server's dates tell nothing comparable. */
function toTrackedJob(executions: readonly Execution[]): readonly Job[] {
  const [first] = executions;
  const wanted = Number(tagOf(first?.tags ?? [], 'of'));
  const unit = tagOf(first?.tags ?? [], 'unit');
  if (executions.length < wanted || (unit !== 's' && unit !== 'ms')) return [];
  const samples = executions.map((execution) => ({ execution, wallMs: null }));
  const job = toJob(samples, unit);
  return job === undefined || isMostlyFailed(samples) ? [] : [job];
}

function isMode(mode: string): mode is RunMode {
  return mode === 'record' || mode === 'gate' || mode === 'release';
}
