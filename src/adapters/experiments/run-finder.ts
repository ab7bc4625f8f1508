// Finds runs in the experiment by their names, and reads the records in them.

import { type TrackedRun, WINDOW, WINDOW_OF_SERVICES } from '../../domain/baseline.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Run } from '../../domain/run.ts';
import { type NameParts, namePrefix, runName, SEPARATOR } from '../../domain/run-name.ts';
import type { History, HistoryQuery } from '../../ports/tracker.ts';
import { listPages, type PagedList } from '../http/paged-list.ts';
import { fitsQuery, placeRecords, type RecordReading, readRecord } from '../tracking/stored-records.ts';
import type { ExperimentsApi } from './api.ts';
import type { TrackedRunAnswer } from './schema.ts';

const PAGE = 200;
const MOST_RUNS = 10_000;
const MOST_READ = 30;

/** The service compares two to ten runs in one call, and answers them. */
const COMPARED_AT_ONCE = 10;

export class RunFinder {
  readonly #api: ExperimentsApi;
  readonly #project: string;
  #experiment: Promise<string> | undefined;
  #listed: Promise<PagedList<TrackedRunAnswer>> | undefined;

  constructor(api: ExperimentsApi, project: string) {
    this.#api = api;
    this.#project = project;
  }

  /** The experiment's id; it is created where there is none of that name. */
  experiment(): Promise<string> {
    this.#experiment ??= this.#findOrCreate();
    return this.#experiment;
  }

  /** Records of that name, the nearest on the ancestry first; without one the newest first. */
  async history(parts: NameParts, query: HistoryQuery): Promise<History> {
    const { ancestry } = query;
    const findings: Finding[] = [];
    const runs: TrackedRun[] = [];
    const named = await this.#named(parts, ancestry);
    // A server that tells no times may list the oldest first.
    const ordered = ancestry !== null || named.some(({ startedAt }) => startedAt > 0);
    const whole = await this.#readTogether(named.slice(0, WINDOW));
    const late = ordered ? [] : named.slice(MOST_READ).slice(-MOST_READ);
    const oneByOne = new Set([...named.slice(0, MOST_READ), ...late]);
    for (const entry of named) {
      const { id } = entry;
      const params = whole.get(id);
      if (params === undefined && (!oneByOne.has(entry) || (runs.length >= WINDOW_OF_SERVICES && ordered))) continue;
      const read = params === undefined ? await this.read(id) : readRecord(params, `run ${id}`);
      if ('finding' in read) findings.push(read.finding);
      else if (fitsQuery(read.run, query)) runs.push({ id, run: read.run });
    }
    return { runs: ancestry === null ? placeRecords(runs, query) : runs, findings, beyond: await this.#beyond() };
  }

  /**
   * The parameters of runs by their ids, ten a call: the comparison answers the runs that it compares. Empty where a
   * server tells them without parameters, or refuses.
   */
  async #readTogether(named: readonly TrackedRunAnswer[]): Promise<ReadonlyMap<string, TrackedRunAnswer['params']>> {
    const read = new Map(named.filter(isWhole).map(({ id, params }) => [id, params]));
    const left = named.filter(({ id }) => !read.has(id));
    for (let index = 0; index + 1 < left.length; index += COMPARED_AT_ONCE) {
      const ids = left.slice(index, index + COMPARED_AT_ONCE).map(({ id }) => id);
      const answer = await this.#api.compareRuns(ids, ['latency']).catch(() => undefined);
      const whole = (answer?.runs ?? []).filter(isWhole);
      if (whole.length === 0) break;
      for (const { id, params } of whole) read.set(id, params);
    }
    return read;
  }

  /** The runs of that very name and status. */
  async called(name: string, status: string): Promise<readonly TrackedRunAnswer[]> {
    return (await this.#list()).filter((run) => run.name === name && run.status === status);
  }

  /** The records of the finished runs of that name. */
  async recordsOf(name: string): Promise<readonly Run[]> {
    const runs: Run[] = [];
    for (const { id } of (await this.called(name, 'finished')).slice(0, MOST_READ)) {
      const read = await this.read(id);
      if ('run' in read && read.run !== undefined) runs.push(read.run);
    }
    return runs;
  }

  async read(id: string): Promise<RecordReading> {
    return readRecord((await this.#api.readRun(id)).params, `run ${id}`);
  }

  async #named(parts: NameParts, ancestry: HistoryQuery['ancestry']): Promise<readonly TrackedRunAnswer[]> {
    const finished = (await this.#list()).filter((run) => run.status === 'finished');
    if (ancestry === null) {
      const prefix = namePrefix(parts);
      return finished.filter(({ name }) => name.startsWith(prefix) && !name.slice(prefix.length).includes(SEPARATOR));
    }
    const places = new Map(ancestry.map((sha, index) => [runName(parts, { sha }), index]));
    const place = ({ name }: TrackedRunAnswer) => places.get(name) ?? -1;
    return finished.filter((run) => place(run) >= 0).sort((a, b) => place(a) - place(b));
  }

  /** All runs of the experiment, newest first as far as ids or the server's order tell. */
  async #list(): Promise<readonly TrackedRunAnswer[]> {
    const { items } = await this.#listing();
    // In the server's own order where it tells no times.
    return [...items].sort((a, b) => b.startedAt - a.startedAt);
  }

  /** What was looked through, where a bound ended the listing before its end. */
  async #beyond(): Promise<string | undefined> {
    const { items, isComplete } = await this.#listing();
    return isComplete ? undefined : `${items.length} runs of the experiment`;
  }

  #listing(): Promise<PagedList<TrackedRunAnswer>> {
    this.#listed ??= this.#listAll();
    return this.#listed;
  }

  async #listAll(): Promise<PagedList<TrackedRunAnswer>> {
    const experiment = await this.experiment();
    return listPages(
      async (offset) => {
        const runs = await this.#api.listRuns(experiment, PAGE, offset);
        return { items: runs, next: offset + runs.length };
      },
      { from: 0, most: MOST_RUNS },
    );
  }

  /** The search finds parts of names, too. */
  async #findOrCreate(): Promise<string> {
    const found = (await this.#api.findExperiments(this.#project)).find(({ name }) => name === this.#project);
    return (found ?? (await this.#api.createExperiment(this.#project))).id;
  }
}

/** Whether an answer holds parameters at all: a list tells less than a run. */
function isWhole({ params }: TrackedRunAnswer): boolean {
  return Object.keys(params).length > 0;
}
