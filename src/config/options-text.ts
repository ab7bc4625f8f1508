// The input `options`: YAML in a text. Which keys there are is each backend's own business.

import { parse as parseYaml } from 'yaml';
import { refuse } from './place.ts';
import { type Parser, parser } from './values.ts';

/** One `name: value` a line. */
export const parseOptions: Parser<Readonly<Record<string, unknown>>> = parser({ type: 'object' }, (text, place) => {
  let value: unknown;
  try {
    // Warnings would quote the text on standard error, where a line of it would be a workflow command.
    value = parseYaml(text, { logLevel: 'error' }) ?? {};
  } catch (error) {
    throw refuse(place, error instanceof Error ? error.message : text, 'YAML with one option a line');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw refuse(place, text, 'YAML with one "name: value" a line');
});
