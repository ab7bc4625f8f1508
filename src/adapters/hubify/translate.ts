// Between experiments and jobs. Pure: numbers out of a result's text, a model out of a template and its configuration.

import { createHash } from 'node:crypto';
import type { Job, Values } from '../../domain/job.ts';
import { findMetric } from '../../domain/metric.ts';
import { median, standardDeviation } from '../../domain/statistics.ts';
import { convert } from '../../domain/unit.ts';
import { canonicalJson } from '../../formats/canonical.ts';

/** What can execute an experiment; the service has no route that lists it. */
export const COMPUTE_MODES = ['CPU', 'A100', 'H100', 'H200'] as const;

/** A log may be long; the numbers stand at its end. */
const LONGEST_RESULT = 20_000;

/** The job that a result's text tells. Throws an Error that says what is missing. */
export function toJob(result: string): Job {
  const numbers = lastObject(result.slice(-LONGEST_RESULT));
  if (numbers === undefined) throw new Error('its result holds no JSON object with numbers');
  const all = Object.entries(numbers).flatMap(([name, told]) => {
    const metric = findMetric(name);
    const values = metric === undefined ? [] : toValues(told, metric.unit);
    return values.length === 0 ? [] : [{ name, values }];
  });
  const latency = all.find(({ name }) => name === 'latency');
  if (latency === undefined) throw new Error('its result tells no latency: {"latency": {"unit": "ms", "values": […]}}');
  const values: Values = Object.fromEntries(all.map(({ name, values }) => [name, median(values)]));
  return { values, iterations: describe(latency.values) };
}

/** Executions inside one experiment share a pod and an hour: they describe the job, and are no jobs of their own. */
function describe(times: readonly number[]): Job['iterations'] {
  if (times.length < 2) return undefined;
  const [minMs, maxMs] = [Math.min(...times), Math.max(...times)];
  return { count: times.length, minMs, maxMs, spread: standardDeviation(times) / median(times), drift: 1 };
}

/** `{unit, values}`, `{unit, value}`, a list, or a number in our own unit; what cannot be converted is left out. */
function toValues(told: unknown, unit: string): readonly number[] {
  const object =
    typeof told === 'object' && told !== null && !Array.isArray(told) ? (told as Record<string, unknown>) : undefined;
  const raw = object === undefined ? told : (object['values'] ?? object['value']);
  const written = typeof object?.['unit'] === 'string' ? object['unit'] : unit;
  return [raw]
    .flat()
    .flatMap((value) =>
      typeof value === 'number' && Number.isFinite(value) && value >= 0 ? (convert(value, written, unit) ?? []) : [],
    );
}

/** The last JSON object in a text that may hold anything before and after it. */
function lastObject(text: string): Readonly<Record<string, unknown>> | undefined {
  let found: Readonly<Record<string, unknown>> | undefined;
  for (let at = text.indexOf('{'); at >= 0; ) {
    const end = endOfObject(text, at);
    const parsed = end === undefined ? undefined : parseObject(text.slice(at, end));
    if (parsed !== undefined) found = parsed;
    at = text.indexOf('{', parsed === undefined || end === undefined ? at + 1 : end);
  }
  return found;
}

/** Where the braces that open at `start` close; those inside of strings do not count. */
function endOfObject(text: string, start: number): number | undefined {
  const masked = text.slice(start).replaceAll(/"(?:\\.|[^"\\])*"/g, (string) => ' '.repeat(string.length));
  let depth = 0;
  for (const { 0: brace, index } of masked.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    if (depth === 0) return start + index + 1;
  }
  return undefined;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** What stands for the bytes of a model that nobody can upload. */
export function digestReference(template: string | undefined, config: Readonly<Record<string, unknown>>): string {
  return createHash('sha256')
    .update(canonicalJson([template ?? '', config]))
    .digest('hex');
}
