// What charts are drawn from: the jobs on both sides, and the level's course over the runs that were recorded.

import { type Environment, findDifference } from './device.ts';
import type { Facts } from './facts.ts';
import { gatherEvidence } from './gather.ts';
import type { Metric } from './metric.ts';
import { pooledNoise } from './noise.ts';
import { jobsOf, type Run, valuesOf } from './run.ts';
import { median } from './statistics.ts';

/** A recorded run's level of one metric. */
export interface TrendPoint {
  /** Null where the run belongs to no commit. */
  readonly commit: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The median of its jobs, in the metric's unit. */
  readonly level: number;
  /** Whether a confirmed change of level landed with it. */
  readonly shifted: boolean;
}

/** One sampled metric on one device, value by value, in the metric's unit. */
export interface Trace {
  readonly metric: string;
  /** Of the baseline, as they were compared: recorded or measured now. */
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
  /** Oldest first; only runs whose environment can be compared with the newest one's. */
  readonly trend: readonly TrendPoint[];
  /** Two robust standard deviations around the level since the last shift; null below three runs. */
  readonly band: readonly [low: number, high: number] | null;
}

const FEWEST_IN_BAND = 3;
const BAND_WIDTH = 2;

/** The values behind one metric's comparison; undefined where there are none. */
export function traceOf(metric: Metric, facts: Facts): Trace | undefined {
  const recent = facts.reference?.baseline?.recent ?? [];
  const trend = [...recent].reverse().flatMap((run) => toPoint(metric, run, recent[0]?.environment));
  const evidence = gatherEvidence(metric, facts);
  const baseline = [...evidence.recorded, ...evidence.now];
  const { candidate } = evidence;
  if (baseline.length + candidate.length + trend.length === 0) return undefined;
  return { metric: metric.name, baseline, candidate, trend, band: bandOf(trend) };
}

function toPoint(metric: Metric, run: Run, newest: Environment | undefined): readonly TrendPoint[] {
  const values = valuesOf(metric, jobsOf(run));
  const alike = newest === undefined || findDifference(newest, run.environment) === undefined;
  if (values.length === 0 || !alike) return [];
  const shifted = run.shifts.some((shift) => shift.metric === metric.name);
  return [{ commit: run.commit.sha, at: run.createdAt, level: median(values), shifted }];
}

function bandOf(trend: readonly TrendPoint[]): readonly [number, number] | null {
  const landed = trend.findLastIndex(({ shifted }) => shifted);
  const logs = trend.slice(Math.max(0, landed)).map(({ level }) => Math.log(level));
  if (logs.length < FEWEST_IN_BAND) return null;
  const reach = BAND_WIDTH * pooledNoise([{ values: logs }]).sd;
  return [Math.exp(median(logs) - reach), Math.exp(median(logs) + reach)];
}
