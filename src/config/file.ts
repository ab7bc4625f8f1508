// The config file: YAML with the inputs' names in camelCase. Read before the inputs, which win over it.

import { parseDocument } from 'yaml';
import { z } from 'zod';
import { GateError } from '../domain/errors.ts';
import { describeIssues } from '../formats/issues.ts';
import { INPUT_NAMES, INPUTS, toConfigKey } from './inputs.ts';

/** Settings that make no sense in a file that the repository keeps: where the file is, what the event decides, secrets. */
const NOT_IN_FILE = new Set(['config', 'mode', 'api-key', 'github-token']);

const Scalar = z.union([z.string(), z.number(), z.boolean()]);

/** Strict: a misspelt key is an error, not a setting that does nothing. */
export const ConfigFile = z.strictObject(
  Object.fromEntries(
    INPUT_NAMES.filter((name) => !NOT_IN_FILE.has(name)).map((name) => {
      const value = name === 'options' ? z.record(z.string(), z.unknown()) : z.union([Scalar, z.array(Scalar)]);
      return [toConfigKey(name), value.describe(INPUTS[name].description).optional()];
    }),
  ),
);

export interface FileSettings {
  /** By input name, as if it had been written as an input. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Throws a GateError with line and column, or the key that is wrong. */
export function parseConfigFile(text: string, path: string): FileSettings {
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  const advice = `Correct ${path}; its keys are the inputs in camelCase.`;
  if (error !== undefined)
    throw new GateError('invalid-input', `config: ${path} is not YAML: ${error.message}`, advice, error);
  const parsed = ConfigFile.safeParse(document.toJS() ?? {});
  if (!parsed.success) {
    throw new GateError('invalid-input', `config: ${path}: ${describeIssues(parsed.error)}.`, advice, parsed.error);
  }
  const { options = {}, ...settings } = parsed.data;
  return { inputs: toInputs(settings), options: isRecord(options) ? options : {} };
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
