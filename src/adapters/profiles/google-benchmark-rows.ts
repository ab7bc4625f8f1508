// The rows of Google Benchmark's JSON and CSV: repetitions and aggregates of each benchmark.

import * as z from 'zod';
import { median, quantile } from '../../domain/statistics.ts';
import { type Benchmark, check, namedReading, type Reading, type ReadOptions, reading, toNumber } from './reader.ts';

const Row = z.looseObject({
  name: z.string(),
  run_name: z.string().optional(),
  run_type: z.string().optional(),
  aggregate_name: z.string().optional(),
  time_unit: z.enum(['ns', 'us', 'ms', 's']).default('ns'),
});
type Row = z.output<typeof Row>;

/** Names of the tool's own numbers; every other number is a counter of the user's. */
const OWN = new Set(
  (
    'family_index per_family_instance_index repetitions repetition_index threads iterations iteration real_time ' +
    'cpu_time items_per_second bytes_per_second big_o cpu_coefficient real_coefficient rms'
  ).split(' '),
);

/** One benchmark for each name, in the rows' order. */
export function toBenchmarks(rows: readonly unknown[], options: ReadOptions): readonly Benchmark[] {
  const all = check(z.array(Row).min(1), rows);
  const names = [...new Set(all.map(nameOf))];
  return names.map((name) =>
    toBenchmark(
      name,
      all.filter((row) => nameOf(row) === name),
      options,
    ),
  );
}

/** Counters that no declared metric stands for. */
export function findUnread(rows: readonly unknown[], { metrics }: ReadOptions): readonly string[] {
  const all = check(z.array(Row), rows);
  const counters = all.flatMap((row) =>
    Object.keys(row).filter((key) => !OWN.has(key) && toNumber(row[key]) !== undefined),
  );
  return [...new Set(counters)].filter((counter) => !metrics.some(({ name }) => name === counter));
}

function nameOf({ run_name: runName, name }: Row): string {
  return runName ?? name;
}

function toBenchmark(name: string, rows: readonly Row[], options: ReadOptions): Benchmark {
  const failed = rows.find((row) => isTrue(row['error_occurred']) || row['skipped'] === 'error');
  if (failed !== undefined) return { name, readings: [], failure: `it failed: ${whyOf(failed)}` };
  // A skipped repetition has no time: it is not one of 0.
  const ran = rows.filter((row) => !isTrue(row['skipped']) && row['skipped'] !== 'message');
  const single = ran.filter((row) => row.run_type !== 'aggregate');
  refuseDoubles(name, single);
  const [typical] = ['median', 'mean'].flatMap((kind) => ran.filter((row) => row.aggregate_name === kind));
  if (single.length > 0) return { name, readings: toReadings(single, 'median', options) };
  if (typical !== undefined)
    return { name, readings: toReadings([typical], typical.aggregate_name ?? 'median', options) };
  const [skipped] = rows;
  const why =
    ran.length === 0 && skipped !== undefined
      ? `it was skipped: ${whyOf(skipped)}`
      : 'it has neither repetitions nor a median';
  return { name, readings: [], failure: why };
}

/** Repetitions are numbered; two with one number are two benchmarks of one name. */
function refuseDoubles(name: string, single: readonly Row[]): void {
  const indices = single.flatMap((row) => toNumber(row['repetition_index']) ?? []);
  if (new Set(indices).size === indices.length) return;
  throw new Error(`it holds several results named "${name}"; give each a name of its own`);
}

function toReadings(rows: readonly Row[], statistic: string, options: ReadOptions): readonly Reading[] {
  const told = (key: string) => rows.flatMap((row) => toNumber(row[key]) ?? []);
  const middle = (key: string) => (told(key).length === 0 ? undefined : median(told(key)));
  const unit = rows[0]?.time_unit ?? 'ns';
  const times = told('real_time');
  const counters = options.metrics.filter((metric) => !OWN.has(metric.name) && told(metric.name).length > 0);
  return [
    ...reading('latency', middle('real_time'), unit, { statistic, samples: times }),
    ...(times.length < 2 ? [] : reading('latency_p95', quantile(times, 0.95), unit)),
    ...reading('cpu_time', middle('cpu_time'), unit),
    ...reading('throughput', middle('items_per_second'), '/s'),
    ...reading('bytes_per_second', middle('bytes_per_second'), 'B/s'),
    ...counters.flatMap((metric) => namedReading(metric.name, middle(metric.name), '', options)),
  ];
}

function whyOf(row: Row): string {
  return String(row['error_message'] ?? row['skip_message'] ?? 'no reason given');
}

/** In CSV as text. */
function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
