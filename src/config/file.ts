// The config file: YAML with the inputs' names in camelCase. Read before the inputs, which win over it.

import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { GateError } from '../domain/errors.ts';
import type { ModelSource } from '../domain/model.ts';
import type { Rule } from '../domain/policy.ts';
import { toSlug } from '../domain/slug.ts';
import type { Waiver } from '../domain/waiver.ts';
import { describeIssue } from '../formats/issues.ts';
import { INPUT_NAMES, INPUTS, toConfigKey } from './inputs.ts';
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

const Extras = {
  models: z
    .array(ModelEntry)
    .optional()
    .describe('Several models, each with a name and devices of its own; the input model wins over it.'),
  limits: z
    .array(RuleEntry)
    .optional()
    .describe('Limits of some models, devices and metrics; the last that fits wins.'),
  waivers: z.array(WaiverEntry).optional().describe('Regressions that are accepted until a day.'),
};

/** Strict: a misspelt key is an error, not a setting that does nothing. */
export const ConfigFile = z.strictObject({
  ...Object.fromEntries(
    INPUT_NAMES.filter((name) => !NOT_IN_FILE.has(name)).map((name) => {
      const value = name === 'options' ? z.record(z.string(), z.unknown()) : z.union([Scalar, z.array(Scalar)]);
      return [toConfigKey(name), value.describe(INPUTS[name].description).optional()];
    }),
  ),
  ...Extras,
});

export interface FileSettings {
  /** By input name, as if it had been written as an input. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, unknown>>;
  /** Of the file's text, to tell whether two jobs read the same; empty of no file. */
  readonly digest: string;
  readonly models: readonly ModelSource[];
  readonly rules: readonly Rule[];
  readonly waivers: readonly Waiver[];
}

/** The settings of no file at all. */
export const NO_FILE: FileSettings = { digest: '', inputs: {}, options: {}, models: [], rules: [], waivers: [] };

/** Throws a GateError with line and column, or the key that is wrong. */
export function parseConfigFile(text: string, path: string): FileSettings {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { prettyErrors: true, lineCounter });
  const [error] = document.errors;
  const advice = `Correct ${path}; its keys are the inputs in camelCase, models, limits and waivers.`;
  if (error !== undefined)
    throw new GateError('invalid-input', `config: ${path} is not YAML: ${error.message}`, advice, error);
  const parsed = ConfigFile.safeParse(document.toJS() ?? {});
  if (!parsed.success) {
    const issues = parsed.error.issues.map(
      (issue) => `${describeIssue(issue)}${describePlace(document, lineCounter, issue)}`,
    );
    throw new GateError('invalid-input', `config: ${path}: ${issues.join('; ')}.`, advice, parsed.error);
  }
  const { models = [], limits = [], waivers = [], ...rest } = parsed.data;
  const { options = {}, ...settings }: Readonly<Record<string, unknown>> = rest;
  return {
    digest: toSlug(text).slice(-8),
    inputs: toInputs(settings),
    options: isRecord(options) ? options : {},
    models: models.map(toSource),
    rules: limits.map((entry, index) => toRule(entry, `${path} limits[${index}]`)),
    waivers: waivers.map((entry, index) => toWaiver(entry, `${path} waivers[${index}]`)),
  };
}

/** ` (line 3, column 5)` of the value at fault, or of what holds it. */
function describePlace(document: Document, lines: LineCounter, issue: z.core.$ZodIssue): string {
  const keys = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = [...issue.path, ...keys].map((part) => (typeof part === 'symbol' ? String(part) : part));
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    if (!isNode(node) || !node.range) continue;
    const { line, col } = lines.linePos(node.range[0]);
    return ` (line ${line}, column ${col})`;
  }
  return '';
}

function toInputs(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const inputs: Record<string, string> = {};
  for (const name of INPUT_NAMES) {
    const value = settings[toConfigKey(name)];
    if (value !== undefined) inputs[name] = Array.isArray(value) ? value.join('\n') : String(value);
  }
  return inputs;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
