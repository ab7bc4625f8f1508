// A decision on plain numbers: one value a job, no record, no device.

import { WINDOW } from '../domain/baseline.ts';
import { type Comparison, inconclusive, UNKNOWN } from '../domain/comparison.ts';
import { findLimit, type Limit } from '../domain/limit.ts';
import type { Metric } from '../domain/metric.ts';
import { type ComparisonTerms, compareExact, compareSampled } from './compare-metric.ts';
import type { Plan } from './looks.ts';
import { withoutOutliers } from './outliers.ts';

/** Values of one metric, one a job; null where a job had none. */
export interface Series {
  readonly metric: Metric;
  /** Oldest first. */
  readonly history: readonly (number | null)[];
  readonly candidate: readonly (number | null)[];
}

export interface SeriesPolicy {
  readonly maxRegression: readonly Limit[];
  readonly minChange: readonly Limit[];
  readonly plan: Plan;
}

/**
 * Judges a series as a gate of one comparison. Of the last hundred jobs those since the last change of level are the
 * baseline's level, ten at least; the others tell only the noise.
 * @example compareSeries({ metric, history: [20, 20.1, 19.9, 20, 20.1, 19.9], candidate: [24, 24.1, 23.9, 24, 24.1, 24] }, policy).verdict // 'regressed'
 */
export function compareSeries({ metric, history, candidate }: Series, policy: SeriesPolicy): Comparison {
  if (metric.kind === 'exact') return compareExactSeries({ metric, history, candidate }, policy);
  if (isAllZero(history) && isAllZero(candidate)) return bothZero(metric, history.length, candidate.length);
  const usable = history.filter(isUsable);
  const newest = usable.slice(-WINDOW);
  const recorded = withoutOutliers(newest);
  const values = candidate.filter(isUsable);
  const question = ask(metric, policy);
  const evidence = { recorded, measuredNow: [], history: [], candidate: values, pairs: [], aaPairs: [] };
  return describeLeftOut(compareSampled(question, evidence), [
    [history.length - usable.length + newest.length - recorded.length, 'of the history'],
    [candidate.length - values.length, 'of the candidate'],
  ]);
}

/** Sizes and layer counts: the newest of either side says it all. */
function compareExactSeries({ metric, history, candidate }: Series, policy: SeriesPolicy): Comparison {
  const [baseline, after] = [history.at(-1) ?? null, candidate.at(-1) ?? null];
  return baseline === null || after === null
    ? inconclusive(metric, 'not-measured', 'One side has no usable value.', { baseline, candidate: after })
    : compareExact(ask(metric, policy), baseline, after);
}

function ask(metric: Metric, { maxRegression, minChange, plan }: SeriesPolicy): ComparisonTerms {
  return {
    metric,
    maxRegression: findLimit(maxRegression, metric),
    minChange: findLimit(minChange, metric),
    budget: undefined,
    plan,
    comparisonCount: 1,
  };
}

/** Times and sizes are positive; anything else was not measured. */
function isUsable(value: number | null): value is number {
  return value !== null && Number.isFinite(value) && value > 0;
}

function isAllZero(values: readonly (number | null)[]): boolean {
  return values.length > 0 && values.every((value) => value === 0);
}

function bothZero(metric: Metric, baseline: number, candidate: number): Comparison {
  const known = { baseline: 0, candidate: 0, change: 0, jobs: { baseline, candidate } };
  return { ...UNKNOWN, ...known, metric, verdict: 'unchanged', reason: 'exact', explanation: 'Zero on both sides.' };
}

function describeLeftOut(comparison: Comparison, counts: readonly (readonly [number, string])[]): Comparison {
  const left = counts.filter(([count]) => count > 0).map(([count, side]) => `${count} ${side}`);
  if (left.length === 0) return comparison;
  const explanation = `${comparison.explanation} Left out, not positive or more than five times off: ${left.join(', ')}.`;
  return { ...comparison, explanation };
}
