// How sure an estimate is: the interval that a verdict needs, and the bound of what the evidence rules out.

import type { Estimate, Order } from './estimate.ts';
import { boundErrorOf, type Plan, type Strictness } from './looks.ts';
import type { Noise } from './noise.ts';
import { isByLeniency, type RankLevel, rankInterval } from './rank-test.ts';
import { studentQuantile } from './student-t.ts';

/** On the log scale; infinite ends where nothing is known. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Whether there are too few values for this level, so that their spread alone tells it. */
  readonly few: boolean;
}

/** Student's t that one side of the interval is built with; infinite where nothing is known of the noise. */
export function criticalValue({ error }: Pick<Strictness, 'error'>, { df }: Noise): number {
  return df < 1 ? Number.POSITIVE_INFINITY : studentQuantile(error, df);
}

/**
 * The interval at one level. For jobs measured apart it follows from their order alone; where there are too few for the
 * level, and for pairs, from the spread. Few jobs that are let through by leniency must pass both.
 */
export function intervalAt(estimate: Estimate, strictness: Strictness): Interval {
  const { logChange, count, noise, errorAt, order, orderRole } = estimate;
  const reach = criticalValue(strictness, noise) * errorAt(count);
  const bySpread = { low: logChange - reach, high: logChange + reach };
  if (orderRole !== 'interval') return { ...bySpread, few: false };
  const found = intervalOfOrder(order, strictness);
  if (found === undefined) return { ...bySpread, few: true };
  const [low, high] = found;
  if (!isByLeniency(order.baselineCount, order.candidateCount, strictness)) return { low, high, few: false };
  return { low: Math.min(low, bySpread.low), high: Math.max(high, bySpread.high), few: false };
}

/** The shifts that the order of the values does not refute; undefined where there are too few values. */
export function intervalOfOrder(order: Order, level: RankLevel): readonly [low: number, high: number] | undefined {
  return rankInterval(order.differences, order.baselineCount, order.candidateCount, level);
}

/**
 * The upper end of the one-sided interval that holds over all looks with 95 %, beside the whole level and beside its
 * last ten jobs: the largest log-change that the evidence still allows.
 */
export function upperBound(plan: Plan, estimate: Estimate): number {
  return boundAt(boundErrorOf(plan), estimate, ({ tested }) => tested || estimate.alternated);
}

/** The same at any one-sided error, beside the whole level and those newest parts that `includes` names. */
export function boundAt(
  error: number,
  { logChange, count, noise, errorAt, newest }: Estimate,
  includes: (part: Estimate['newest'][number]) => boolean = () => true,
): number {
  const critical = criticalValue({ error }, noise);
  const parts = newest.filter(includes).map((part) => part.logChange + critical * part.errorAt(count));
  return Math.max(logChange + critical * errorAt(count), ...parts);
}
