// A budget is a level that must not be passed, whatever the baseline was.

import type { Comparison } from '../domain/comparison.ts';
import type { Metric } from '../domain/metric.ts';
import { median, medianError } from '../domain/statistics.ts';
import type { ComparisonTerms } from './compare-metric.ts';
import { criticalValue } from './interval.ts';
import { lastLook, nextLook, planSessions, strictnessAt } from './looks.ts';
import { type Noise, pooledNoise } from './noise.ts';

/**
 * Holds a comparison against its budget as well: over it is `regressed`, whatever the baseline was. Few sessions do not tell
 * their own spread; then it is given.
 */
export function applyBudget(
  question: ComparisonTerms,
  comparison: Comparison,
  candidate: readonly number[],
  noiseOfSessions?: Noise,
): Comparison {
  const { metric, budget, plan } = question;
  if (budget === undefined) return comparison;
  if (candidate.length === 0) return { ...comparison, budget };
  const over = median(candidate.map((value) => distanceBeyond(metric, budget, value)));
  const known = { ...comparison, budget };
  const touches = touchesBudget(question, over);
  if (!(over > 0) && !touches) return known;
  const explanation = describeBudget(metric, budget, touches);
  if (isSurelyOver(question, over, candidate, noiseOfSessions)) {
    // A record goes on until it knows whether the level moved: later gates must.
    const wants = plan.confirmImprovements === 'always' ? comparison.wants : 0;
    const broken = { ...known, overBudget: true };
    if (comparison.verdict === 'regressed') return broken;
    return { ...broken, verdict: 'regressed', reason: 'over-budget', explanation, wants };
  }
  if (comparison.verdict === 'regressed') return known;
  const count = candidate.length;
  const next = nextLook(plan, count);
  const measured = `${count} of ${lastLook(plan, count)} measured: over it, but not surely.`;
  const wants = next === undefined ? 0 : next - count;
  return { ...known, verdict: 'inconclusive', reason: 'not-settled', explanation: `${explanation} ${measured}`, wants };
}

/** Whether a level that may not be reached is: only exact values can be told to be equal. */
function touchesBudget({ metric, strict }: ComparisonTerms, over: number): boolean {
  return strict === true && over === 0 && metric.kind === 'exact';
}

function describeBudget({ direction, unit }: Metric, budget: number, strictly: boolean): string {
  const bound = direction === 'lower' ? 'less than ' : 'more than ';
  return `The budget is ${strictly ? bound : ''}${`${budget} ${unit}`.trim()}.`;
}

function isSurelyOver(
  { metric, plan, comparisonCount: comparisons }: ComparisonTerms,
  over: number,
  candidate: readonly number[],
  noiseOfSessions: Noise | undefined,
): boolean {
  if (metric.kind === 'exact') return true;
  const count = candidate.length;
  const noise = noiseOfSessions ?? pooledNoise([{ values: candidate.map(Math.log) }]);
  const looks = noiseOfSessions === undefined ? plan : planSessions(plan, count);
  const strictness = strictnessAt(looks, comparisons, count);
  return count >= looks.regressFrom && over > criticalValue(strictness, noise) * noise.sd * medianError(count);
}

/** Log-distance beyond the budget; positive is over it. */
function distanceBeyond(metric: Metric, budget: number, value: number): number {
  if (value <= 0 || budget <= 0) return metric.direction === 'lower' ? value - budget : budget - value;
  return Math.log(metric.direction === 'lower' ? value / budget : budget / value);
}
