// What a reader of another tool's file is: how it knows its files, what it takes out of them, and what it says of
// itself in docs/formats.md. One file a reader in readers/, one line each in readers/index.ts.

import type * as z from 'zod';
import type { Environment } from '../../domain/device.ts';
import type { Layer, Values } from '../../domain/job.ts';
import {
  builtIn,
  type Direction,
  findMetric,
  METRIC_NAMES,
  type Metric,
  type MetricName,
  toMetricName,
  toPlain,
} from '../../domain/metric.ts';
import { convert, isConvertible, usualDirection } from '../../domain/unit.ts';
import { describeIssues } from '../../formats/issues.ts';
import type { ResultFile } from './result-file.ts';

/** One number of one metric, in the metric's unit. */
export interface Reading {
  /** The row; its `statistic` says which number of the samples it is. */
  readonly metric: Metric;
  readonly value: number;
  /** What it was taken of, in the same unit; absent where the file does not hold them. */
  readonly samples?: readonly number[];
}

/** One thing that a file measured: each is a subject of its own. */
export interface Benchmark {
  /** Distinct within a file; empty where a file holds one thing without a name. */
  readonly name: string;
  readonly readings: readonly Reading[];
  readonly layers?: readonly Layer[];
  /** Facts of this benchmark only, beside those of the file. */
  readonly environment?: Environment;
  /** Why there is no measurement: it failed, or was skipped. */
  readonly failure?: string;
}

/** What a reader takes out of one file. */
export interface FileContent {
  readonly benchmarks: readonly Benchmark[];
  /** Facts of the whole file: machine, build, settings. Jobs are compared only where they agree. */
  readonly environment?: Environment;
  /** The sitting in which it was measured, where the file tells it. */
  readonly session?: string | undefined;
  /** What the file holds and nobody reads, a phrase each. */
  readonly unread?: readonly string[];
}

export interface ReadOptions {
  /** Metrics that the configuration declares, for names and units that only the user knows. */
  readonly metrics: readonly Metric[];
  /** Which way is better, where neither file nor configuration tells. */
  readonly better?: Direction | undefined;
}

export interface Reader {
  readonly tool: string;
  /** Which of the tool's files it is: a flag, a file's name. */
  readonly format: string;
  /** The built-in metrics that it reads. */
  readonly reads: readonly MetricName[];
  /** What else it reads, in words. */
  readonly readsToo?: string;
  /** Names of the facts it knows. */
  readonly environment: readonly string[];
  readonly samples: boolean;
  /** A file in test/adapters/results; `by` is the tool that made it, with its version, or null where nobody here has met it. */
  readonly fixture: { readonly file: string; readonly by: string | null };
  /** Told by what the file holds, never by its name alone. */
  recognises(file: ResultFile): boolean;
  /** Throws an Error whose message says what is wrong with the file. */
  read(file: ResultFile, options: ReadOptions): FileContent;
}

/** How a value was told. */
export interface Told {
  readonly statistic?: string;
  readonly samples?: readonly number[] | undefined;
}

/** A reading of a built-in metric, converted to its unit; none where the file holds no such number. */
export function reading(name: MetricName, value: unknown, unit: string, told: Told = {}): readonly Reading[] {
  return toReading(builtIn(name), value, unit, told);
}

/** Values that are in the units of their built-in metrics already. */
export function ownReadings(values: Values, statistics: Readonly<Record<string, string>> = {}): readonly Reading[] {
  return METRIC_NAMES.flatMap((name) => {
    const statistic = statistics[name];
    return reading(name, values[name], '', statistic === undefined ? {} : { statistic });
  });
}

/**
 * A reading of what a file calls by a name of its own: the declared or built-in metric of that name, where the unit
 * fits. Else the direction is the option `better`, or follows from the unit; where nothing tells it, that is an Error.
 */
export function namedReading(label: string, value: unknown, unit: string, options: ReadOptions): readonly Reading[] {
  const name = toMetricName(label);
  const declared = findMetric(name, options.metrics);
  if (declared !== undefined) return toReading(declared, value, unit, {});
  const known = findMetric(name);
  const isBuiltIn = known !== undefined && isConvertible(unit, known.unit);
  if (isBuiltIn && (options.better ?? known.direction) === known.direction) return toReading(known, value, unit, {});
  const direction = options.better ?? usualDirection(unit);
  if (direction === undefined) {
    throw new Error(
      `nothing says which way is better for "${toPlain(label)}"; declare it in the config file ` +
        `(metrics: { ${name}: { better: lower } }), or set the option "better" to lower or higher`,
    );
  }
  const row: Metric = {
    name,
    label: toPlain(label) || name,
    unit: toPlain(unit),
    direction,
    kind: 'sampled',
    gates: true,
  };
  return toReading(known === undefined ? row : { ...row, name: `${name}_value` }, value, row.unit, {});
}

function toReading(metric: Metric, raw: unknown, unit: string, { statistic, samples }: Told): readonly Reading[] {
  const value = toNumber(raw);
  if (value === undefined) return [];
  const own = (number: number) => {
    const converted = convert(number, unit === '' ? metric.unit : unit, metric.unit);
    if (converted !== undefined) return converted;
    throw new Error(
      `${metric.name} is in "${toPlain(unit)}", which is not ${metric.unit === '' ? 'a plain count' : metric.unit}`,
    );
  };
  return [
    {
      metric: statistic === undefined ? metric : { ...metric, statistic },
      value: own(value),
      ...(samples === undefined || samples.length < 2 ? {} : { samples: samples.map(own) }),
    },
  ];
}

/** A finite number, also where a tool wrote it as text. */
export function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** The numbers of a list; what is none is left out. */
export function toNumbers(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.flatMap((item) => toNumber(item) ?? []) : [];
}

const LONGEST_FACT = 200;

/** Facts with a value, as text. */
export function facts(values: Readonly<Record<string, unknown>>): Environment {
  const known = Object.entries(values).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return Object.fromEntries(
    known.map(([name, value]) => [name, String(value).trim().slice(0, LONGEST_FACT)]).filter(([, text]) => text !== ''),
  );
}

/** The value as the schema has it. Throws an Error that says what is wrong and where. */
export function check<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Error(describeIssues(parsed.error));
  return parsed.data;
}

/** Whether a value is an object with all of these keys. */
export function hasKeys(value: unknown, ...keys: readonly string[]): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && keys.every((key) => key in value);
}
