// The decision itself: an estimate, the limits and the budget left, and out of them a verdict and its reason.

import type { Comparison } from '../domain/comparison.ts';
import type { LogLimits } from '../domain/limit.ts';
import type { Estimate, Order } from './estimate.ts';
import { boundAt, criticalValue, intervalAt, intervalOfOrder, upperBound } from './interval.ts';
import { improvementStrictness, lastLook, nextLook, type Plan, type Strictness, strictnessAt } from './looks.ts';
import type { RankLevel } from './rank-test.ts';

export type Decision = Pick<Comparison, 'verdict' | 'reason' | 'explanation' | 'wants'>;

/** With little effort the first look ends where the estimate is below this many standard errors. */
const FIRST_LOOK_ERRORS = 0.25;

/** One-sided error of the bound that must be within twice the limit before a first look may end; by `bench/decision`. */
const FIRST_LOOK_BOUND = 0.125;

/** The order of a newest part may be a little likelier by chance than that of the whole: it has fewer values. */
const NEWEST_SHARE = 2;

/** The verdict at the number of jobs (or pairs) that there are. */
export function decide(plan: Plan, comparisons: number, estimate: Estimate, limits: LogLimits): Decision {
  const { logChange, count } = estimate;
  const mayFlag = count >= plan.regressFrom;
  if (mayFlag && objectionTo(mirror(estimate), limits, improvementStrictness(plan, count)) === undefined)
    return IMPROVED;
  const isBetter = isBeyond(-logChange, limits);
  if (isBetter && plan.confirmImprovements === 'always') return unsettled(plan, count, 'better');
  if (isWithin(estimate, limits)) return decideOnWithin(plan, estimate, limits, isBetter);
  const objection = mayFlag ? objectionTo(estimate, limits, strictnessAt(plan, comparisons, count)) : 'few';
  if (objection === undefined) return REGRESSED;
  if (!isBeyond(logChange, limits)) return unsettled(plan, count, 'newest');
  return isQuickEnd(plan, estimate) ? WITHIN_NOISE : unsettled(plan, count, objection);
}

/** With little effort a first look may end where noise alone explains the estimate. */
function isQuickEnd(plan: Plan, { logChange, count, errorAt }: Estimate): boolean {
  const early = isFirstLook(plan, count) && count < plan.regressFrom;
  return plan.effort === 'quick' && early && logChange < FIRST_LOOK_ERRORS * errorAt(count);
}

/**
 * Within the limits, or better: it may go on all the same. Nothing fails on an improvement, so a gate asks once more, and
 * only where a worsening is ruled out already.
 */
function decideOnWithin(plan: Plan, estimate: Estimate, limits: LogLimits, isBetter: boolean): Decision {
  const { count } = estimate;
  const apparent = isBetter && upperBound(plan, estimate) < 0;
  const again = apparent && plan.confirmImprovements === 'once' && isFirstLook(plan, count);
  const wants = again || isWorthMore(plan, estimate, limits) ? countToNext(plan, count) : 0;
  return { ...(isBetter ? BETTER : WITHIN), wants };
}

/** Whether a change is confirmed as strictly as a regression, in either direction: what a record keeps as a shift. */
export function hasMoved(plan: Plan, comparisons: number, estimate: Estimate, limits: LogLimits): boolean {
  if (estimate.count < plan.regressFrom) return false;
  const strictness = strictnessAt(plan, comparisons, estimate.count);
  return [estimate, mirror(estimate)].some((side) => objectionTo(side, limits, strictness) === undefined);
}

/** What is within the limits may still go on, until it is shown or until that costs more than it tells. */
function isWorthMore(plan: Plan, estimate: Estimate, limits: LogLimits): boolean {
  const allowed = largerOf(limits);
  if (plan.effort === 'quick' || upperBound(plan, estimate) <= allowed) return false;
  if (plan.effort === 'thorough') return true;
  return isFirstLook(plan, estimate.count) && boundAt(FIRST_LOOK_BOUND, estimate) > 2 * allowed;
}

/** The estimate is within the limits beside the whole level and beside its newest parts; what ran beside it decides. */
function isWithin({ logChange, newest, alternated }: Estimate, limits: LogLimits): boolean {
  const besideNewest = newest.every((part) => !isBeyond(part.logChange, limits));
  return alternated ? besideNewest : besideNewest && !isBeyond(logChange, limits);
}

/**
 * The smallest log-change that this evidence, completed to the last look, would show as a regression: the largest of
 * what the limits, the interval, the newest jobs and the order of the jobs each ask for.
 */
export function smallestDetectable(plan: Plan, comparisons: number, estimate: Estimate, limits: LogLimits): number {
  const { logChange, count, noise, errorAt, newest } = estimate;
  const last = lastLook(plan, count);
  const strictness = strictnessAt(plan, comparisons, last);
  const limit = largerOf(limits);
  const reach = criticalValue(strictness, noise) * errorAt(last);
  const parts = newest.map((part) => limit + part.margin * part.errorAt(last) + logChange - part.logChange);
  if (count < last) return Math.max(limit, reach, ...parts);
  const { low } = intervalAt(estimate, strictness);
  const lowest = orderEnds(estimate, strictness).map((end) => logChange - end);
  return Math.max(limit, logChange - low, ...parts, ...lowest);
}

/** What keeps a worsening from being called a regression; undefined: nothing. */
type Objection = 'limits' | 'interval' | 'newest' | 'order' | 'few' | 'better';

/** With fewer values than this beside it an order says nothing (pairs without a history of A/A pairs). */
const FEWEST_TO_SEPARATE = 3;

function objectionTo(estimate: Estimate, limits: LogLimits, strictness: Strictness): Objection | undefined {
  const { logChange, count, newest } = estimate;
  if (!isBeyond(logChange, limits)) return 'limits';
  const { low, few } = intervalAt(estimate, strictness);
  if (few) return 'few';
  if (!(low > 0)) return 'interval';
  const limit = largerOf(limits);
  if (newest.some((part) => part.logChange <= limit + part.margin * part.errorAt(count))) return 'newest';
  const ends = orderEnds(estimate, strictness);
  if (ends.every((end) => end > 0)) return undefined;
  return ends.includes(Number.NEGATIVE_INFINITY) ? 'few' : 'order';
}

/** Lower ends by the orders that stand beside the interval: of the newest ten, and of pairs beside A/A pairs. */
function orderEnds({ newest, order, orderRole }: Estimate, strictness: Strictness): readonly number[] {
  const { error, separation, leniency } = strictness;
  const tested = newest.filter((part) => part.tested).map((part) => part.order);
  const ends = tested.map((part) => lowEnd(part, { error: NEWEST_SHARE * error, leniency }));
  if (orderRole !== 'beside' || order.baselineCount < FEWEST_TO_SEPARATE) return ends;
  return [...ends, lowEnd(order, { error: separation, leniency })];
}

function lowEnd(order: Order, level: RankLevel): number {
  return intervalOfOrder(order, level)?.[0] ?? Number.NEGATIVE_INFINITY;
}

/** The same evidence seen from the other side, where better is worse. */
function mirror(estimate: Estimate): Estimate {
  const turn = (order: Order) => ({ ...order, differences: order.differences.map((value) => -value).reverse() });
  return {
    ...estimate,
    logChange: -estimate.logChange,
    order: turn(estimate.order),
    newest: estimate.newest.map((part) => ({ ...part, logChange: -part.logChange, order: turn(part.order) })),
  };
}

function isBeyond(logChange: number, limits: LogLimits): boolean {
  return logChange > limits.maxRegression && logChange > limits.minChange;
}

/** Both limits must be exceeded, so the larger is what is allowed. */
export function largerOf({ maxRegression, minChange }: LogLimits): number {
  return Math.max(maxRegression, minChange);
}

function isFirstLook(plan: Plan, count: number): boolean {
  return count <= (plan.looks[0] ?? 0);
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

const WITHIN: Decision = {
  verdict: 'unchanged',
  reason: 'within-limits',
  explanation: 'The estimate is within the limits.',
  wants: 0,
};
const BETTER: Decision = { ...WITHIN, explanation: 'Better by more than the limits, but not confirmed.' };
const WITHIN_NOISE: Decision = {
  verdict: 'unchanged',
  reason: 'within-noise',
  explanation: 'Beyond the limits, but within what noise alone does at a first look.',
  wants: 0,
};

const OBJECTIONS: Readonly<Record<Objection, string>> = {
  limits: 'the estimate is within the limits.',
  better: 'the estimate is better by more than the limits, but that is not confirmed.',
  few: 'the estimate is beyond the limits, but there are too few jobs to confirm it.',
  interval: 'the estimate is beyond the limits, but its interval still holds "no change".',
  newest: 'beside the whole baseline and beside its newest jobs the estimate falls on different sides of the limits.',
  order: 'the estimate is beyond the limits, but the values of both sides overlap more than a change would explain.',
};

function unsettled(plan: Plan, count: number, doubt: Objection): Decision {
  const explanation = `${count} of ${lastLook(plan, count)} measured: ${OBJECTIONS[doubt]}`;
  return { verdict: 'inconclusive', reason: 'not-settled', explanation, wants: countToNext(plan, count) };
}

/** How many more the next look takes; 0 where the plan is spent. */
function countToNext(plan: Plan, count: number): number {
  const next = nextLook(plan, count);
  return next === undefined ? 0 : next - count;
}
