// What each model is compared with on each device, and the baseline's model where it can be measured again.

import type { Reference } from '../domain/assess.ts';
import type { Device } from '../domain/device.ts';
import type { Finding } from '../domain/finding.ts';
import type { Model, ModelIdentity } from '../domain/model.ts';
import type { PreparedModel } from '../ports/profiler.ts';
import { findBaseline, type Places } from './find-baseline.ts';
import { fetchModel } from './model-keeper.ts';
import { prepareModels } from './prepare.ts';
import type { Task } from './task.ts';
import type { Tools } from './tools.ts';

export interface Referenced {
  readonly reference: Reference | null;
  readonly beside: PreparedModel | undefined;
  readonly findings: readonly Finding[];
}

/** Looks up baselines; each baseline's model is fetched and prepared once, whatever the number of devices. */
export class References {
  readonly #task: Task;
  readonly #places: Places;
  readonly #tools: Tools;
  readonly #fetched = new Map<string, Promise<PreparedModel | Finding>>();

  constructor(task: Task, places: Places, tools: Tools) {
    this.#task = task;
    this.#places = places;
    this.#tools = tools;
  }

  async find(model: Model, device: Device): Promise<Referenced> {
    const { baselineModel } = this.#task;
    return baselineModel === undefined ? this.#findRecorded(model, device) : this.#takeGiven(baselineModel, model);
  }

  async #takeGiven(path: string, model: Model): Promise<Referenced> {
    const { profiler, files } = this.#tools;
    const [given] = await prepareModels(path, undefined, profiler, files);
    const reference = given === undefined ? null : { model: { ...given, name: model.name }, baseline: null };
    if (given === undefined || given.sha256 === model.sha256) return { reference, beside: undefined, findings: [] };
    return { reference, beside: await profiler.prepare(given), findings: [] };
  }

  async #findRecorded(model: Model, device: Device): Promise<Referenced> {
    const { trigger, baseline: choice } = this.#task;
    const wanted = { modelName: model.name, device: device.name, choice };
    const { baseline, findings } = await findBaseline(wanted, this.#places, trigger, this.#tools.tracker);
    if (baseline === undefined) {
      const facts = { model: model.name, device: device.name, branch: trigger.defaultBranch };
      const missing: readonly Finding[] = trigger.mode === 'record' ? [] : [{ code: 'no-baseline', facts }];
      return { reference: null, beside: undefined, findings: [...findings, ...missing] };
    }
    const reference = { model: baseline.run.model, baseline };
    if (!this.#tools.profiler.pairs || reference.model.sha256 === model.sha256) {
      return { reference, beside: undefined, findings };
    }
    const beside = await this.#prepareOnce(reference.model);
    if ('code' in beside) return { reference, beside: undefined, findings: [...findings, beside] };
    return { reference, beside, findings };
  }

  #prepareOnce(identity: ModelIdentity): Promise<PreparedModel | Finding> {
    const known = this.#fetched.get(identity.sha256) ?? this.#fetch(identity);
    this.#fetched.set(identity.sha256, known);
    return known;
  }

  async #fetch(identity: ModelIdentity): Promise<PreparedModel | Finding> {
    const fetched = await fetchModel(identity, this.#tools);
    return 'code' in fetched ? fetched : this.#tools.profiler.prepare(fetched);
  }
}
