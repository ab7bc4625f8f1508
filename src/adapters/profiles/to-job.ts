// From a benchmark of a file to a job, and the rows of the metrics that a record must carry along.

import { type Iterations, type Job, type Pair, toLogRatio } from '../../domain/job.ts';
import { findMetric, type Metric } from '../../domain/metric.ts';
import { median, standardDeviation } from '../../domain/statistics.ts';
import type { Benchmark, Reading } from './reader.ts';

/** A benchmark that was not measured, though its file could be read: one job failed, and nothing is broken. */
export class Unmeasured extends Error {}

/** The values of one benchmark as one job. Throws Unmeasured with the reason where there is no measurement. */
export function toJob({ name, readings, failure }: Benchmark): Job {
  if (failure !== undefined) throw new Unmeasured(name === '' ? failure : `${name}: ${failure}`);
  const values = Object.fromEntries(readings.map(({ metric, value }) => [metric.name, value]));
  const latency = readings.find(({ metric }) => metric.name === 'latency');
  const iterations = describe(latency);
  return iterations === undefined ? { values } : { values, iterations };
}

/** Two jobs that were measured in turn. */
export function pairJobs(baseline: Job, candidate: Job): Pair {
  const names = new Set([...Object.keys(baseline.values), ...Object.keys(candidate.values)]);
  const ratios = [...names].map((name) => [name, toLogRatio(baseline.values[name], candidate.values[name])] as const);
  return { baseline, candidate, logRatios: Object.fromEntries(ratios) };
}

/** Rows that are not built-in, or whose statistic is told. */
export function rowsOf({ readings }: Benchmark): readonly Metric[] {
  return readings
    .map(({ metric }) => metric)
    .filter((metric) => metric.statistic !== undefined || findMetric(metric.name) === undefined);
}

/** Samples describe a job, and are no jobs of their own: they share its luck. */
function describe(latency: Reading | undefined): Iterations | undefined {
  const times = latency?.samples ?? [];
  if (latency?.metric.unit !== 'ms' || times.length < 2) return undefined;
  const third = Math.ceil(times.length / 3);
  const [minMs, maxMs] = times.reduce(
    ([low, high], time) => [Math.min(low, time), Math.max(high, time)],
    [Infinity, 0],
  );
  const drift = median(times.slice(-third)) / median(times.slice(0, third));
  return {
    count: times.length,
    minMs,
    maxMs,
    spread: standardDeviation(times) / median(times),
    drift: Number.isFinite(drift) ? drift : 1,
  };
}
