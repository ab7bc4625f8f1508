// Parsers for single values as people write them. Each refusal names the place, what was found and what is allowed.
// Beside it each says what a file may hold there, for the JSON schema by which editors complete and check.

import type { Limit } from '../domain/limit.ts';
import { findMetric, METRICS } from '../domain/metric.ts';
import { type Place, refuse } from './place.ts';

/** The values that a file may hold, as JSON Schema (2020-12) says it. */
export type Written = Readonly<Record<string, unknown>>;

/** From the text of one input to its value; `place` is only for messages. */
export interface Parser<T> {
  (text: string, place: Place): T;
  readonly written: Written;
}

/** A parser and the schema of what it takes. */
export function parser<T>(written: Written, parse: (text: string, place: Place) => T): Parser<T> {
  return Object.assign(parse, { written });
}

/** One value, or a list of them. */
function oneOrMore(item: Written): Written {
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

const UNITS = [...new Set(['%', ...METRICS.map((metric) => metric.unit).filter((unit) => unit !== '')])];
const LIMIT = /^(?:([a-z_0-9]+)\s*:\s*)?(\d+(?:\.\d+)?)\s*(%|[A-Za-z]*)$/;

/** One amount, or one a line, each in the form of `line`. A bare number is a count, or 0. */
function linesOf(line: RegExp, ...examples: readonly string[]): Written {
  const form = `[ \\t]*(?:${line.source.slice(1, -1)})?[ \\t]*`;
  return { type: ['string', 'number'], pattern: `^${form}(?:\\n${form})*$`, examples };
}

/** `latency: 3%` is a map in YAML. */
function namedLimits(): Written {
  const amount = { type: ['string', 'number'], pattern: '^\\d+(?:\\.\\d+)?\\s*(?:%|[A-Za-z]*)$' };
  return {
    type: 'object',
    properties: Object.fromEntries(METRICS.map(({ name }) => [name, amount])),
    additionalProperties: false,
  };
}

/** One limit a line: `5%`, `0.5 ms`, `latency: 3%`. A bare `0` is 0 %. */
export const parseLimits: Parser<readonly Limit[]> = parser(
  oneOrMore({ anyOf: [linesOf(LIMIT, '5%', '0.5 ms', 'latency: 3%'), namedLimits()] }),
  (text, place) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line) => parseLimit(line, place)),
);

function parseLimit(line: string, place: Place): Limit {
  const match = LIMIT.exec(line);
  if (match === null) throw refuse(place, line, LIMIT_FORM);
  const [, name, digits, written] = match;
  const metric = name === undefined ? undefined : findMetric(name);
  if (name !== undefined && metric === undefined) throw refuseMetric(place, name);
  const value = Number(digits);
  const unit = written === '' && value === 0 ? '%' : (written ?? '');
  const fitting = metric === undefined ? UNITS : ['%', metric.unit];
  if (!fitting.includes(unit)) throw refuse(place, line, `${LIMIT_FORM}, in ${fitting.map(nameUnit).join(' or ')}`);
  return { metric: name, unit, value: unit === '%' ? value / 100 : value };
}

const LIMIT_FORM = 'one limit a line, such as 5%, 0.5 ms or latency: 3%';

function refuseMetric(place: Place, name: string) {
  const names = METRICS.map((known) => known.name);
  return refuse(place, name, `the metrics ${names.join(', ')}`, names);
}

function nameUnit(unit: string): string {
  return unit === '' ? 'a plain count' : unit;
}

/** An absolute limit: a level that a metric must not pass. */
export interface Budget {
  readonly metric: string;
  /** In the metric's unit. */
  readonly level: number;
  /** Undefined: every device. */
  readonly device: string | undefined;
}

const BUDGET_FORM = 'one budget a line, such as latency < 20 ms or peak_memory < 120 MB @ Google Pixel 8';
const BUDGET = /^([a-z_0-9]+)\s*([<>])=?\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*(?:@\s*(.+))?$/;

/** `latency < 20 ms`, `layers_npu > 3`, `peak_memory < 120 MB @ Google Pixel 8`. */
export const parseBudgets: Parser<readonly Budget[]> = parser(
  oneOrMore(linesOf(BUDGET, 'latency < 20 ms', 'peak_memory < 120 MB @ Google Pixel 8')),
  (text, place) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line) => parseBudget(line, place)),
);

function parseBudget(line: string, place: Place): Budget {
  const match = BUDGET.exec(line);
  const metric = match?.[1] === undefined ? undefined : findMetric(match[1]);
  if (match === null) throw refuse(place, line, BUDGET_FORM);
  const [, name = '', sign, digits, unit = '', device] = match;
  if (metric === undefined) throw refuseMetric(place, name);
  if (unit !== metric.unit) throw refuse(place, line, `${name} in ${nameUnit(metric.unit)}`);
  if ((sign === '<') !== (metric.direction === 'lower')) {
    const better = metric.direction === 'lower' ? '<' : '>';
    throw refuse(place, line, `${name} ${better} …, for ${metric.direction} is better`);
  }
  return { metric: name, level: Number(digits), device };
}
