// Gating all devices together: the pooled change against a limit of its own, where the configuration has one.

import { type Comparison, UNKNOWN } from '../domain/comparison.ts';
import { type Limit, toLogLimit, toWorsening } from '../domain/limit.ts';
import { applyWaivers, findFleetLimit, type Policy } from '../domain/policy.ts';
import { median } from '../domain/statistics.ts';
import { matches } from '../domain/waiver.ts';
import { type DeviceResult, isFleet, type PooledEffect, poolEffects } from './fleet.ts';
import { ERROR_BUDGET } from './looks.ts';
import { studentQuantile } from './student-t.ts';

/** What a fleet is called where a device's name stands. */
export const ALL_DEVICES = 'all devices';

/** The share of the gate's error budget that the pooled changes take, where they gate. */
const FLEET_SHARE = 0.5;

/** What the bound of an unchanged fleet may miss; it is looked at once. */
const BOUND_ERROR = 0.05;

export interface FleetComparison {
  readonly model: string;
  readonly comparison: Comparison;
}

/** One for each pooled change that has a limit. */
export function compareFleets(results: readonly DeviceResult[], policy: Policy): readonly FleetComparison[] {
  const limited = poolEffects(results).flatMap((effect) => {
    const limit = findFleetLimit(policy, effect.metric, effect.model);
    return limit === undefined ? [] : [{ effect, limit }];
  });
  return limited.map(({ effect, limit }) => {
    const comparison = compareFleet(effect, limit, (FLEET_SHARE * ERROR_BUDGET) / limited.length);
    const place = { model: effect.model, device: ALL_DEVICES };
    return { model: effect.model, comparison: applyWaivers(policy, comparison, place) };
  });
}

/** How many times stricter each device is judged where pooled changes share the gate's error budget. */
export function strictnessBesideFleet(
  places: readonly { readonly model: string; readonly device: string }[],
  { rules }: Pick<Policy, 'rules'>,
): number {
  const gating = rules.some(
    ({ fleet, model: pattern }) =>
      fleet !== undefined &&
      [...new Set(places.map(({ model }) => model))].some(
        (name) =>
          matches(pattern, name) && isFleet(places.filter(({ model }) => model === name).map(({ device }) => device)),
      ),
  );
  return gating ? 1 / (1 - FLEET_SHARE) : 1;
}

function compareFleet(effect: PooledEffect, limit: Limit, error: number): Comparison {
  const { metric, change, df, results } = effect;
  const own = results.flatMap(({ comparisons }) => comparisons.filter((one) => one.metric.name === metric.name));
  const allowed = toLogLimit(limit, metric.direction, 1);
  const reach = studentQuantile(error, df) * effect.error;
  const bound = change + studentQuantile(BOUND_ERROR, df) * effect.error;
  const toFraction = (log: number) => toWorsening(log, metric.direction);
  const decision = decide(change, reach, allowed);
  const sum = (side: 'baseline' | 'candidate') => own.reduce((total, { jobs }) => total + jobs[side], 0);
  return {
    ...UNKNOWN,
    ...levelsOf(own, metric.direction === 'lower' ? change : -change),
    ...decision,
    metric,
    explanation: `${results.length} devices together. ${decision.explanation}`,
    change: toFraction(change),
    interval: [toFraction(change - reach), toFraction(change + reach)],
    jobs: { baseline: sum('baseline'), candidate: sum('candidate') },
    paired: own.every(({ paired }) => paired),
    limit: toFraction(allowed),
    rulesOutAbove: toFraction(bound),
    shown: decision.verdict === 'unchanged' && bound <= allowed,
    smallestDetectable: toFraction(Math.max(allowed, reach)),
  };
}

function decide(
  change: number,
  reach: number,
  allowed: number,
): Pick<Comparison, 'verdict' | 'reason' | 'explanation'> {
  if (change > allowed && change - reach > 0) {
    const explanation = 'The pooled change is beyond its limit, and its interval excludes "no change".';
    return { verdict: 'regressed', reason: 'confirmed', explanation };
  }
  if (change > allowed) {
    const explanation = 'The pooled change is beyond its limit, but its interval still holds "no change".';
    return { verdict: 'inconclusive', reason: 'not-settled', explanation };
  }
  if (change < -allowed && change + reach < 0) {
    return { verdict: 'improved', reason: 'confirmed', explanation: 'Better by more than the limit.' };
  }
  return { verdict: 'unchanged', reason: 'within-limits', explanation: 'The pooled change is within its limit.' };
}

/** The device in the middle, with the pooled change beside it. */
function levelsOf(comparisons: readonly Comparison[], logRatio: number): Pick<Comparison, 'baseline' | 'candidate'> {
  const known = comparisons.flatMap(({ baseline }) => (baseline !== null && baseline > 0 ? [baseline] : []));
  if (known.length === 0) return { baseline: null, candidate: null };
  const baseline = median(known);
  return { baseline, candidate: baseline * Math.exp(logRatio) };
}
