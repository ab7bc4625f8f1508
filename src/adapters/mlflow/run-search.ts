// Finds runs by their tags. A search answers runs whole, records included, so that one call tells a baseline with all
// that lies behind it; only what was not among the newest costs further calls.

import { type TrackedRun, WINDOW } from '../../domain/baseline.ts';
import type { Finding } from '../../domain/finding.ts';
import type { History, HistoryQuery } from '../../ports/tracker.ts';
import { PREFIX } from '../tracking/facts.ts';
import { fitsQuery, placeRecords, readRecord } from '../tracking/stored-records.ts';
import type { MlflowApi, RunQuery, RunStatus } from './api.ts';
import type { ExperimentPlace } from './experiment.ts';
import type { TrackedRunAnswer } from './schema.ts';
import { COMMIT_TAG, REQUEST_TAG, ROOT_TAG, SERIES_TAG } from './translate.ts';

/** Runs in each further page: the first holds the whole window of a usual pull request. */
const PAGES = [150, 500, 1000, 1000];
const MOST_BELOW = 1000;
const MOST_ALIKE = 50;

/** What was read of one series so far, newest first. */
interface SeriesSoFar {
  readonly runs: TrackedRun[];
  readonly findings: Finding[];
  pages: number;
  next: string | undefined;
}

export class RunSearch {
  readonly #api: MlflowApi;
  readonly #experiment: Pick<ExperimentPlace, 'find'>;
  readonly #series = new Map<string, SeriesSoFar>();

  constructor(api: MlflowApi, experiment: Pick<ExperimentPlace, 'find'>) {
    this.#api = api;
    this.#experiment = experiment;
  }

  /** Finished runs of a series that fit the query, the nearest first. */
  async history(series: string, query: HistoryQuery): Promise<History> {
    const known = this.#series.get(series) ?? { runs: [], findings: [], pages: 0, next: undefined };
    this.#series.set(series, known);
    for (;;) {
      const fitting = known.runs.filter(({ run }) => fitsQuery(run, query));
      const end = known.pages > 0 && known.next === undefined;
      if (end || known.pages >= PAGES.length || isEnough(fitting.length, known.pages)) return toHistory(known, query);
      await this.#readOn(series, known);
    }
  }

  /** The runs of a series on one commit, the newest first. */
  on(series: string, sha: string, status?: RunStatus): Promise<readonly TrackedRunAnswer[]> {
    return this.#find({ [SERIES_TAG]: series, [COMMIT_TAG]: sha }, status, MOST_ALIKE);
  }

  /** Everything below a model's run, of all devices and jobs. */
  below(root: string, status?: RunStatus): Promise<readonly TrackedRunAnswer[]> {
    return this.#find({ [ROOT_TAG]: root }, status, MOST_BELOW);
  }

  /** The run that was made with that tag, if it was. */
  async made(request: string): Promise<TrackedRunAnswer | undefined> {
    return (await this.#find({ [REQUEST_TAG]: request }, undefined, 1))[0];
  }

  async #readOn(series: string, known: SeriesSoFar): Promise<void> {
    const most = PAGES[known.pages] ?? 0;
    const filter = toFilter({ [SERIES_TAG]: series }, 'FINISHED');
    const { runs, next } = await this.#ask({ filter, most, page: known.next });
    known.pages += 1;
    known.next = runs.length === 0 ? undefined : next;
    for (const { id, tags } of runs) {
      const read = readRecord(tags, `run ${id}`);
      if ('finding' in read) known.findings.push(read.finding);
      else if (read.run !== undefined) known.runs.push({ id, run: read.run });
    }
  }

  async #find(tags: Readonly<Record<string, string>>, status: RunStatus | undefined, most: number) {
    const filter = toFilter(tags, status);
    return (await this.#ask({ filter, most })).runs;
  }

  /** Nothing was ever kept where there is no experiment. */
  async #ask(query: RunQuery) {
    const experiment = await this.#experiment.find();
    return experiment === undefined ? { runs: [], next: undefined } : this.#api.searchRuns(experiment, query);
  }
}

/** A second page, where the first holds little of what tells the noise; a third, only where nothing was found. */
function isEnough(found: number, pages: number): boolean {
  return found >= WINDOW / 2 || (found > 0 && pages >= 2);
}

function toHistory(known: SeriesSoFar, query: HistoryQuery): History {
  const runs = placeRecords(
    known.runs.filter(({ run }) => fitsQuery(run, query)),
    query,
  );
  const { findings } = known;
  if (known.next !== undefined && runs.length === 0) {
    return { runs, findings, beyond: `the ${known.runs.length} newest records` };
  }
  return { runs, findings, ...(known.next === undefined ? { elsewhere: known.runs.length - runs.length } : {}) };
}

/** All of the values are ours and plain: slugs, hashes, ids. */
function toFilter(tags: Readonly<Record<string, string>>, status: RunStatus | undefined): string {
  const wanted = Object.entries(tags).map(([name, value]) => `tags.\`${name}\` = '${value.replaceAll(/['"\\]/g, '')}'`);
  return [...wanted, ...(status === undefined ? [] : [`attributes.status = '${status}'`])].join(' and ');
}

/** A tag of ours on a run; empty where it has none. */
export function tagOf({ tags }: Pick<TrackedRunAnswer, 'tags'>, name: string): string {
  return tags[PREFIX + name] ?? '';
}
