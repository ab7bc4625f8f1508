// A whole gate: every model on every device under one error budget.

import type { Comparison, ReasonCode } from '../domain/comparison.ts';
import { applyWaivers, type Policy } from '../domain/policy.ts';
import { compareMetrics } from './compare-metrics.ts';
import type { Evidence } from './evidence.ts';
import { strictnessBesideFleet } from './fleet-gate.ts';
import type { Plan } from './looks.ts';

/** One model on one device, and when its verdicts may fall. */
export interface ComparisonInput {
  readonly evidence: Evidence;
  readonly plan: Plan;
}

/**
 * The comparisons of each item, in its order. The error budget is shared by Holm's procedure (1979, Scandinavian
 * Journal of Statistics 6): as long as it is, the share of a comparison is what those not yet accused leave over.
 * @example compareAll([{ evidence, plan: planLooks('job', undefined, 6) }], policy)[0] // one comparison a metric
 */
export function compareAll(items: readonly ComparisonInput[], policy: Policy): readonly (readonly Comparison[])[] {
  const places = items.map(({ evidence }) => ({ model: evidence.model.name, device: evidence.device }));
  const beside = strictnessBesideFleet(places, policy);
  const judge = (sharing: number) =>
    items.map(({ evidence, plan }) => compareMetrics(evidence, plan, policy, sharing * beside));
  let judged = judge(1);
  // A comparison with a budget is tested twice.
  const tests = judged.flat().map((one) => (sharesBudget(one) ? (one.budget === null ? 1 : 2) : 0));
  const atStake = Math.max(
    1,
    tests.reduce<number>((sum, count) => sum + count, 0),
  );
  let accused = -1;
  for (let found = 0; found > accused && found < atStake; found = judged.flat().filter(isFlagged).length) {
    accused = found;
    judged = judge(atStake - accused);
  }
  return judged.map((comparisons, index) => {
    const place = places[index] ?? { model: '', device: '' };
    return comparisons.map((comparison) => applyWaivers(policy, comparison, place));
  });
}

/** Verdicts for which no chance is taken. */
const CERTAIN: ReadonlySet<ReasonCode> = new Set(['identical-model', 'no-baseline']);

/** Whether a comparison could accuse by chance; judged by what it is, not by what was found. */
function sharesBudget({ metric, reason, budget }: Comparison): boolean {
  return metric.gates && metric.kind === 'sampled' && (!CERTAIN.has(reason) || budget !== null);
}

function isFlagged(comparison: Comparison): boolean {
  return sharesBudget(comparison) && comparison.verdict === 'regressed';
}
