// What each model is compared with on each device, and the baseline's model where it can be measured again.

import type { BaselineRun } from '../../domain/baseline.ts';
import type { Device } from '../../domain/device.ts';
import { GateError } from '../../domain/errors.ts';
import type { Finding, FindingFacts } from '../../domain/finding.ts';
import type { Model, ModelIdentity } from '../../domain/model.ts';
import type { Run } from '../../domain/run.ts';
import type { Trigger } from '../../domain/trigger.ts';
import type { Task } from '../task.ts';
import type { Tools } from '../tools.ts';
import { compareSettings } from './compare-settings.ts';
import { canMeasureMore, measuresPairs } from './evidence-plan.ts';
import { type Ancestries, findBaseline } from './find-baseline.ts';
import { fetchModel } from './kept-models.ts';
import type { PreparedModels } from './prepared-models.ts';
import { resolveModels } from './resolve-inputs.ts';
import type { BaselineModel } from './trial.ts';

export interface BaselineLookup {
  readonly baselineRun: BaselineRun | null;
  readonly baselineModel: BaselineModel | undefined;
  readonly findings: readonly Finding[];
  /** All devices that the baseline's record tells of, where the tracker keeps them together. */
  readonly recorded?: readonly string[] | undefined;
}

/** Looks up baselines; each baseline's model is fetched once, whatever the number of devices. */
export class Baselines {
  readonly #task: Task;
  readonly #ancestries: Ancestries;
  readonly #tools: Tools;
  readonly #preparedModels: PreparedModels;
  readonly #fetched = new Map<string, Promise<Model | Finding>>();

  constructor(task: Task, ancestries: Ancestries, tools: Tools, preparedModels: PreparedModels) {
    this.#task = task;
    this.#ancestries = ancestries;
    this.#tools = tools;
    this.#preparedModels = preparedModels;
  }

  async find(model: Model, device: Device): Promise<BaselineLookup> {
    const { baselineModel } = this.#task;
    const beside = await this.#tools.profiler.measuredBeside?.(model.name);
    if (beside !== undefined) return this.#useGiven(beside, this.#toBaselineModel(beside), model, device);
    return baselineModel === undefined
      ? this.#findRecorded(model, device)
      : this.#useGivenModel(baselineModel, model, device);
  }

  async #useGivenModel(path: string, model: Model, device: Device): Promise<BaselineLookup> {
    const { profiler, files } = this.#tools;
    const [given, another] = await resolveModels(path, undefined, profiler, files);
    if (given === undefined || another !== undefined) {
      throw new GateError(
        'invalid-input',
        `baseline-model: "${path}" names several files; allowed: exactly one.`,
        'Give one model file.',
      );
    }
    const alike = { ...given, options: model.options };
    return this.#useGiven({ ...given, name: model.name }, this.#toBaselineModel(alike), model, device);
  }

  /** A gate needs no history beside it; a record carries the history on. */
  async #useGiven(
    given: ModelIdentity,
    baselineModel: BaselineModel,
    model: Model,
    device: Device,
  ): Promise<BaselineLookup> {
    const { trigger, baseline: choice } = this.#task;
    const { sides: difference } = await compareSettings(model, { model: given }, this.#tools.profiler);
    const alone = { model: given, baseline: null, difference };
    if (trigger.mode === 'gate') return { baselineRun: alone, baselineModel, findings: [] };
    const wanted = { modelName: model.name, device: device.name, choice };
    const { baseline = null, findings } = await findBaseline(wanted, this.#ancestries, trigger, this.#tools.tracker);
    return { baselineRun: { ...alone, baseline }, baselineModel, findings };
  }

  async #findRecorded(model: Model, device: Device): Promise<BaselineLookup> {
    const { trigger, baseline: choice } = this.#task;
    const wanted = { modelName: model.name, device: device.name, choice };
    const {
      baseline,
      findings,
      devices: recorded,
    } = await findBaseline(wanted, this.#ancestries, trigger, this.#tools.tracker);
    if (baseline === undefined) {
      const facts = { model: model.name, device: device.name, branch: trigger.defaultBranch };
      return {
        baselineRun: null,
        baselineModel: undefined,
        findings: [...findings, ...missingBaseline(trigger, facts, findings)],
      };
    }
    const { run } = baseline;
    const { sides, recording, lacks } = await compareSettings(model, run, this.#tools.profiler);
    const baselineRun = { model: run.model, baseline, difference: sides ?? recording };
    if (run.model.sha256 === model.sha256) {
      const beside = sides === undefined ? undefined : this.#toBaselineModel(model);
      const facts = { model: model.name, device: device.name, lacks: lacks ?? '' };
      const older = lacks === undefined ? [] : [{ code: 'record-older', facts } as const];
      return { baselineRun, baselineModel: beside, findings: [...findings, ...older], recorded };
    }
    const baselineModel = await this.#findBaselineModel(run, model);
    if (baselineModel === undefined) return { baselineRun, baselineModel, findings, recorded };
    if ('code' in baselineModel)
      return { baselineRun, baselineModel: undefined, findings: [...findings, baselineModel] };
    return { baselineRun, baselineModel, findings };
  }

  /** By the handle of the recorded run where the profiler keeps models, else by the model that was kept. */
  async #findBaselineModel(run: Run, { options }: Model): Promise<BaselineModel | Finding | undefined> {
    const { profiler } = this.#tools;
    if (!canMeasureMore(profiler)) return undefined;
    const recalled = run.handle === null ? undefined : profiler.recall?.(run.model, run.handle);
    const restore = async () => {
      const fetched = await this.#fetchOnce(run);
      return 'code' in fetched ? undefined : fetched;
    };
    if (recalled !== undefined) return { model: run.model, prepare: async () => recalled, restore };
    if (run.model.hosted === true) return undefined;
    const fetched = await this.#fetchOnce(run);
    if ('code' in fetched) return fetched;
    const kept = { ...fetched, name: run.model.name, options };
    if (!measuresPairs(profiler)) return this.#toBaselineModel(kept);
    // Pairs need the baseline's model from the first look on: whether it still runs here must be known now.
    return this.#preparedModels.prepare(kept, 'baseline').then(
      () => this.#toBaselineModel(kept),
      (error: unknown) => toMissing(run.model, error),
    );
  }

  #toBaselineModel(model: Model): BaselineModel {
    return { model, prepare: () => this.#preparedModels.prepare(model, 'baseline'), restore: async () => model };
  }

  #fetchOnce({ model, modelArtifact }: Run): Promise<Model | Finding> {
    const known = this.#fetched.get(model.sha256) ?? fetchModel(model, modelArtifact, this.#tools);
    this.#fetched.set(model.sha256, known);
    return known;
  }
}

/** "None yet" is said only where nothing else explains it. */
function missingBaseline(
  { mode, tag }: Trigger,
  facts: FindingFacts['no-baseline'],
  found: readonly Finding[],
): readonly Finding[] {
  if (mode === 'record' || (mode === 'gate' && found.some(isAbsence))) return [];
  return mode === 'release'
    ? [{ code: 'first-release', facts: { ...facts, tag: tag ?? '' } }]
    : [{ code: 'no-baseline', facts }];
}

/** Whether it says by itself why there is no baseline. */
export function isAbsence({ code }: Finding): boolean {
  const codes: readonly string[] = [
    'baseline-beyond-search',
    'baseline-off-history',
    'records-on-other-branch',
    'history-unrelated',
  ];
  return codes.includes(code);
}

/** A refused key, or a runtime that cannot be had, is not the model's fault: the gate cannot go on as it was asked to. */
export function isNoModelsFault({ code }: GateError): boolean {
  return code === 'not-permitted' || code === 'runtime-missing';
}

function toMissing({ name }: ModelIdentity, error: unknown): Finding {
  if (!(error instanceof GateError) || isNoModelsFault(error)) throw error;
  return { code: 'baseline-model-missing', facts: { model: name, why: error.message } };
}
