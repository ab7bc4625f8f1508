// Makes and changes runs, so that an answer lost on the way neither doubles nor loses anything.

import { messageOf } from '../../domain/errors.ts';
import type { Clock } from '../../ports/machine.ts';
import { ServiceError, Unanswered } from '../http/service-errors.ts';
import type { HubApi, NewRun, RunPatch } from './api.ts';
import type { Project } from './project.ts';
import type { RunSearch } from './run-search.ts';

const CONFLICT = 409;
/** A request whose connection broke may still be on its way: looked for at once, its run would be made twice. */
const ON_ITS_WAY_MS = 1000;

export class RunWriter {
  readonly #api: HubApi;
  readonly #project: Project;
  readonly #search: RunSearch;
  readonly #clock: Clock;
  #flat = false;

  constructor(api: HubApi, project: Project, search: RunSearch, clock: Clock) {
    this.#api = api;
    this.#project = project;
    this.#search = search;
    this.#clock = clock;
  }

  /** A POST that went unanswered may have been carried out: the run is looked for by its name before a second try. */
  async create(run: NewRun): Promise<string> {
    const project = await this.#project.findOrMake();
    const wanted = this.#flat ? { ...run, parentRunId: undefined } : run;
    try {
      return this.#made((await this.#api.createRun(project, wanted)).id);
    } catch (error) {
      if (wanted.parentRunId !== undefined && isLineage(error)) {
        this.#flat = true;
        return this.create(run);
      }
      if (!(error instanceof Unanswered) && !isInTrouble(error)) throw error;
    }
    await this.#clock.sleep(ON_ITS_WAY_MS);
    const { seen } = this.#search;
    const known = await this.#search.newest();
    const made = known.find(({ id, name, status }) => name === run.name && status === 'RUNNING' && !seen.has(id));
    return this.#made(made?.id ?? (await this.#api.createRun(project, wanted)).id);
  }

  /** A repeated PATCH whose first answer was lost is refused as a conflict: what is there already is left out. */
  async patch(id: string, patch: RunPatch): Promise<void> {
    const project = await this.#project.findOrMake();
    try {
      await this.#api.patchRun(project, id, patch);
    } catch (error) {
      if (!(error instanceof ServiceError) || error.status !== CONFLICT) throw error;
      const missing = await this.#missingOf(id, patch);
      if (missing === undefined) throw error;
      await this.#api.patchRun(project, id, missing);
    }
  }

  /** A tag that is there already with that value is no failure. */
  async tag(id: string, name: string, value: string): Promise<void> {
    const project = await this.#project.findOrMake();
    try {
      await this.#api.tagRun(project, id, name, value);
    } catch (error) {
      if (!(error instanceof ServiceError) || error.status !== CONFLICT) throw error;
      const { tags } = await this.#api.readRun(project, id);
      if (tags.find((tag) => tag.name === name)?.value !== value) throw error;
    }
  }

  close(id: string, status: 'FINISHED' | 'FAILED' | 'KILLED'): Promise<void> {
    return this.patch(id, { status, endedAt: this.#clock.now().toISOString() });
  }

  /** What was refused, once the run is closed as FAILED; trouble on the way is thrown: the post step closes the run then. */
  async closeRefused(id: string, error: unknown): Promise<string> {
    const refused = !(error instanceof ServiceError) || (error.status >= 400 && error.status < 500);
    if (error instanceof Unanswered || !refused || isKeyRefused(error)) throw error;
    await this.close(id, 'FAILED');
    return messageOf(error);
  }

  /** A run that cannot be told by its params is worth nothing: it is ended, not left running. */
  async orFail(id: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.close(id, 'FAILED').catch(() => undefined);
      throw error;
    }
  }

  #made(id: string): string {
    this.#search.seen.add(id);
    return id;
  }

  /** What of a patch a run does not hold yet; undefined where it holds another value. */
  async #missingOf(id: string, { params = [], metrics = [], ...rest }: RunPatch): Promise<RunPatch | undefined> {
    const run = await this.#api.readRun(await this.#project.findOrMake(), id);
    const held = new Map(run.params.map(({ name, value }) => [name, String(value)]));
    if (params.some(({ name, value }) => held.has(name) && held.get(name) !== value)) return undefined;
    const left = params.filter(({ name }) => !held.has(name));
    // A batch is stored whole or not at all: where its params are there, its metrics are.
    return left.length === 0 ? rest : { ...rest, metrics, params: left };
  }
}

function isLineage(error: unknown): boolean {
  if (!(error instanceof ServiceError) || error.status >= 500) return false;
  return error.serviceCode === 'invalid_run_lineage' || /parent run|parentRunId|lineage/i.test(error.message);
}

function isKeyRefused(error: unknown): boolean {
  return error instanceof ServiceError && error.code === 'not-permitted';
}

function isInTrouble(error: unknown): boolean {
  return error instanceof ServiceError && error.status >= 500;
}
