// Makes, fills and ends runs, so that an answer lost on the way neither doubles nor loses anything.

import { randomUUID } from 'node:crypto';
import type { Clock } from '../../ports/machine.ts';
import { ServiceError, Unanswered } from '../http/service-errors.ts';
import { type Batch, splitBatch, toEntries } from '../tracking/batch.ts';
import type { MlflowApi, RunStatus } from './api.ts';
import type { ExperimentPlace } from './experiment.ts';
import type { RunSearch } from './run-search.ts';
import type { TrackedRunAnswer } from './schema.ts';
import { REQUEST_TAG } from './translate.ts';

/** In one call a server takes 100 parameters and tags together, 1000 of everything, and a million bytes. */
const LIMITS = { metrics: 500, params: 50, tags: 50 };

export class RunWriter {
  readonly #api: MlflowApi;
  readonly #experiment: ExperimentPlace;
  readonly #search: RunSearch;
  readonly #clock: Clock;

  constructor(api: MlflowApi, experiment: ExperimentPlace, search: RunSearch, clock: Clock) {
    this.#api = api;
    this.#experiment = experiment;
    this.#search = search;
    this.#clock = clock;
  }

  /** A call that went unanswered may have been carried out: the run is looked for before a second try. */
  async create(name: string, tags: Readonly<Record<string, string>>): Promise<TrackedRunAnswer> {
    const request = randomUUID();
    const run = {
      experiment_id: await this.#experiment.make(),
      run_name: name,
      start_time: this.#clock.now().getTime(),
      tags: toEntries({ ...tags, [REQUEST_TAG]: request }),
    };
    try {
      return await this.#api.createRun(run);
    } catch (error) {
      if (!mayBeMade(error)) throw error;
    }
    return (await this.#search.made(request)) ?? (await this.#api.createRun(run));
  }

  async log(id: string, batch: Batch): Promise<void> {
    const timestamp = this.#clock.now().getTime();
    for (const { metrics, params, tags } of splitBatch(batch, LIMITS)) {
      await this.#api.logBatch(id, { metrics: metrics.map((metric) => ({ ...metric, timestamp })), params, tags });
    }
  }

  /** Also a run that was ended before: the last status counts. */
  async end(id: string, status: Exclude<RunStatus, 'RUNNING'>): Promise<void> {
    await this.#api.updateRun(id, status, this.#clock.now().getTime());
  }

  /** As if it had not been ended. */
  async reopen(id: string): Promise<void> {
    await this.#api.updateRun(id, 'RUNNING');
  }
}

function mayBeMade(error: unknown): boolean {
  return error instanceof Unanswered || (error instanceof ServiceError && error.status >= 500);
}
