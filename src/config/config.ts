// From inputs, flags and the config file to one checked Config. Nothing is measured or sent before this is through.

import { canRegress, type Effort, FEWEST_TO_REGRESS, planLooks } from '../decision/looks.ts';
import type { BaselineChoice } from '../domain/baseline.ts';
import { GateError } from '../domain/errors.ts';
import type { Limit } from '../domain/limit.ts';
import type { Metric } from '../domain/metric.ts';
import { type ModelSource, withoutEnding } from '../domain/model.ts';
import type { FailOn } from '../domain/outcome.ts';
import type { Rule } from '../domain/policy.ts';
import type { Waiver } from '../domain/waiver.ts';
import { type Access, readAccess } from './access.ts';
import { type FileSettings, NO_FILE } from './file.ts';
import { findIdle } from './idle.ts';
import { BACKENDS, INPUTS, type InputName, type InputValue, type ProfilerName, type TrackerName } from './inputs.ts';
import { parseLimits } from './limits.ts';
import { type Place, refuse } from './place.ts';
import { impliedBackend, type ProgramSettings, readProgram } from './program.ts';
import { placeOf, type RawInputs, readInput } from './read-input.ts';
import { toBudgetRules } from './rules.ts';

export { type RawInputs, readInput } from './read-input.ts';

/** How the result is shown; known even when the rest of the configuration is wrong. */
export interface Reporting {
  readonly comment: 'auto' | 'on-change' | 'never';
  readonly check: 'auto' | 'never';
  readonly summary: boolean;
  readonly artifact: boolean;
  readonly key: string;
  readonly checkName: string;
  readonly failOn: FailOn;
}

export interface Config {
  readonly models: readonly ModelSource[];
  readonly profiler: ProfilerName;
  readonly tracker: TrackerName;
  readonly onMissingKey: 'skip' | 'stage';
  /** Files measured by an earlier step. */
  readonly results: readonly string[];
  /** Files of the baseline that were measured in turn with them. */
  readonly baselineResults: readonly string[];
  /** The user's own measuring program; undefined unless that is the profiler. */
  readonly program: ProgramSettings | undefined;
  readonly project: string | undefined;
  /** How each side is reached; both alike, unless the inputs say otherwise. */
  readonly access: { readonly profiler: Access; readonly tracker: Access };
  readonly devices: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  /** Where the options of the file stand in it, those left out that an input overrides. */
  readonly optionPlaces: FileSettings['optionPlaces'];
  readonly baseline: BaselineChoice;
  readonly baselineModel: string | undefined;
  /** An exact version or a path; undefined: the candidate's. */
  readonly baselineRuntime: string | undefined;
  readonly maxRegression: readonly Limit[];
  readonly minChange: readonly Limit[];
  readonly rules: readonly Rule[];
  readonly waivers: readonly Waiver[];
  /** Metrics that the config file adds or overrides. */
  readonly metrics: readonly Metric[];
  /** Whether an input of this job names models or devices, so that a shared file may speak of others. */
  readonly narrowed: boolean;
  /** Models that the file names and this job does not measure. */
  readonly otherModels: readonly string[];
  readonly repeats: number | undefined;
  readonly maxRepeats: number;
  readonly effort: Effort;
  readonly confirmImprovements: boolean;
  /** Undefined: no limit. */
  readonly maxDeviceMinutes: number | undefined;
  readonly queueTimeoutMs: number;
  readonly runTimeoutMs: number;
  readonly installRuntime: 'auto' | 'never';
  readonly keepModelDays: number;
  readonly reporting: Reporting;
  /** A sentence for each setting that was given and does nothing beside this backend; to be warned of. */
  readonly idle: readonly string[];
}

/** Profilers whose unit of evidence is a pair. */
const PAIRING: ReadonlySet<ProfilerName> = new Set(['local', 'command', 'device-farm']);

/** Throws a GateError that names the first input which is wrong. */
export function parseConfig(
  raw: RawInputs,
  file: FileSettings = NO_FILE,
  models: 'needed' | 'handed over' = 'needed',
): Config {
  const read = <N extends InputName>(name: N) => readInput(name, raw, file);
  const at = (name: InputName) => placeOf(name, raw, file);
  const backend = BACKENDS[impliedBackend(raw, file) ?? read('backend')];
  const profiler = read('profiler') ?? backend.profiler;
  const tracker = read('tracker') ?? backend.tracker;
  if (tracker === 'vertesia' && profiler !== 'vertesia') {
    throw refuse(at('tracker'), tracker, `${tracker} only beside the profiler of that name, whose executions it finds`);
  }
  return {
    models: models === 'needed' ? readModels(read('model'), read('model-name'), file, at('model-name')) : file.models,
    profiler,
    tracker,
    onMissingKey: read('on-missing-key'),
    results: readResults(profiler, read('results'), at('results')),
    baselineResults: onlyForResults(profiler, read('baseline-results'), at('baseline-results')),
    program: readProgram(profiler, read, at),
    project: read('project'),
    access: readAccess({ raw, file, read }, profiler, tracker),
    devices: read('devices') ?? [],
    options: { ...file.options, ...read('options') },
    optionPlaces: withoutOverridden(file.optionPlaces, raw['options'] === undefined ? {} : (read('options') ?? {})),
    baseline: read('baseline'),
    baselineModel: readBaselineModel(profiler, read('baseline-model'), at('baseline-model')),
    baselineRuntime: read('baseline-runtime'),
    maxRegression: withDefault(read('max-regression')),
    minChange: read('min-change'),
    rules: [...file.rules, ...toBudgetRules(read('budget') ?? [])],
    waivers: file.waivers,
    metrics: file.metrics,
    narrowed: NARROWING.some((name) => raw[name] !== undefined),
    otherModels: raw['model'] === undefined ? [] : file.models.map(({ path, name }) => name ?? withoutEnding(path)),
    ...readRepeats(read('repeats'), read('max-repeats'), PAIRING.has(profiler) ? 'pair' : 'job', at),
    effort: read('effort'),
    confirmImprovements: read('confirm-improvements'),
    maxDeviceMinutes: read('max-device-minutes'),
    queueTimeoutMs: read('queue-timeout'),
    runTimeoutMs: read('run-timeout'),
    installRuntime: read('install-runtime'),
    keepModelDays: read('keep-model-days'),
    reporting: readReporting(raw, file),
    idle: findIdle({ profiler, tracker }, raw, file),
  };
}

function withoutOverridden(
  places: FileSettings['optionPlaces'],
  own: Readonly<Record<string, unknown>>,
): FileSettings['optionPlaces'] {
  const isOverridden = (path: string) => path.startsWith('options.') && (path.split('.')[1] ?? '') in own;
  return Object.fromEntries(Object.entries(places).filter(([path]) => !isOverridden(path)));
}

/** Inputs that choose among the models and devices of a shared file. */
const NARROWING = ['model', 'model-name', 'devices', 'backend', 'profiler'] as const satisfies readonly InputName[];

function readResults(profiler: ProfilerName, results: readonly string[] | undefined, place: Place): readonly string[] {
  const given = onlyForResults(profiler, results, place);
  if (profiler === 'results' && given.length === 0) {
    throw refuse(place, '', 'the files that an earlier step measured: paths or globs, one file a job');
  }
  return given;
}

function onlyForResults(profiler: ProfilerName, given: readonly string[] | undefined, place: Place): readonly string[] {
  if (profiler === 'results' || given === undefined || given.length === 0) return given ?? [];
  throw refuse(place, given.join(', '), 'nothing, unless the backend (or profiler) is results');
}

/** Where nothing is executed, a model's file cannot be measured. */
function readBaselineModel(profiler: ProfilerName, path: string | undefined, place: Place): string | undefined {
  if (path === undefined || profiler !== 'results') return path;
  throw refuse(place, path, 'nothing with the backend results, which executes no model; see baseline-results');
}

/** The input (or the file's key) `model` names one source; else the file's list does. */
function readModels(
  path: string | undefined,
  name: string | undefined,
  { models }: FileSettings,
  namePlace: Place,
): readonly ModelSource[] {
  if (path !== undefined) return [{ path, name, devices: undefined }];
  if (models.length > 0 && name === undefined) return models;
  if (models.length > 0) throw refuse(namePlace, name ?? '', 'nothing beside models; each entry has a name of its own');
  throw new GateError(
    'invalid-input',
    'model: nothing was given.',
    'Give the path of the built model (the input "model"), or list models in the config file.',
  );
}

/** What deciding on files alone needs. */
export function readLimits(
  raw: RawInputs,
  metrics: readonly Metric[],
): Pick<Config, 'maxRegression' | 'minChange' | 'maxRepeats' | 'effort'> {
  const read = (name: 'max-regression' | 'min-change') =>
    parseLimits(raw[name] ?? INPUTS[name].fallback, name, metrics);
  const { maxRepeats } = readRepeats(undefined, readInput('max-repeats', raw), 'job', (name) => name);
  return {
    maxRegression: withDefault(read('max-regression')),
    minChange: read('min-change'),
    maxRepeats,
    effort: readInput('effort', raw),
  };
}

/** A limit for one metric, or in one unit, leaves the others at the default. */
function withDefault(limits: readonly Limit[]): readonly Limit[] {
  const general = limits.some(({ metric, unit }) => metric === undefined && unit === '%');
  return general ? limits : [...readInput('max-regression', {}), ...limits];
}

/** Only what showing a result needs. `lenient` takes the default of each input that is wrong, so that the error is shown. */
export function readReporting(
  raw: RawInputs,
  file: FileSettings = NO_FILE,
  manner: 'strict' | 'lenient' = 'strict',
): Reporting {
  const read = <N extends InputName>(name: N): InputValue<N> => {
    try {
      return readInput(name, raw, file);
    } catch (error) {
      if (manner === 'strict') throw error;
      return readInput(name, {});
    }
  };
  return {
    comment: read('comment'),
    check: read('check'),
    summary: read('summary'),
    artifact: read('artifact'),
    key: read('comment-key'),
    checkName: read('check-name'),
    failOn: read('fail-on'),
  };
}

/** Variables named INPUT_… that are no inputs of this action: a workflow may have its own. */
export function findUnknown(raw: RawInputs): readonly string[] {
  return Object.keys(raw).filter((name) => !(name in INPUTS));
}

function readRepeats(
  repeats: number | undefined,
  maxRepeats: number,
  unit: 'job' | 'pair',
  at: (name: InputName) => Place,
): Pick<Config, 'repeats' | 'maxRepeats'> {
  if (repeats !== undefined && repeats > maxRepeats) {
    throw refuse(at('repeats'), String(repeats), `at most max-repeats, ${maxRepeats}`);
  }
  if (!canRegress(planLooks(unit, repeats, maxRepeats))) {
    const least =
      unit === 'pair' ? `more than repeats, and at least ${FEWEST_TO_REGRESS + 1}` : `at least ${FEWEST_TO_REGRESS}`;
    const allowed = `${least}: a suspicion must be confirmed before it can fail`;
    throw refuse(at('max-repeats'), String(maxRepeats), allowed);
  }
  return { repeats, maxRepeats };
}
