// Every call of the Experiments API that is used: verbs, paths, bodies. No decision is made here.

import { FormData } from 'undici';
import * as z from 'zod';
import type { ServiceClient } from '../http/service.ts';
import type { Batch } from '../tracking/batch.ts';
import { Comparison, Experiment, ExperimentList, RunList, TrackedRunAnswer } from './schema.ts';

const Nothing = z.unknown();
const text = encodeURIComponent;

/** The API, one method a call. */
export class ExperimentsApi {
  readonly #service: ServiceClient;

  constructor(service: ServiceClient) {
    this.#service = service;
  }

  findExperiments(name: string) {
    return this.#service.call({
      method: 'GET',
      path: `experiments?search=${text(name)}&limit=1000&offset=0`,
      answer: ExperimentList,
      doing: `the experiment "${name}"`,
    });
  }

  createExperiment(name: string) {
    return this.#service.call({
      method: 'POST',
      path: 'experiments',
      body: { name, tags: { created_by: 'latency-gate' } },
      answer: Experiment,
      doing: `a new experiment "${name}"`,
    });
  }

  createRun(experiment: string, name: string, tags: Readonly<Record<string, string>>) {
    return this.#service.call({
      method: 'POST',
      path: 'experiments/runs',
      body: { experiment_id: experiment, name, tags },
      answer: TrackedRunAnswer,
      doing: 'a new run',
    });
  }

  listRuns(experiment: string, limit: number, offset: number) {
    return this.#service.call({
      method: 'GET',
      path: `experiments/runs?experiment_id=${text(experiment)}&limit=${limit}&offset=${offset}`,
      answer: RunList,
      doing: 'the list of runs',
    });
  }

  readRun(id: string) {
    return this.#service.call({
      method: 'GET',
      path: `experiments/runs/${text(id)}`,
      answer: TrackedRunAnswer,
      doing: 'a run',
    });
  }

  logBatch(id: string, batch: Batch) {
    return this.#service.call({
      method: 'POST',
      path: `experiments/runs/${text(id)}/log-batch`,
      body: batch,
      answer: Nothing,
      ignoresBody: true,
      repeatable: true,
      doing: "a run's numbers",
    });
  }

  /** Multipart; the file is read while it is sent. */
  logArtifact(id: string, name: string, file: Blob) {
    const form = new FormData();
    form.set('file', file, name);
    return this.#service.call({
      method: 'POST',
      path: `experiments/runs/${text(id)}/log-artifact?artifact_path=${text('latency-gate')}`,
      form,
      answer: Nothing,
      ignoresBody: true,
      doing: `the file ${name}`,
    });
  }

  endRun(id: string, status: 'finished' | 'failed' | 'killed') {
    return this.#service.call({
      method: 'POST',
      path: `experiments/runs/${text(id)}/end`,
      body: { status },
      answer: Nothing,
      ignoresBody: true,
      repeatable: true,
      doing: "a run's end",
    });
  }

  compareRuns(ids: readonly string[], metrics: readonly string[]) {
    return this.#service.call({
      method: 'POST',
      path: 'experiments/runs/compare',
      body: { run_ids: ids, metrics },
      answer: Comparison,
      repeatable: true,
      doing: 'its own comparison',
    });
  }
}
