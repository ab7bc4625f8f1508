// The experiment that holds the runs: found by its name; made where there is none, but only to keep something in it.

import { GateError } from '../../domain/errors.ts';
import { ServiceError } from '../http/service-errors.ts';
import type { MlflowApi } from './api.ts';

export class ExperimentPlace {
  readonly #api: MlflowApi;
  readonly #name: string;
  #known: Promise<string | undefined> | undefined;

  constructor(api: MlflowApi, name: string) {
    this.#api = api;
    this.#name = name;
  }

  /** Its id; undefined where there is none. Throws a GateError where it was deleted: nobody else may bring it back. */
  find(): Promise<string | undefined> {
    this.#known ??= this.#look();
    return this.#known;
  }

  /** Its id in any case. */
  async make(): Promise<string> {
    const found = await this.find();
    if (found !== undefined) return found;
    const made = this.#create();
    this.#known = made;
    return made;
  }

  async #create(): Promise<string> {
    try {
      return (await this.#api.createExperiment(this.#name)).experiment_id;
    } catch (error) {
      // Another job of the same workflow was quicker, or the answer to the first try was lost.
      const made = await this.#look().catch(() => undefined);
      if (made === undefined) throw error;
      return made;
    }
  }

  async #look(): Promise<string | undefined> {
    try {
      const { experiment } = await this.#api.findExperiment(this.#name);
      if (experiment.lifecycle_stage !== 'deleted') return experiment.experiment_id;
    } catch (error) {
      if (error instanceof ServiceError && error.serviceCode === 'RESOURCE_DOES_NOT_EXIST') return undefined;
      throw error;
    }
    throw new GateError(
      'invalid-input',
      `project: the experiment "${this.#name}" is deleted on the MLflow server.`,
      'Restore it (mlflow experiments restore), or set the input "project" to another name.',
    );
  }
}
