// Words for what is wrong in the config file: each with file, line, column and key, and what to write instead.

import * as z from 'zod';
import { GateError } from '../domain/errors.ts';
import { didYouMean } from '../domain/nearest.ts';
import type { YamlFile } from './file-places.ts';
import { describePlace } from './place.ts';

/** The error for a text that is no YAML. */
export function refuseYaml({ message, place, cause }: NonNullable<YamlFile['error']>, text: string): GateError {
  const line = text.split('\n')[place.line - 1] ?? '';
  const found = line.trim() === '' ? '' : ` ("${line.trim()}")`;
  const advice = line.includes('\t')
    ? 'Indent with spaces: YAML allows no tabs there.'
    : `Correct ${place.file}, line ${place.line}.`;
  return new GateError(
    'invalid-input',
    `${describePlace(place)}: this is not YAML: ${message}${found}.`,
    advice,
    cause,
  );
}

/** What the file may hold. */
export interface FileRules {
  readonly schema: z.ZodObject;
  /** Keys that are inputs only, each with its input's name. */
  readonly inputsOnly: ReadonlyMap<string, string>;
}

/** The error for values that the schema does not allow. */
export function refuseIssues(error: z.ZodError, file: YamlFile, rules: FileRules): GateError {
  const issues = error.issues.flatMap((issue) => describe(issue, file, rules));
  const advice = `Correct ${file.path}; its keys are the inputs in camelCase, and models, limits, waivers and metrics.`;
  return new GateError('invalid-input', issues.join('\n'), advice, error);
}

function describe(issue: z.core.$ZodIssue, file: YamlFile, { schema, inputsOnly }: FileRules): readonly string[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path);
    return issue.keys.map((key) => {
      const input = path.length === 0 ? inputsOnly.get(key) : undefined;
      const place = describePlace(file.placeOfKey(path, key));
      if (input !== undefined) return `${place}: "${key}" cannot stand in a file; give it as the input "${input}".`;
      return `${place}: unknown key "${key}".${didYouMean(key, known)}${adviseQuotes(path, key)}`;
    });
  }
  return [`${describePlace(file.placeOf(path))}: ${wordIssue(issue)}`];
}

/** What was found and what is allowed. */
export function wordIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') {
    const allowed = issue.values.map(String);
    return `found ${show(issue.input)}; allowed: ${allowed.join(', ')}.${didYouMean(String(issue.input), allowed)}`;
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'this key is missing.';
  if (issue.code === 'invalid_type')
    return `found ${show(issue.input)}; allowed: ${KINDS[issue.expected] ?? issue.expected}.`;
  if (issue.code === 'invalid_union') return `found ${show(issue.input)}; allowed: a single value or a list of them.`;
  // What is wrong with a key says the schema of keys.
  const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return `found ${show(issue.input)}; ${message.charAt(0).toLowerCase()}${message.slice(1)}.`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
  array: 'a list, one "- " a line',
  object: 'keys and values, one "key: value" a line',
  record: 'keys and values, one "key: value" a line',
};

const LONGEST_SHOWN = 60;

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `"${text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 1)}…` : text}"`;
}

/** A comma between braces starts a new key, so text with a comma must be quoted. */
function adviseQuotes(path: readonly (string | number)[], key: string): string {
  return path.length > 0 && /\s/.test(key)
    ? ' A comma between { and } starts a new key: put quotes around the text.'
    : '';
}

/** The keys that the schema allows at a path. */
export function keysAt(schema: z.ZodObject, path: readonly (string | number)[]): readonly string[] {
  let here: unknown = schema;
  for (const part of path) {
    while (here instanceof z.ZodOptional || here instanceof z.ZodDefault) here = here.unwrap();
    if (here instanceof z.ZodArray) here = here.element;
    else if (here instanceof z.ZodRecord) here = here.valueType;
    else if (here instanceof z.ZodObject) here = here.shape[part];
    else return [];
  }
  while (here instanceof z.ZodOptional || here instanceof z.ZodDefault) here = here.unwrap();
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}
