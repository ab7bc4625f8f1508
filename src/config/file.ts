// The config file: YAML with the inputs' names in camelCase. Read before the inputs, which win over it.

import * as z from 'zod';
import { METRICS, type Metric, mergeMetrics } from '../domain/metric.ts';
import type { ModelSource } from '../domain/model.ts';
import type { Rule } from '../domain/policy.ts';
import { toSlug } from '../domain/slug.ts';
import type { Waiver } from '../domain/waiver.ts';
import { refuseIssues, refuseYaml } from './file-issues.ts';
import { YamlFile } from './file-places.ts';
import { INPUT_NAMES, INPUTS, toConfigKey } from './inputs.ts';
import { MetricEntries, toMetrics } from './metrics.ts';
import type { FilePlace } from './place.ts';
import { ModelEntry, RuleEntry, toRule, toSource, toWaiver, WaiverEntry } from './rules.ts';

/** Settings that make no sense in a file that the repository keeps: where the file is, what the event decides, secrets. */
const NOT_IN_FILE = new Set([
  'config',
  'mode',
  'tickets',
  'api-key',
  'profiler-api-key',
  'tracker-api-key',
  'github-token',
]);

const Scalar = z.union([z.string(), z.number(), z.boolean()]);
/** `latency: 3%` is a map in YAML, where an input has it as a line. */
const Named = z.record(z.string(), Scalar);
/** Inputs whose lines may have a name. */
const NAMED = new Set(['max-regression', 'min-change']);

const Extras = {
  models: z
    .array(ModelEntry)
    .optional()
    .describe('Several models, each with a name and devices of its own; the input model wins over it.'),
  limits: z
    .array(RuleEntry)
    .optional()
    .describe('Limits of some models, devices and metrics; the last that fits wins.'),
  metrics: MetricEntries.optional().describe(
    'Metrics of your own by name, or another label, kind or gating of a built-in one.',
  ),
  waivers: z.array(WaiverEntry).optional().describe('Regressions that are accepted until a day.'),
};

function toValue(name: string): z.ZodType {
  if (name === 'options') return z.record(z.string(), z.unknown());
  const item = NAMED.has(name) ? z.union([Scalar, Named]) : Scalar;
  return z.union([item, z.array(item)]);
}

/** Strict: a misspelt key is an error, not a setting that does nothing. */
export const ConfigFile = z.strictObject({
  ...Object.fromEntries(
    INPUT_NAMES.filter((name) => !NOT_IN_FILE.has(name)).map((name) => {
      return [toConfigKey(name), toValue(name).describe(INPUTS[name].description).optional()];
    }),
  ),
  ...Extras,
  $schema: z.string().describe('Address of this schema, for editors.').optional(),
});

const RULES = {
  schema: ConfigFile,
  inputsOnly: new Map([...NOT_IN_FILE].map((name) => [toConfigKey(name), name])),
};

export interface FileSettings {
  /** Where it lies, from the workspace; absent of no file. */
  readonly path?: string;
  /** By input name, as if it had been written as an input. */
  readonly inputs: Readonly<Record<string, string>>;
  /** By input name: where each value stands in the file. */
  readonly places: Readonly<Record<string, FilePlace>>;
  readonly options: Readonly<Record<string, unknown>>;
  /** Where each option stands in the file, by its path with dots: `options.dims.batch`, `models.0.options.threads`. */
  readonly optionPlaces: Readonly<Record<string, FilePlace>>;
  /** Of the file's text, to tell whether two jobs read the same; empty of no file. */
  readonly digest: string;
  readonly models: readonly ModelSource[];
  readonly rules: readonly Rule[];
  readonly waivers: readonly Waiver[];
  /** Metrics that the file adds or overrides. */
  readonly metrics: readonly Metric[];
}

/** The settings of no file at all. */
export const NO_FILE: FileSettings = {
  digest: '',
  inputs: {},
  places: {},
  options: {},
  optionPlaces: {},
  models: [],
  rules: [],
  waivers: [],
  metrics: [],
};

/** Throws a GateError that names file, line, column and key of what is wrong. */
export function parseConfigFile(text: string, path: string): FileSettings {
  const file = new YamlFile(text, path);
  if (file.error !== undefined) throw refuseYaml(file.error, text);
  const parsed = ConfigFile.safeParse(file.toObject(), { reportInput: true });
  if (!parsed.success) throw refuseIssues(parsed.error, file, RULES);
  const { models = [], limits = [], waivers = [], metrics = {}, $schema: _, ...rest } = parsed.data;
  const { options = {}, ...settings }: Readonly<Record<string, unknown>> = rest;
  const own = isRecord(options) ? options : {};
  const keysOf = (list: string, index: number) => (key: string) =>
    file.placeOf(key === '' ? [list, index] : [list, index, key]);
  const declared = toMetrics(metrics, (name, key) => file.placeOf(['metrics', name, ...(key === '' ? [] : [key])]));
  const known = mergeMetrics(METRICS, declared);
  return {
    path,
    digest: toSlug(text).slice(-8),
    ...toInputs(settings, file),
    options: own,
    optionPlaces: Object.fromEntries([
      ...placesWithin(own, ['options'], file),
      ...models.flatMap((model, index) => placesWithin(model.options, ['models', index, 'options'], file)),
    ]),
    models: models.map(toSource),
    rules: limits.map((entry, index) => toRule(entry, keysOf('limits', index), known)),
    waivers: waivers.map((entry, index) => toWaiver(entry, keysOf('waivers', index), known)),
    metrics: declared,
  };
}

/** Of every key in a value, however deep. */
function placesWithin(
  value: unknown,
  path: readonly (string | number)[],
  file: YamlFile,
): readonly (readonly [string, FilePlace])[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [[...path, key].join('.'), file.placeOfKey(path, key)] as const,
    ...placesWithin(inner, [...path, key], file),
  ]);
}

function toInputs(
  settings: Readonly<Record<string, unknown>>,
  file: YamlFile,
): Pick<FileSettings, 'inputs' | 'places'> {
  const inputs: Record<string, string> = {};
  const places: Record<string, FilePlace> = {};
  for (const name of INPUT_NAMES) {
    const key = toConfigKey(name);
    const value = settings[key];
    if (value === undefined) continue;
    inputs[name] = [value].flat().map(toLine).join('\n');
    places[name] = file.placeOf([key]);
  }
  return { inputs, places };
}

/** As an input has it: `5%`, or `latency: 3%`. */
function toLine(value: unknown): string {
  if (!isRecord(value)) return String(value);
  return Object.entries(value)
    .map(([name, amount]) => `${name}: ${amount}`)
    .join('\n');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
