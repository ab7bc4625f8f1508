// From the evidence behind a comparison to what charts are drawn from.

import { type Environment, findDifference } from '../domain/device.ts';
import type { Metric } from '../domain/metric.ts';
import { jobsOf, type Run, valuesOf } from '../domain/run.ts';
import { median } from '../domain/statistics.ts';
import type { Trace, TrendPoint } from '../domain/trace.ts';
import { collectValues } from './collect-values.ts';
import { type Evidence, rowDifference } from './evidence.ts';
import { pooledNoise } from './noise.ts';

const FEWEST_IN_BAND = 3;
const BAND_WIDTH = 2;

/** The values behind one metric's comparison; undefined where there are none. */
export function traceOf(metric: Metric, evidence: Evidence): Trace | undefined {
  const recent = evidence.baselineRun?.baseline?.recent ?? [];
  const alike = recent.filter((run) => rowDifference(metric.name, run.metrics, evidence.metrics) === undefined);
  const trend = [...alike].reverse().flatMap((run) => toPoint(metric, run, recent[0]?.environment));
  const values = collectValues(metric, evidence);
  const baseline = [...values.recorded, ...values.measuredNow];
  const { candidate } = values;
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
