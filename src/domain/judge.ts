// The verdict of one comparison: material (beyond the limits) and significant (the interval excludes "no change").

import { type Comparison, inconclusive, UNKNOWN } from './comparison.ts';
import { type Estimate, type Evidence, estimateFromJobs, estimateFromPairs, levelOf } from './evidence.ts';
import { type Limit, type LogLimits, toLogLimit } from './limit.ts';
import { errorPerLook, nextLook, type Plan } from './looks.ts';
import type { Metric } from './metric.ts';
import { studentQuantile } from './student.ts';

export interface Question {
  readonly metric: Metric;
  readonly maxRegression: Limit | undefined;
  readonly minChange: Limit | undefined;
  readonly plan: Plan;
  /** How many sampled comparisons share the gate's error budget. */
  readonly comparisons: number;
}

/** Fewer jobs than this at the baseline's level do not say where it stands. */
const FEWEST_AT_BASELINE = 3;

/** The first look may end only where the estimate is below this many standard errors. */
const FIRST_LOOK_ERRORS = 1;

/** Judges a sampled metric on pairs where there are any, else on jobs measured apart. */
export function judgeSampled(question: Question, evidence: Evidence): Comparison {
  const { metric } = question;
  const paired = evidence.pairs.length > 0;
  const levels = { baseline: levelOf(evidence.baseline), candidate: levelOf(evidence.candidate) };
  const jobs = { baseline: evidence.baseline.length, candidate: evidence.candidate.length };
  const known = { ...levels, jobs };
  if (!paired && (jobs.candidate === 0 || jobs.baseline === 0)) {
    return inconclusive(metric, 'not-measured', 'One side has no usable value.', known);
  }
  if (!paired && jobs.baseline < FEWEST_AT_BASELINE) {
    const found = `${jobs.baseline} of the ${FEWEST_AT_BASELINE} jobs needed`;
    return inconclusive(metric, 'baseline-too-young', `The baseline's level rests on ${found}.`, known);
  }
  const estimate = paired
    ? estimateFromPairs(evidence, metric.direction)
    : estimateFromJobs(evidence, metric.direction);
  const level = levels.baseline ?? 1;
  return { ...settle(question, estimate, toLogLimits(question, level)), ...known, metric, paired };
}

/** Judges a metric that follows from the bytes: no statistics, one value a side, at the first look. */
export function judgeExact(question: Question, baseline: number, candidate: number): Comparison {
  const { metric } = question;
  const worse = metric.direction === 'lower' ? candidate - baseline : baseline - candidate;
  const limit =
    baseline > 0 && !isAccelerator(metric) ? toLogLimits(question, baseline) : { maxRegression: 0, minChange: 0 };
  const logChange = baseline > 0 && candidate > 0 ? Math.log(candidate / baseline) : Math.sign(candidate - baseline);
  const signed = metric.direction === 'lower' ? logChange : -logChange;
  const regressed = worse > 0 && isBeyond(signed, limit);
  const improved = worse < 0 && isBeyond(-signed, limit);
  return {
    ...UNKNOWN,
    metric,
    verdict: regressed ? 'regressed' : improved ? 'improved' : 'unchanged',
    reason: 'exact',
    explanation: worse === 0 ? 'The same on both sides.' : 'Follows from the bytes; no statistics needed.',
    baseline,
    candidate,
    change: baseline === 0 ? null : worse / baseline,
    jobs: { baseline: 1, candidate: 1 },
  };
}

/** A layer that leaves the NPU or the GPU is a regression whatever the limits say. */
function isAccelerator({ name }: Metric): boolean {
  return name === 'layers_gpu' || name === 'layers_npu';
}

type Settled = Omit<Comparison, 'metric' | 'baseline' | 'candidate' | 'jobs' | 'paired'>;

function settle(question: Question, estimate: Estimate, limits: LogLimits): Settled {
  const { logChange, count, noise, errorAt } = estimate;
  const critical = criticalValue(question, estimate);
  const reach = critical * errorAt(count);
  const last = Math.max(count, question.plan.looks.at(-1) ?? count);
  const detectable = Math.max(limits.maxRegression, limits.minChange, critical * errorAt(last));
  return {
    ...decide(question.plan, estimate, limits, reach),
    change: Math.expm1(logChange),
    interval: Number.isFinite(reach) ? [Math.expm1(logChange - reach), Math.expm1(logChange + reach)] : null,
    noise: Math.expm1(noise.sd),
    smallestDetectable: Number.isFinite(detectable) ? Math.expm1(detectable) : null,
  };
}

type Decision = Pick<Comparison, 'verdict' | 'reason' | 'explanation' | 'wants'>;

function decide(plan: Plan, estimate: Estimate, limits: LogLimits, reach: number): Decision {
  const { logChange, count, errorAt } = estimate;
  const worse = isBeyond(logChange, limits);
  if (worse && count >= plan.regressFrom && logChange > reach) {
    return { verdict: 'regressed', reason: 'confirmed', explanation: EXPLAIN.regressed, wants: 0 };
  }
  if (isBeyond(-logChange, limits) && count >= plan.regressFrom && -logChange > reach) {
    return { verdict: 'improved', reason: 'confirmed', explanation: EXPLAIN.improved, wants: 0 };
  }
  const threshold = isFirstLook(plan, count) ? FIRST_LOOK_ERRORS * errorAt(count) : 0;
  if (!worse) return { verdict: 'unchanged', reason: 'within-limits', explanation: EXPLAIN.unchanged, wants: 0 };
  if (logChange < threshold)
    return { verdict: 'unchanged', reason: 'within-noise', explanation: EXPLAIN.noise, wants: 0 };
  const next = nextLook(plan, count);
  const explanation = `${count} of ${plan.looks.at(-1) ?? count} measured: ${EXPLAIN.unsettled}`;
  return { verdict: 'inconclusive', reason: 'not-settled', explanation, wants: next === undefined ? 0 : next - count };
}

const EXPLAIN = {
  regressed: 'The estimate is beyond the limits and its interval excludes "no change".',
  improved: 'The estimate is better by more than the limits and its interval excludes "no change".',
  unchanged: 'The estimate is within the limits.',
  noise: 'The estimate is beyond the limits, but within what noise alone does at a first look.',
  unsettled: 'the estimate is beyond the limits, but its interval still holds "no change".',
} as const;

function criticalValue(question: Question, estimate: Estimate): number {
  if (estimate.noise.df < 1) return Number.POSITIVE_INFINITY;
  return studentQuantile(errorPerLook(question.plan, question.comparisons) / 2, estimate.noise.df);
}

function toLogLimits(question: Question, level: number): LogLimits {
  const { metric, maxRegression, minChange } = question;
  return {
    maxRegression: toLogLimit(maxRegression, metric.direction, level),
    minChange: toLogLimit(minChange, metric.direction, level),
  };
}

function isBeyond(logChange: number, limits: LogLimits): boolean {
  return logChange > limits.maxRegression && logChange > limits.minChange;
}

function isFirstLook(plan: Plan, count: number): boolean {
  return count <= (plan.looks[0] ?? 0);
}
