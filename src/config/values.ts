// Parsers for single values as people write them. Each refusal names the place, what was found and what is allowed.
// Beside it each says what a file may hold there, for the JSON schema by which editors complete and check.

import type { Metric } from '../domain/metric.ts';
import { type Place, refuse } from './place.ts';

/** The values that a file may hold, as JSON Schema (2020-12) says it. */
export type Written = Readonly<Record<string, unknown>>;

/** From the text of one input to its value; `place` is only for messages, `metrics` are those that may be named. */
export interface Parser<T> {
  (text: string, place: Place, metrics?: readonly Metric[]): T;
  readonly written: Written;
}

/** A parser and the schema of what it takes. */
export function parser<T>(
  written: Written,
  parse: (text: string, place: Place, metrics?: readonly Metric[]) => T,
): Parser<T> {
  return Object.assign(parse, { written });
}

/** One value, or a list of them. */
export function oneOrMore(item: Written): Written {
  return { anyOf: [item, { type: 'array', items: item }] };
}

export const parseText: Parser<string> = parser({ type: ['string', 'number'] }, (text) => text);

/** One item a line, or separated by commas; a list written twice is the user's slip and is refused. */
export const parseList: Parser<readonly string[]> = parser(oneOrMore({ type: ['string', 'number'] }), (text, place) => {
  const items = text
    .split(/[\n,]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
  const twice = items.find((item, index) => items.indexOf(item) !== index);
  if (twice !== undefined) throw refuse(place, twice, 'each name once');
  return items;
});

export function parseChoice<const C extends string>(...choices: readonly C[]): Parser<C> {
  return parser({ enum: choices }, (text, place) => {
    const choice = choices.find((candidate) => candidate === text);
    if (choice === undefined) throw refuse(place, text, choices.join(', '), choices);
    return choice;
  });
}

/** As GitHub's own YAML 1.2 core schema spells them. */
export const parseBoolean: Parser<boolean> = parser({ type: 'boolean' }, (text, place) => {
  if (/^true$/i.test(text)) return true;
  if (/^false$/i.test(text)) return false;
  throw refuse(place, text, 'true, false');
});

export function parseInteger(least: number, most: number): Parser<number> {
  return parser({ type: 'integer', minimum: least, maximum: most }, (text, place) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw refuse(place, text, `a whole number from ${least} to ${most}`);
    }
    return value;
  });
}

const DURATION_UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/;

/** `90s`, `10m`, `1.5h`; milliseconds. */
export const parseDuration: Parser<number> = parser(
  { type: 'string', pattern: DURATION.source, examples: ['90s', '10m', '1h'] },
  (text, place) => {
    const match = DURATION.exec(text);
    const value = Number(match?.[1]) * (DURATION_UNITS[match?.[2] ?? ''] ?? Number.NaN);
    if (!(value > 0)) throw refuse(place, text, 'a time such as 90s, 10m or 1h');
    return value;
  },
);
