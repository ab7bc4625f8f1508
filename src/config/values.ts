// Parsers for single values as people write them. Each refusal names the input, what was found and what is allowed.

import { GateError } from '../domain/errors.ts';
import type { Limit } from '../domain/limit.ts';
import { findMetric, METRICS } from '../domain/metric.ts';

/** From the text of one input to its value; `input` is only for messages. */
export type Parser<T> = (text: string, input: string) => T;

/** The error every parser throws. */
export function refuse(input: string, found: string, allowed: string): GateError {
  return new GateError(
    'invalid-input',
    `${input}: found "${found}"; allowed: ${allowed}.`,
    `Correct the input "${input}".`,
  );
}

export const parseText: Parser<string> = (text) => text;

/** One item a line, or separated by commas; a list written twice is the user's slip and is refused. */
export const parseList: Parser<readonly string[]> = (text, input) => {
  const items = text
    .split(/[\n,]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
  const twice = items.find((item, index) => items.indexOf(item) !== index);
  if (twice !== undefined) throw refuse(input, twice, 'each name once');
  return items;
};

export function parseChoice<const C extends string>(...choices: readonly C[]): Parser<C> {
  return (text, input) => {
    const choice = choices.find((candidate) => candidate === text);
    if (choice === undefined) throw refuse(input, text, choices.join(', '));
    return choice;
  };
}

/** As GitHub's own YAML 1.2 core schema spells them. */
export const parseBoolean: Parser<boolean> = (text, input) => {
  if (/^true$/i.test(text)) return true;
  if (/^false$/i.test(text)) return false;
  throw refuse(input, text, 'true, false');
};

export function parseInteger(least: number, most: number): Parser<number> {
  return (text, input) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw refuse(input, text, `a whole number from ${least} to ${most}`);
    }
    return value;
  };
}

const DURATION_UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `90s`, `10m`, `1.5h`; milliseconds. */
export const parseDuration: Parser<number> = (text, input) => {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/.exec(text);
  const value = Number(match?.[1]) * (DURATION_UNITS[match?.[2] ?? ''] ?? Number.NaN);
  if (!(value > 0)) throw refuse(input, text, 'a time such as 90s, 10m or 1h');
  return value;
};

const UNITS = [...new Set(['%', ...METRICS.map((metric) => metric.unit).filter((unit) => unit !== '')])];

/** One limit a line: `5%`, `0.5 ms`, `latency: 3%`. A bare `0` is 0 %. */
export const parseLimits: Parser<readonly Limit[]> = (text, input) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => parseLimit(line, input));

function parseLimit(line: string, input: string): Limit {
  const match = /^(?:([a-z_0-9]+)\s*:\s*)?(\d+(?:\.\d+)?)\s*(%|[A-Za-z]*)$/.exec(line);
  if (match === null) throw refuse(input, line, LIMIT_FORM);
  const [, name, digits, written] = match;
  const metric = name === undefined ? undefined : findMetric(name);
  if (name !== undefined && metric === undefined) {
    throw refuse(input, name, `the metrics ${METRICS.map((known) => known.name).join(', ')}`);
  }
  const value = Number(digits);
  const unit = written === '' && value === 0 ? '%' : (written ?? '');
  const fitting = metric === undefined ? UNITS : ['%', metric.unit];
  if (!fitting.includes(unit)) throw refuse(input, line, `${LIMIT_FORM}, in ${fitting.map(nameUnit).join(' or ')}`);
  return { metric: name, unit, value: unit === '%' ? value / 100 : value };
}

const LIMIT_FORM = 'one limit a line, such as 5%, 0.5 ms or latency: 3%';

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

/** `latency < 20 ms`, `layers_npu > 3`, `peak_memory < 120 MB @ Google Pixel 8`. */
export const parseBudgets: Parser<readonly Budget[]> = (text, input) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => parseBudget(line, input));

function parseBudget(line: string, input: string): Budget {
  const match = /^([a-z_0-9]+)\s*([<>])=?\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*(?:@\s*(.+))?$/.exec(line);
  const metric = match?.[1] === undefined ? undefined : findMetric(match[1]);
  if (match === null) throw refuse(input, line, BUDGET_FORM);
  const [, name = '', sign, digits, unit = '', device] = match;
  if (metric === undefined) throw refuse(input, name, `the metrics ${METRICS.map((known) => known.name).join(', ')}`);
  if (unit !== metric.unit) throw refuse(input, line, `${name} in ${nameUnit(metric.unit)}`);
  if ((sign === '<') !== (metric.direction === 'lower')) {
    throw refuse(
      input,
      line,
      `${name} ${metric.direction === 'lower' ? '<' : '>'} …, for ${metric.direction} is better`,
    );
  }
  return { metric: name, level: Number(digits), device };
}
