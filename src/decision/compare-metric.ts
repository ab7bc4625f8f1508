// The verdict of one comparison: material (beyond the limits) and significant (the interval excludes "no change").

import { type Comparison, inconclusive, UNKNOWN } from '../domain/comparison.ts';
import { type Limit, type LogLimits, toLogLimit, toWorsening } from '../domain/limit.ts';
import type { Metric } from '../domain/metric.ts';
import { plural } from '../domain/plural.ts';
import { levelOf, median } from '../domain/statistics.ts';
import {
  type Estimate,
  estimateFromJobs,
  estimateFromPairs,
  estimateFromSessions,
  type MetricValues,
} from './estimate.ts';
import { intervalAt, upperBound } from './interval.ts';
import { type Plan, planSessions, strictnessAt } from './looks.ts';
import { withoutOutliers } from './outliers.ts';
import { decide, hasMoved, largerOf, smallestDetectable } from './rule.ts';

export interface ComparisonTerms {
  readonly metric: Metric;
  readonly maxRegression: Limit | undefined;
  readonly minChange: Limit | undefined;
  /** A level that must not be exceeded (for metrics where higher is better: fallen short of), in the metric's unit. */
  readonly budget: number | undefined;
  /** Whether the budget's level itself is already too much. */
  readonly strict?: boolean | undefined;
  readonly plan: Plan;
  /** How many sampled comparisons share the gate's error budget. */
  readonly comparisonCount: number;
}

/** Fewer jobs than this at the baseline's level do not say where it stands. */
const FEWEST_AT_BASELINE = 3;

/** Judges a sampled metric on pairs where there are any, else on jobs measured apart. */
export function compareSampled(question: ComparisonTerms, values: MetricValues): Comparison {
  const { metric } = question;
  if (values.pairs.length > 0) {
    const jobs = { baseline: values.measuredNow.length, candidate: values.candidate.length };
    const estimate = estimateFromPairs(values, metric.direction);
    const levels = levelsOfPairs(values, metric.direction === 'lower' ? estimate.logChange : -estimate.logChange);
    return { ...decideOnEstimate(question, estimate, levels.baseline), ...levels, jobs, metric, paired: true };
  }
  const recorded = withoutOutliers(values.recorded);
  const all = [...recorded, ...values.measuredNow];
  const jobs = { baseline: all.length, candidate: values.candidate.length };
  const known = { baseline: levelOf(all), candidate: levelOf(values.candidate), jobs };
  if (jobs.candidate === 0 || jobs.baseline === 0) {
    return inconclusive(metric, 'not-measured', 'One side has no usable value.', known);
  }
  if (jobs.baseline < FEWEST_AT_BASELINE) {
    const unit = values.within === undefined ? 'jobs' : 'sessions';
    const found = `${jobs.baseline} of the ${FEWEST_AT_BASELINE} ${unit} needed`;
    return inconclusive(metric, 'baseline-too-young', `The baseline's level rests on ${found}.`, known);
  }
  const bySession = values.within !== undefined;
  const estimate = (bySession ? estimateFromSessions : estimateFromJobs)({ ...values, recorded }, metric.direction);
  const plan = bySession ? planSessions(question.plan, jobs.candidate) : question.plan;
  const before = estimate.baseline.map((value) => Math.exp(metric.direction === 'lower' ? value : -value));
  const used = { baseline: median(before), jobs: { ...jobs, baseline: before.length } };
  const comparison = {
    ...decideOnEstimate({ ...question, plan }, estimate, used.baseline),
    ...known,
    ...used,
    metric,
    paired: false,
  };
  const aside = values.recorded.length - recorded.length;
  return aside === 0
    ? comparison
    : { ...comparison, explanation: `${comparison.explanation} ${describeSetAside(aside)}` };
}

/**
 * Both sides' levels, around their common middle and as far apart as the pairs are. The machine may differ from pair to
 * pair by more than the models do; medians of each side alone would then contradict the ratio beside them.
 */
function levelsOfPairs(
  { measuredNow, candidate }: MetricValues,
  logRatio: number,
): { readonly baseline: number | null; readonly candidate: number | null } {
  const [before, after] = [levelOf(measuredNow), levelOf(candidate)];
  if (before === null || after === null) return { baseline: before, candidate: after };
  const middle = Math.sqrt(before * after);
  return { baseline: middle * Math.exp(-logRatio / 2), candidate: middle * Math.exp(logRatio / 2) };
}

function describeSetAside(count: number): string {
  return `${count} recorded ${plural(count, 'job')} ${count === 1 ? 'was' : 'were'} set aside: more than five times off.`;
}

/** What became of the layers on the CPU while those on an accelerator changed; undefined where that is not told. */
export type CpuLayers = 'more' | 'no more' | undefined;

/**
 * Judges a metric that follows from the bytes: no statistics, one value a side, at the first look. A layer that leaves
 * an accelerator for the CPU is a regression whatever the limits say; one that is gone altogether is none.
 */
export function compareExact(
  question: ComparisonTerms,
  baseline: number,
  candidate: number,
  cpuLayers?: CpuLayers,
): Comparison {
  const { metric } = question;
  const worse = metric.direction === 'lower' ? candidate - baseline : baseline - candidate;
  const moved = isAccelerator(metric) && cpuLayers === 'more';
  const gone = isAccelerator(metric) && cpuLayers === 'no more';
  const limit = baseline > 0 && !moved ? toLogLimits(question, baseline) : { maxRegression: 0, minChange: 0 };
  const signed = (metric.direction === 'lower' ? 1 : -1) * logRatioOf(baseline, candidate);
  const beyond = (change: number) => change > limit.maxRegression && change > limit.minChange;
  const allowed = Math.max(limit.maxRegression, limit.minChange);
  const regressed = worse > 0 && !gone && beyond(signed);
  const improved = worse < 0 && beyond(-signed);
  return {
    ...UNKNOWN,
    metric,
    verdict: regressed ? 'regressed' : improved ? 'improved' : 'unchanged',
    reason: 'exact',
    explanation: explainExact(worse, gone),
    baseline,
    candidate,
    change: baseline === 0 ? null : worse / baseline,
    jobs: { baseline: 1, candidate: 1 },
    limit: Number.isFinite(allowed) ? toWorsening(allowed, metric.direction) : null,
    rulesOutAbove: baseline === 0 ? null : worse / baseline,
    shown: !regressed && !improved,
  };
}

/** Where a side is zero only the direction is known. */
function logRatioOf(baseline: number, candidate: number): number {
  return baseline > 0 && candidate > 0 ? Math.log(candidate / baseline) : Math.sign(candidate - baseline);
}

function explainExact(worse: number, gone: boolean): string {
  if (worse === 0) return 'The same on both sides.';
  if (worse > 0 && gone) return 'Fewer, but none of them moved to the CPU.';
  return 'Follows from the bytes; no statistics needed.';
}

function isAccelerator({ name }: Metric): boolean {
  return name === 'layers_gpu' || name === 'layers_npu';
}

type EstimateResult = Omit<Comparison, 'metric' | 'baseline' | 'candidate' | 'jobs' | 'paired'>;

function decideOnEstimate(question: ComparisonTerms, estimate: Estimate, level: number | null): EstimateResult {
  const { plan, comparisonCount: comparisons } = question;
  const { logChange, noise, count } = estimate;
  const limits = toLogLimits(question, level ?? 1);
  const { low, high } = intervalAt(estimate, strictnessAt(plan, comparisons, count));
  const decision = decide(plan, comparisons, estimate, limits);
  const expected = smallestDetectable(plan, comparisons, estimate, limits);
  const detectable = decision.verdict === 'regressed' ? Math.min(expected, logChange) : expected;
  const toFraction = (log: number) => toWorsening(log, question.metric.direction);
  return {
    ...decision,
    change: toFraction(logChange),
    interval: Number.isFinite(low) && Number.isFinite(high) ? [toFraction(low), toFraction(high)] : null,
    noise: Math.expm1(noise.sd),
    ...describeBound(question, upperBound(plan, estimate), largerOf(limits), decision.verdict),
    smallestDetectable: Number.isFinite(detectable) ? toFraction(detectable) : null,
    budget: null,
    overBudget: false,
    moved: hasMoved(plan, comparisons, estimate, limits),
    waived: null,
    accepted: null,
  };
}

/** What the evidence still allows beside what the limits allow. */
function describeBound(
  { metric }: ComparisonTerms,
  bound: number,
  allowed: number,
  verdict: Comparison['verdict'],
): Pick<Comparison, 'limit' | 'rulesOutAbove' | 'shown'> {
  const toFraction = (log: number) => (Number.isFinite(log) ? toWorsening(log, metric.direction) : null);
  return {
    limit: toFraction(allowed),
    rulesOutAbove: toFraction(bound),
    shown: verdict === 'unchanged' && bound <= allowed,
  };
}

function toLogLimits(question: ComparisonTerms, level: number): LogLimits {
  const { metric, maxRegression, minChange } = question;
  return {
    maxRegression: toLogLimit(maxRegression, metric.direction, level),
    minChange: toLogLimit(minChange, metric.direction, level),
  };
}
