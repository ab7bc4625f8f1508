// Finds runs in the project: by their params where the hub filters by them, else by their names in the whole list.
// Every listing and every run is read once.

import { listPages } from '../http/paged-list.ts';
import { ServiceError } from '../http/service-errors.ts';
import type { HubApi, RunFilter } from './api.ts';
import type { Project } from './project.ts';
import { type Facts, toParams } from './run-facts.ts';
import type { RunDetail, RunSummary } from './schema.ts';

const PAGE = 500;
/** Ten thousand runs back is farther than any baseline should be. */
const MOST_RUNS = 10_000;

export class RunSearch {
  readonly #api: HubApi;
  readonly #project: Project;
  readonly #listed = new Map<string, Promise<readonly RunSummary[]>>();
  readonly #details = new Map<string, Promise<RunDetail>>();
  /** Every id that any listing told. */
  readonly seen = new Set<string>();
  #filters = true;
  #beyond: string | undefined;

  constructor(api: HubApi, project: Project) {
    this.#api = api;
    this.#project = project;
  }

  /** Runs that say so of themselves, newest first; all runs where the hub does not filter by params. */
  async find(facts: Facts): Promise<readonly RunSummary[]> {
    if (!this.#filters) return this.all();
    try {
      return await this.#list(toParams(facts).map(({ name, value }) => ({ param: name, value })));
    } catch (error) {
      if (!(error instanceof ServiceError) || (error.status !== 400 && error.status !== 422)) throw error;
      this.#filters = false;
      return this.all();
    }
  }

  /** All runs of the project as they were when first asked for, newest first. */
  all(): Promise<readonly RunSummary[]> {
    return this.#list([]);
  }

  /** Whether `find` may have left out runs of before their params were kept. */
  get isFiltering(): boolean {
    return this.#filters;
  }

  /** What was looked through, where a bound ended a listing before its end. */
  get beyond(): string | undefined {
    return this.#beyond;
  }

  /** The newest runs as they are now. */
  async newest(): Promise<readonly RunSummary[]> {
    const project = await this.#project.findOrMake();
    return (await this.#api.listRuns(project, { limit: 100, offset: 0, filters: [] })).items;
  }

  read(id: string): Promise<RunDetail> {
    const reading =
      this.#details.get(id) ?? this.#project.findOrMake().then((project) => this.#api.readRun(project, id));
    this.#details.set(id, reading);
    return reading;
  }

  #list(filters: readonly RunFilter[]): Promise<readonly RunSummary[]> {
    const key = JSON.stringify(filters);
    const listing = this.#listed.get(key) ?? this.#listAll(filters);
    this.#listed.set(key, listing);
    return listing;
  }

  /** Follows the pages until there are no more, or too many. A server may give smaller pages than it was asked for. */
  async #listAll(filters: readonly RunFilter[]): Promise<readonly RunSummary[]> {
    const project = await this.#project.find();
    if (project === undefined) return [];
    const { items: runs, isComplete } = await listPages(
      async (offset) => {
        const { items, pagination } = await this.#api.listRuns(project, { limit: PAGE, offset, filters });
        return { items, next: pagination ?? undefined };
      },
      { from: 0, most: MOST_RUNS },
    );
    if (!isComplete) this.#beyond = `the newest ${runs.length} runs of the project`;
    for (const { id } of runs) this.seen.add(id);
    return runs;
  }
}
