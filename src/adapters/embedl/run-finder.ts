// Finds runs in the project's list by their names and reads them once: records for a baseline, earlier attempts.

import { type TrackedRun, WINDOW } from '../../domain/baseline.ts';
import { findDifference } from '../../domain/device.ts';
import { jobPrefix, type NameParts, namePrefix, runName, SEPARATOR } from '../../domain/run-name.ts';
import type { EarlierEvidence, HistoryQuery } from '../../ports/tracker.ts';
import type { HubApi } from './api.ts';
import { listAllRuns } from './run-list.ts';
import type { RunDetail, RunSummary } from './schema.ts';
import { fromEnvironmentParams, fromJobRun, tagOf, toRun } from './translate.ts';

/** A killed run's job goes on in the cloud, which has no way to cancel it: its result is there for the taking. */
const UNFINISHED = ['RUNNING', 'SCHEDULED', 'KILLED'];

/** Records read at most, however many of them hold nothing. */
const MOST_READ = 30;

type Parent = Pick<RunSummary, 'id' | 'name'>;

export class RunFinder {
  readonly #api: HubApi;
  readonly #project: () => Promise<string>;
  readonly #details = new Map<string, Promise<RunDetail>>();
  #runs: Promise<readonly RunSummary[]> | undefined;

  constructor(api: HubApi, project: () => Promise<string>) {
    this.#api = api;
    this.#project = project;
  }

  /** All runs of the project as they were when first asked for, newest first. */
  list(): Promise<readonly RunSummary[]> {
    this.#runs ??= this.#project().then((project) => listAllRuns(this.#api, project));
    return this.#runs;
  }

  /** The nearest records that hold jobs of the device; those in which every job failed tell nothing. */
  async history(parts: NameParts, query: HistoryQuery): Promise<readonly TrackedRun[]> {
    const runs: TrackedRun[] = [];
    for (const parent of (await this.#parentsFor(parts, query)).slice(0, MOST_READ)) {
      if (runs.length >= WINDOW) break;
      runs.push(...(await this.#track(parent, query.device)));
    }
    return runs;
  }

  /** The run of that name whose bytes are these, if an earlier attempt made one. */
  async findSame(name: string, sha256: string): Promise<RunSummary | undefined> {
    for (const run of (await this.list()).filter((candidate) => candidate.name === name)) {
      if (tagOf(await this.#read(run.id), 'sha256') === sha256) return run;
    }
    return undefined;
  }

  async find(id: string, device: string): Promise<TrackedRun | undefined> {
    const summary = (await this.list()).find((run) => run.id === id);
    return summary === undefined ? undefined : (await this.#track(summary, device))[0];
  }

  /** Finished jobs of the very same bytes and environment count; unfinished ones with a ticket can be taken up. */
  async earlier(parent: Parent, device: string, candidate: string, baseline: string | null): Promise<EarlierEvidence> {
    const below = await this.#jobsBelow(parent, device, ['FINISHED', ...UNFINISHED]);
    const sideOf = (job: RunDetail) =>
      tagOf(job, 'side') === 'baseline' ? ('baseline' as const) : ('candidate' as const);
    const own = below.filter((job) => tagOf(job, 'sha256') === (sideOf(job) === 'baseline' ? baseline : candidate));
    const finished = own.filter((job) => job.status === 'FINISHED');
    const newest = finished.at(-1);
    const environment = newest === undefined ? null : fromEnvironmentParams(newest);
    const alike = finished.filter(
      (job) => findDifference(fromEnvironmentParams(job), environment ?? {}) === undefined || job === newest,
    );
    const jobs = (side: string) => alike.filter((job) => sideOf(job) === side).flatMap((job) => fromJobRun(job) ?? []);
    const open = own.filter((job) => job.status !== 'FINISHED' && tagOf(job, 'ticket') !== '');
    return {
      environment,
      jobs: jobs('candidate'),
      measuredNow: jobs('baseline'),
      counted: finished.map((job) => tagOf(job, 'ticket')).filter((ticket) => ticket !== ''),
      tickets: open.map((job) => ({
        ticket: {
          profiler: 'embedl',
          id: tagOf(job, 'ticket'),
          device,
          sha256: tagOf(job, 'sha256'),
          handle: tagOf(job, 'upload'),
        },
        side: sideOf(job),
        ref: { tracker: 'embedl', id: job.id },
      })),
    };
  }

  /** Runs of that mode and model on the query's ancestry, the nearest first; without ancestry the newest first. */
  async #parentsFor(parts: NameParts, { ancestry }: HistoryQuery): Promise<readonly RunSummary[]> {
    const runs = (await this.list()).filter((run) => run.status === 'FINISHED');
    if (ancestry !== null) {
      const wanted = new Map(ancestry.map((sha, index) => [runName(parts, { sha }), index]));
      const placed = runs
        .flatMap((run) => ({ run, place: wanted.get(run.name) ?? -1 }))
        .filter(({ place }) => place >= 0);
      return placed.sort((a, b) => a.place - b.place).map(({ run }) => run);
    }
    const prefix = namePrefix(parts);
    return runs.filter((run) => run.name.startsWith(prefix) && !run.name.slice(prefix.length).includes(SEPARATOR));
  }

  async #track(parent: RunSummary, device: string): Promise<readonly TrackedRun[]> {
    const detail = await this.#read(parent.id);
    const run = toRun(detail, device, await this.#jobsBelow(parent, device, ['FINISHED']));
    return run === undefined || run.jobs.length === 0 ? [] : [{ id: parent.id, run }];
  }

  /** The jobs of a run on a device, the oldest first. By name, and by the parent where the hub keeps one. */
  async #jobsBelow(parent: Parent, device: string, statuses: readonly string[]): Promise<readonly RunDetail[]> {
    const prefix = jobPrefix(parent.name, device);
    const named = (await this.list()).filter((run) => run.name.startsWith(prefix) && statuses.includes(run.status));
    const below = named.filter(({ parentRunId }) => parentRunId === null || parentRunId === parent.id);
    return Promise.all(below.toReversed().map((run) => this.#read(run.id)));
  }

  #read(id: string): Promise<RunDetail> {
    const reading = this.#details.get(id) ?? this.#project().then((project) => this.#api.readRun(project, id));
    this.#details.set(id, reading);
    return reading;
  }
}
