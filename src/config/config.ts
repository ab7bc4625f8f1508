// From inputs, flags and the config file to one checked Config. Nothing is measured or sent before this is through.

import { parse as parseYaml } from 'yaml';
import type { BaselineChoice } from '../domain/baseline.ts';
import { GateError } from '../domain/errors.ts';
import type { Limit } from '../domain/limit.ts';
import { canRegress, FEWEST_TO_REGRESS, planLooks } from '../domain/looks.ts';
import type { FailOn } from '../domain/outcome.ts';
import type { FileSettings } from './file.ts';
import { INPUTS, type InputName, type InputValue } from './inputs.ts';
import { refuse } from './values.ts';

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
  readonly model: string;
  readonly modelName: string | undefined;
  readonly backend: 'local';
  readonly devices: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly baseline: BaselineChoice;
  readonly baselineModel: string | undefined;
  readonly maxRegression: readonly Limit[];
  readonly minChange: readonly Limit[];
  readonly repeats: number | undefined;
  readonly maxRepeats: number;
  readonly runTimeoutMs: number;
  readonly installRuntime: 'auto' | 'never';
  readonly keepModelDays: number;
  readonly reporting: Reporting;
}

/** The text of each input that was set, by kebab-case name. */
export type RawInputs = Readonly<Record<string, string>>;

const NOTHING: FileSettings = { inputs: {}, options: {} };

/** One input's value: as set, else from the file, else its default. */
export function readInput<N extends InputName>(name: N, raw: RawInputs, file: FileSettings = NOTHING): InputValue<N> {
  const { fallback, parse } = INPUTS[name];
  const text = raw[name] ?? file.inputs[name] ?? fallback;
  return (text === undefined ? undefined : parse(text, name)) as InputValue<N>;
}

/** Throws a GateError that names the first input which is wrong. */
export function parseConfig(raw: RawInputs, file: FileSettings = NOTHING): Config {
  refuseUnknown(raw);
  const read = <N extends InputName>(name: N) => readInput(name, raw, file);
  const model = read('model');
  if (model === undefined) {
    throw new GateError(
      'invalid-input',
      'model: nothing was given.',
      'Set the input "model" to the path of the built model.',
    );
  }
  return {
    model,
    modelName: read('model-name'),
    backend: read('backend'),
    devices: read('devices') ?? [],
    options: { ...file.options, ...parseOptions(read('options')) },
    baseline: parseBaseline(read('baseline')),
    baselineModel: read('baseline-model'),
    maxRegression: read('max-regression'),
    minChange: read('min-change'),
    ...readRepeats(read('repeats'), read('max-repeats')),
    runTimeoutMs: read('run-timeout'),
    installRuntime: read('install-runtime'),
    keepModelDays: read('keep-model-days'),
    reporting: readReporting(raw, file),
  };
}

/** Only what showing a result needs; throws like parseConfig. */
export function readReporting(raw: RawInputs, file: FileSettings = NOTHING): Reporting {
  const read = <N extends InputName>(name: N) => readInput(name, raw, file);
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

function refuseUnknown(raw: RawInputs): void {
  const unknown = Object.keys(raw).find((name) => !(name in INPUTS));
  if (unknown !== undefined) throw refuse('inputs', unknown, Object.keys(INPUTS).join(', '));
}

function readRepeats(repeats: number | undefined, maxRepeats: number): Pick<Config, 'repeats' | 'maxRepeats'> {
  if (repeats !== undefined && repeats > maxRepeats) {
    throw refuse('repeats', String(repeats), `at most max-repeats, ${maxRepeats}`);
  }
  if (!canRegress(planLooks('pair', repeats, maxRepeats))) {
    const allowed = `more than repeats, and at least ${FEWEST_TO_REGRESS + 1}: a suspicion needs a second look before it can fail`;
    throw refuse('max-repeats', String(maxRepeats), allowed);
  }
  return { repeats, maxRepeats };
}

function parseBaseline(text: string): BaselineChoice {
  if (text === 'auto' || text === 'latest') return { kind: text };
  if (text.startsWith('run:') && text.length > 'run:'.length) return { kind: 'run', id: text.slice('run:'.length) };
  if (/^[\w./][\w./-]*$/.test(text)) return { kind: 'commit', ref: text };
  throw refuse('baseline', text, 'auto, latest, a commit, a tag, or run:<id>');
}

function parseOptions(text: string | undefined): Readonly<Record<string, unknown>> {
  if (text === undefined) return {};
  try {
    const value: unknown = parseYaml(text) ?? {};
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (error) {
    throw refuse('options', error instanceof Error ? error.message : text, 'YAML with one option a line');
  }
  throw refuse('options', text, 'YAML with one "name: value" a line');
}
