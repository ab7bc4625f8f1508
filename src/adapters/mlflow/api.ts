// Every call of MLflow's REST API 2.0 that is used: verbs, paths, bodies. No decision is made here.

import * as z from 'zod';
import type { ServiceClient } from '../http/service.ts';
import type { Entry, MetricPoint } from '../tracking/batch.ts';
import { CreatedExperiment, OneExperiment, OneRun, RunPage } from './schema.ts';

const Nothing = z.unknown();
const ROOT = 'api/2.0/mlflow';

export type RunStatus = 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED';

export interface NewRun {
  readonly experiment_id: string;
  readonly run_name: string;
  /** Milliseconds since 1970. */
  readonly start_time: number;
  readonly tags: readonly Entry[];
}

export interface LoggedBatch {
  readonly metrics: readonly (MetricPoint & { readonly timestamp: number })[];
  readonly params: readonly Entry[];
  readonly tags: readonly Entry[];
}

export interface RunQuery {
  readonly filter: string;
  readonly most: number;
  readonly page?: string | undefined;
}

/** The API, one method a call. */
export class MlflowApi {
  readonly #service: ServiceClient;

  constructor(service: ServiceClient) {
    this.#service = service;
  }

  findExperiment(name: string) {
    return this.#service.call({
      method: 'GET',
      path: `${ROOT}/experiments/get-by-name?experiment_name=${encodeURIComponent(name)}`,
      answer: OneExperiment,
      doing: `the experiment "${name}"`,
    });
  }

  createExperiment(name: string) {
    return this.#post('experiments/create', { name }, CreatedExperiment, `a new experiment "${name}"`);
  }

  createRun(run: NewRun) {
    return this.#post('runs/create', run, OneRun, 'a new run');
  }

  readRun(id: string) {
    return this.#service.call({
      method: 'GET',
      path: `${ROOT}/runs/get?run_id=${encodeURIComponent(id)}`,
      answer: OneRun,
      doing: 'a run',
    });
  }

  /** Runs that are not deleted, the newest first. */
  searchRuns(experiment: string, { filter, most, page }: RunQuery) {
    const body = {
      experiment_ids: [experiment],
      filter,
      run_view_type: 'ACTIVE_ONLY',
      max_results: most,
      order_by: ['attributes.start_time DESC'],
      ...(page === undefined ? {} : { page_token: page }),
    };
    return this.#repeatable('runs/search', body, RunPage, 'the search for runs');
  }

  logBatch(id: string, batch: LoggedBatch) {
    return this.#repeatable('runs/log-batch', { run_id: id, ...batch }, Nothing, "a run's numbers");
  }

  /** Without an end, the run is under way. */
  updateRun(id: string, status: RunStatus, endTime?: number) {
    const end = endTime === undefined ? {} : { end_time: endTime };
    return this.#repeatable('runs/update', { run_id: id, status, ...end }, Nothing, "a run's status");
  }

  #post<T>(path: string, body: unknown, answer: z.ZodType<T>, doing: string) {
    return this.#service.call({ method: 'POST', path: `${ROOT}/${path}`, body, answer, doing });
  }

  #repeatable<T>(path: string, body: unknown, answer: z.ZodType<T>, doing: string) {
    return this.#service.call({ method: 'POST', path: `${ROOT}/${path}`, body, answer, doing, repeatable: true });
  }
}
