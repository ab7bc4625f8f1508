// From the evidence behind a comparison to what charts are drawn from.

import type { Metric } from '../domain/metric.ts';
import { median } from '../domain/statistics.ts';
import type { Trace, TrendPoint } from '../domain/trace.ts';
import { collectValues } from './collect-values.ts';
import { type Evidence, rowDifference } from './evidence.ts';
import { findLandings, levelsOfRuns } from './landings.ts';
import { pooledNoise } from './noise.ts';

const FEWEST_IN_BAND = 3;
const BAND_WIDTH = 2;

/** The values behind one metric's comparison; undefined where there are none. */
export function traceOf(metric: Metric, evidence: Evidence): Trace | undefined {
  const trend = trendOf(metric, evidence);
  const values = collectValues(metric, evidence);
  const baseline = [...values.recorded, ...values.measuredNow];
  const { candidate } = values;
  if (baseline.length + candidate.length + trend.length === 0) return undefined;
  return { metric: metric.name, baseline, candidate, trend, band: bandOf(trend) };
}

/** The newest runs; where the level changed among them is told by all that were recorded. */
function trendOf(metric: Metric, { baselineRun, metrics }: Evidence): readonly TrendPoint[] {
  const { window = [], recent = [] } = baselineRun?.baseline ?? {};
  const all = [...window, ...recent.filter((run) => !window.includes(run))];
  const alike = all.filter((run) => rowDifference(metric.name, run.metrics, metrics) === undefined);
  const landed = new Set(findLandings(metric, alike.toReversed()).map(({ run }) => run));
  return levelsOfRuns(metric, alike.toReversed())
    .filter(({ run }) => recent.includes(run))
    .map(({ run, level }) => ({ commit: run.commit.sha, at: run.createdAt, level, shifted: landed.has(run) }));
}

function bandOf(trend: readonly TrendPoint[]): readonly [number, number] | null {
  const landed = trend.findLastIndex(({ shifted }) => shifted);
  const logs = trend.slice(Math.max(0, landed)).map(({ level }) => Math.log(level));
  if (logs.length < FEWEST_IN_BAND) return null;
  const reach = BAND_WIDTH * pooledNoise([{ values: logs }]).sd;
  return [Math.exp(median(logs) - reach), Math.exp(median(logs) + reach)];
}
