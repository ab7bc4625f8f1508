// Limits and budgets as people write them: `5%`, `latency: 0.5 ms`, `accuracy > 75 % @ Google Pixel 8`.

import { absoluteUnit, type Limit } from '../domain/limit.ts';
import { findMetric, METRICS, type Metric } from '../domain/metric.ts';
import { convert, isConvertible } from '../domain/unit.ts';
import { type Place, refuse } from './place.ts';
import { oneOrMore, type Parser, parser, type Written } from './values.ts';

const AMOUNT = String.raw`(\d+(?:\.\d+)?)\s*([^\s\d@][^\s@]*)?`;
const LIMIT = new RegExp(String.raw`^(?:([a-z_0-9]+)\s*:\s*)?${AMOUNT}$`);
const BUDGET = new RegExp(String.raw`^([a-z_0-9]+)\s*([<>])(=?)\s*${AMOUNT}\s*(?:@\s*(.+))?$`);

const LIMIT_FORM = 'one limit a line, such as 5%, 0.5 ms or latency: 3%';
const BUDGET_FORM = 'one budget a line, such as latency < 20 ms or peak_memory < 120 MB @ Google Pixel 8';

/** One amount, or one a line, each in the form of `line`. A bare number is a count, or 0. */
function written(line: RegExp, ...examples: readonly string[]): Written {
  const form = `[ \\t]*(?:${line.source.slice(1, -1)})?[ \\t]*`;
  return { type: ['string', 'number'], pattern: `^${form}(?:\\n${form})*$`, examples };
}

/** `latency: 3%` is a map in YAML. The built-in names are listed for editors; declared ones are as good. */
function namedLimits(): Written {
  const amount = { type: ['string', 'number'], pattern: `^${AMOUNT}$` };
  const properties = Object.fromEntries(METRICS.map(({ name }) => [name, amount]));
  return { type: 'object', properties, additionalProperties: amount };
}

/** One limit a line; a bare `0` is 0 %. A limit in a unit that converts is turned into the metric's own. */
export const parseLimits: Parser<readonly Limit[]> = parser(
  oneOrMore({ anyOf: [written(LIMIT, '5%', '0.5 ms', 'latency: 3%'), namedLimits()] }),
  (text, place, metrics = METRICS) => linesOf(text).map((line) => parseLimit(line, place, metrics)),
);

function parseLimit(line: string, place: Place, metrics: readonly Metric[]): Limit {
  const match = LIMIT.exec(line);
  if (match === null) throw refuse(place, line, LIMIT_FORM);
  const [, name, digits, found = ''] = match;
  const value = Number(digits);
  const unit = found === '' && value === 0 ? '%' : found;
  const metric = name === undefined ? undefined : nameMetric(name, place, metrics);
  if (unit === '%') return { metric: name, unit, value: value / 100 };
  const units =
    metric === undefined ? metrics.map(absoluteUnit).filter((known) => known !== '') : [absoluteUnit(metric)];
  const own = units.includes(unit) ? unit : units.find((known) => isConvertible(unit, known));
  const converted = own === undefined ? undefined : convert(value, unit, own);
  if (own !== undefined && converted !== undefined) return { metric: name, unit: own, value: converted };
  throw refuse(place, line, `${LIMIT_FORM}, in ${[...new Set(['%', ...units])].map(nameUnit).join(' or ')}`);
}

/** An absolute limit: a level that a metric must not pass. */
export interface Budget {
  readonly metric: string;
  /** In the metric's unit. */
  readonly level: number;
  /** Whether the level itself is already too much: `<` and `>`, not `<=` and `>=`. */
  readonly strict: boolean;
  /** Undefined: every device. */
  readonly device: string | undefined;
}

/** `latency < 20 ms`, `layers_npu >= 3`, `peak_memory < 120 MB @ Google Pixel 8`. */
export const parseBudgets: Parser<readonly Budget[]> = parser(
  oneOrMore(written(BUDGET, 'latency < 20 ms', 'peak_memory < 120 MB @ Google Pixel 8')),
  (text, place, metrics = METRICS) => linesOf(text).map((line) => parseBudget(line, place, metrics)),
);

function parseBudget(line: string, place: Place, metrics: readonly Metric[]): Budget {
  const match = BUDGET.exec(line);
  if (match === null) throw refuse(place, line, BUDGET_FORM);
  const [, name = '', sign = '', equal, digits = '', unit = '', device] = match;
  const metric = nameMetric(name, place, metrics);
  if ((sign === '<') !== (metric.direction === 'lower')) {
    const fitting = metric.direction === 'lower' ? '<' : '>';
    throw refuse(place, line, `${name} ${fitting} …, for ${metric.direction} is better`);
  }
  return { metric: name, level: toLevel(Number(digits), unit, metric, line, place), strict: equal === '', device };
}

/** A level in the metric's unit; `text` is what was written, for the message. */
export function toLevel(value: number, unit: string, metric: Metric, text: string, place: Place): number {
  const level = convert(value, unit, metric.unit);
  if (level === undefined) throw refuse(place, text, `${metric.name} in ${nameUnit(metric.unit)}`);
  return level;
}

/** The metric that is meant; a GateError lists the names where there is none. */
export function nameMetric(name: string, place: Place, metrics: readonly Metric[]): Metric {
  const metric = findMetric(name, metrics);
  if (metric !== undefined) return metric;
  const names = metrics.map((known) => known.name);
  const allowed = `the metrics ${names.join(', ')}, or one that the config file declares under metrics`;
  throw refuse(place, name, allowed, names);
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function nameUnit(unit: string): string {
  return unit === '' ? 'a plain count' : unit;
}
