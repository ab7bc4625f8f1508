// The decision itself: an estimate, the limits and the budget left, and out of them a verdict and its reason.

import type { Comparison } from '../domain/comparison.ts';
import type { LogLimits } from '../domain/limit.ts';
import type { Estimate } from './estimate.ts';
import { lastLook, nextLook, type Plan, type Strictness, strictnessAt } from './looks.ts';
import type { Noise } from './noise.ts';
import { shiftToSeparate } from './precedence-test.ts';
import { studentQuantile } from './student-t.ts';

export type Decision = Pick<Comparison, 'verdict' | 'reason' | 'explanation' | 'wants'>;

/** The first look may end only where the estimate is below this many standard errors; chosen by `bench/decision`. */
const FIRST_LOOK_ERRORS = 0.25;

/** The newest part of the baseline must show the change beyond the limits, by this share of the interval's reach. */
const LATEST_SHARE = 0.6;

/** The verdict at the number of jobs (or pairs) that there are. */
export function decide(plan: Plan, comparisons: number, estimate: Estimate, limits: LogLimits): Decision {
  const { logChange, count, errorAt, latest, alternated } = estimate;
  const mayAccuse = count >= plan.regressFrom;
  const strictness = strictnessAt(plan, comparisons, count);
  if (mayAccuse && objectionTo(mirror(estimate), limits, strictness) === undefined) return IMPROVED;
  if (isBeyond(-logChange, limits)) {
    if (plan.confirmsImprovements === true) return unsettled(plan, count, 'better');
    return unchanged('within-limits', 'Better by more than the limits; not confirmed, since nothing hangs on it.');
  }
  if (!isBeyond(logChange, limits)) return unchanged('within-limits', 'The estimate is within the limits.');
  if (alternated && latest !== null && !isBeyond(latest, limits))
    return unchanged('within-limits', 'Beside the baseline measured at the same time it is within the limits.');
  const doubt = mayAccuse ? objectionTo(estimate, limits, strictness) : 'few';
  if (doubt === undefined) return REGRESSED;
  const first = count <= (plan.looks[0] ?? 0);
  if (first && !mayAccuse && logChange < FIRST_LOOK_ERRORS * errorAt(count))
    return unchanged('within-noise', 'Beyond the limits, but within what noise alone does at a first look.');
  return unsettled(plan, count, doubt);
}

/** How far the interval reaches to either side of the estimate. */
export function reachOf(plan: Plan, comparisons: number, { count, noise, errorAt }: Estimate): number {
  return criticalValue(strictnessAt(plan, comparisons, count), noise) * errorAt(count);
}

/**
 * The smallest log-change that this evidence, completed to the last look, would show as a regression: the largest of
 * what the limits, the interval, the newest jobs and the order of the jobs each ask for.
 */
export function smallestDetectable(plan: Plan, comparisons: number, estimate: Estimate, limits: LogLimits): number {
  const { logChange, count, noise, errorAt, latest, baseline: before, candidate: after } = estimate;
  const last = lastLook(plan, count);
  const strictness = strictnessAt(plan, comparisons, last);
  const limit = Math.max(limits.maxRegression, limits.minChange);
  const complete = count >= last;
  const order =
    before.length < FEWEST_TO_SEPARATE
      ? 0
      : complete
        ? logChange + shiftToSeparate(before, after, strictness.separation, strictness.lenient)
        : shiftToSeparate(before, before, strictness.separation, strictness.lenient);
  const reach = criticalValue(strictness, noise) * errorAt(last);
  const newest = latest === null ? 0 : limit + LATEST_SHARE * reach + logChange - latest;
  return Math.max(limit, reach, newest, order);
}

/** What keeps a worsening from being called a regression; undefined: nothing. */
type Objection = 'limits' | 'interval' | 'latest' | 'order' | 'few' | 'better';

/** With fewer values than this beside it an order says nothing (pairs without a history of A/A pairs). */
const FEWEST_TO_SEPARATE = 3;

function objectionTo(estimate: Estimate, limits: LogLimits, strictness: Strictness): Objection | undefined {
  const { logChange, count, noise, errorAt, latest, baseline: before, candidate: after } = estimate;
  if (!isBeyond(logChange, limits)) return 'limits';
  const reach = criticalValue(strictness, noise) * errorAt(count);
  if (logChange <= reach) return 'interval';
  const limit = Math.max(limits.maxRegression, limits.minChange);
  if (latest !== null && latest <= limit + LATEST_SHARE * reach) return 'latest';
  if (before.length < FEWEST_TO_SEPARATE) return undefined;
  const shift = shiftToSeparate(before, after, strictness.separation, strictness.lenient);
  return shift < 0 ? undefined : Number.isFinite(shift) ? 'order' : 'few';
}

/** The same evidence seen from the other side, where better is worse. */
function mirror(estimate: Estimate): Estimate {
  const { logChange, baseline: before, candidate: after, latest } = estimate;
  return {
    ...estimate,
    logChange: -logChange,
    baseline: before.map((value) => -value),
    candidate: after.map((value) => -value),
    latest: latest === null ? null : -latest,
  };
}

/** Student's t that one side of the interval is built with; infinite where nothing is known of the noise. */
export function criticalValue({ error }: Pick<Strictness, 'error'>, { df }: Noise): number {
  return df < 1 ? Number.POSITIVE_INFINITY : studentQuantile(error, df);
}

function isBeyond(logChange: number, limits: LogLimits): boolean {
  return logChange > limits.maxRegression && logChange > limits.minChange;
}

const REGRESSED: Decision = {
  verdict: 'regressed',
  reason: 'confirmed',
  explanation: 'The estimate is beyond the limits, its interval excludes "no change", and the jobs stand apart.',
  wants: 0,
};
const IMPROVED: Decision = {
  verdict: 'improved',
  reason: 'confirmed',
  explanation: 'It is better by more than the limits, the interval excludes "no change", and the jobs stand apart.',
  wants: 0,
};

function unchanged(reason: 'within-limits' | 'within-noise', explanation: string): Decision {
  return { verdict: 'unchanged', reason, explanation, wants: 0 };
}

const OBJECTIONS: Readonly<Record<Objection, string>> = {
  limits: 'the estimate is within the limits.',
  better: 'the estimate is better by more than the limits, but that is not confirmed.',
  few: 'the estimate is beyond the limits, but on too few to accuse anyone.',
  interval: 'the estimate is beyond the limits, but its interval still holds "no change".',
  latest: 'the estimate is beyond the limits, but hardly so against the newest of the baseline alone.',
  order: 'the estimate is beyond the limits, but the values of both sides overlap more than a change would explain.',
};

function unsettled(plan: Plan, count: number, doubt: Objection): Decision {
  const next = nextLook(plan, count);
  const explanation = `${count} of ${lastLook(plan, count)} measured: ${OBJECTIONS[doubt]}`;
  return { verdict: 'inconclusive', reason: 'not-settled', explanation, wants: next === undefined ? 0 : next - count };
}
