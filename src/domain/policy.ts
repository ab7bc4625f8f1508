// What the reviewed configuration allows: limits for all, rules for some, and waivers for a while.

import type { Comparison } from './comparison.ts';
import { absoluteUnit, findLimit, type Limit } from './limit.ts';
import type { Metric } from './metric.ts';
import { fits, isExpired, type Place, type Scope, type Waiver } from './waiver.ts';

/** Limits of some comparisons; where several rules fit, the last one that says something wins. */
export interface Rule extends Scope {
  readonly maxRegression?: Limit | undefined;
  readonly minChange?: Limit | undefined;
  /** A level that must not be passed, in the metric's unit. */
  readonly budget?: number | undefined;
  /** Whether the budget's level itself is already too much. */
  readonly strict?: boolean | undefined;
  /** How much worse all devices together may get, in %. */
  readonly fleet?: Limit | undefined;
  /** Whether the metric can fail the gate. */
  readonly gates?: boolean | undefined;
}

export interface Policy {
  readonly maxRegression: readonly Limit[];
  readonly minChange: readonly Limit[];
  readonly rules: readonly Rule[];
  readonly waivers: readonly Waiver[];
  /** Metrics that the configuration adds or overrides. */
  readonly metrics?: readonly Metric[] | undefined;
  /** The day of the decision in UTC, `2026-11-21`. */
  readonly today: string;
}

/** The day of a moment in UTC, as waivers write it. */
export function toDay(moment: Date): string {
  return moment.toISOString().slice(0, '2026-11-21'.length);
}

/** What one comparison is held against. */
export interface PlacePolicy {
  readonly metric: Metric;
  readonly maxRegression: Limit | undefined;
  readonly minChange: Limit | undefined;
  readonly budget: number | undefined;
  /** Whether the budget's level itself is already too much. */
  readonly strict?: boolean | undefined;
}

/** The limits of one metric in one place. */
export function termsFor(policy: Policy, metric: Metric, place: Place): PlacePolicy {
  const fitting = policy.rules.filter((rule) => fits(rule, metric, place)).reverse();
  const first = <K extends keyof Rule>(key: K) => fitting.find((rule) => rule[key] !== undefined)?.[key];
  return {
    metric: { ...metric, gates: first('gates') ?? metric.gates },
    maxRegression: first('maxRegression') ?? findLimit(policy.maxRegression, metric),
    minChange: first('minChange') ?? findLimit(policy.minChange, metric),
    budget: first('budget'),
    strict: fitting.find((rule) => rule.budget !== undefined)?.strict,
  };
}

/** How much worse a metric may get over all devices of a model together; undefined: that is shown, and fails nothing. */
export function findFleetLimit({ rules }: Pick<Policy, 'rules'>, metric: Metric, model: string): Limit | undefined {
  return rules.filter((rule) => rule.fleet !== undefined && fits(rule, metric, { model, device: '' })).at(-1)?.fleet;
}

/** The comparison with the waiver that covers it, if it regressed and one does. */
export function applyWaivers(policy: Policy, comparison: Comparison, place: Place): Comparison {
  if (comparison.verdict !== 'regressed') return comparison;
  const waiver = policy.waivers.find(
    (candidate) =>
      !isExpired(candidate, policy.today) &&
      fits(candidate, comparison.metric, place) &&
      isWithinCeiling(candidate.ceiling, comparison),
  );
  return waiver === undefined ? comparison : { ...comparison, waived: waiver };
}

/** The waiver that would cover this regression, had its day not passed. */
export function findExpired(
  { waivers, today }: Pick<Policy, 'waivers' | 'today'>,
  comparison: Comparison,
  place: Place,
): Waiver | undefined {
  if (comparison.verdict !== 'regressed' || comparison.waived !== null) return undefined;
  return waivers.find(
    (waiver) =>
      isExpired(waiver, today) && fits(waiver, comparison.metric, place) && isWithinCeiling(waiver.ceiling, comparison),
  );
}

/** Whether a ceiling, in % or in the metric's unit, covers a change. A share says nothing about a budget: that takes a level. */
export function isWithinCeiling(ceiling: Limit, { change, candidate, metric, overBudget }: Comparison): boolean {
  if (ceiling.unit === '%') return !overBudget && change !== null && change <= ceiling.value;
  if (ceiling.unit !== absoluteUnit(metric) || candidate === null) return false;
  return metric.direction === 'lower' ? candidate <= ceiling.value : candidate >= ceiling.value;
}
