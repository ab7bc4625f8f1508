// What each model is compared with on each device, and the baseline's model where it can be measured again.

import type { Reference } from '../../domain/baseline.ts';
import type { Device } from '../../domain/device.ts';
import { GateError } from '../../domain/errors.ts';
import type { Finding, FindingFacts } from '../../domain/finding.ts';
import type { Model, ModelIdentity } from '../../domain/model.ts';
import type { Run } from '../../domain/run.ts';
import type { Trigger } from '../../domain/trigger.ts';
import type { Task } from '../task.ts';
import type { Tools } from '../tools.ts';
import { findBaseline, type Places } from './find-baseline.ts';
import { fetchModel } from './kept-models.ts';
import type { Preparer } from './prepared-models.ts';
import { prepareModels } from './resolve-inputs.ts';
import type { Beside } from './trial.ts';

export interface Referenced {
  readonly reference: Reference | null;
  readonly beside: Beside | undefined;
  readonly findings: readonly Finding[];
}

/** Looks up baselines; each baseline's model is fetched once, whatever the number of devices. */
export class References {
  readonly #task: Task;
  readonly #places: Places;
  readonly #tools: Tools;
  readonly #preparer: Preparer;
  readonly #fetched = new Map<string, Promise<Model | Finding>>();

  constructor(task: Task, places: Places, tools: Tools, preparer: Preparer) {
    this.#task = task;
    this.#places = places;
    this.#tools = tools;
    this.#preparer = preparer;
  }

  async find(model: Model, device: Device): Promise<Referenced> {
    const { baselineModel } = this.#task;
    return baselineModel === undefined ? this.#findRecorded(model, device) : this.#takeGiven(baselineModel, model);
  }

  async #takeGiven(path: string, model: Model): Promise<Referenced> {
    const { profiler, files } = this.#tools;
    const [given, another] = await prepareModels(path, undefined, profiler, files);
    if (given === undefined || another !== undefined) {
      throw new GateError(
        'invalid-input',
        `baseline-model: "${path}" names several files; allowed: exactly one.`,
        'Give one model file.',
      );
    }
    const reference = { model: { ...given, name: model.name }, baseline: null };
    return { reference, beside: this.#toBeside(given), findings: [] };
  }

  async #findRecorded(model: Model, device: Device): Promise<Referenced> {
    const { trigger, baseline: choice } = this.#task;
    const wanted = { modelName: model.name, device: device.name, choice };
    const { baseline, findings } = await findBaseline(wanted, this.#places, trigger, this.#tools.tracker);
    if (baseline === undefined) {
      const facts = { model: model.name, device: device.name, branch: trigger.defaultBranch };
      return { reference: null, beside: undefined, findings: [...findings, ...missingBaseline(trigger, facts)] };
    }
    const { run } = baseline;
    const reference = { model: run.model, baseline };
    if (run.model.sha256 === model.sha256) return { reference, beside: undefined, findings };
    const beside = await this.#findBeside(run);
    if (beside === undefined) return { reference, beside, findings };
    if ('code' in beside) return { reference, beside: undefined, findings: [...findings, beside] };
    return { reference, beside, findings };
  }

  /** By the handle of the recorded run where the profiler keeps models, else by the model that was kept. */
  async #findBeside(run: Run): Promise<Beside | Finding | undefined> {
    const { profiler } = this.#tools;
    if (profiler.supply !== undefined) return undefined;
    const recalled = run.handle === null ? undefined : profiler.recall?.(run.model, run.handle);
    const restore = async () => {
      const fetched = await this.#fetchOnce(run.model);
      return 'code' in fetched ? undefined : fetched;
    };
    if (recalled !== undefined) return { model: run.model, prepare: async () => recalled, restore };
    if (run.model.reference === true) return undefined;
    const fetched = await this.#fetchOnce(run.model);
    if ('code' in fetched) return fetched;
    if (!profiler.pairs) return this.#toBeside(fetched);
    // Pairs need the baseline's model from the first look on: whether it still runs here must be known now.
    return this.#preparer.prepare(fetched).then(
      () => this.#toBeside(fetched),
      (error: unknown) => toMissing(run.model, error),
    );
  }

  #toBeside(model: Model): Beside {
    return { model, prepare: () => this.#preparer.prepare(model), restore: async () => model };
  }

  #fetchOnce(identity: ModelIdentity): Promise<Model | Finding> {
    const known = this.#fetched.get(identity.sha256) ?? fetchModel(identity, this.#tools);
    this.#fetched.set(identity.sha256, known);
    return known;
  }
}

function missingBaseline({ mode, tag }: Trigger, facts: FindingFacts['no-baseline']): readonly Finding[] {
  if (mode === 'record') return [];
  return mode === 'release'
    ? [{ code: 'first-release', facts: { ...facts, tag: tag ?? '' } }]
    : [{ code: 'no-baseline', facts }];
}

function toMissing({ name }: ModelIdentity, error: unknown): Finding {
  if (!(error instanceof GateError) || error.code === 'not-permitted') throw error;
  return { code: 'baseline-model-missing', facts: { model: name, why: error.message } };
}
