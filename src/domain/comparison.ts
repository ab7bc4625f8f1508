// Baseline × candidate for one metric on one device: the verdict, and everything that shows how sure it is.

import type { Metric } from './metric.ts';
import type { Acceptance, AcceptedChange, Waiver } from './waiver.ts';

export type Verdict = 'regressed' | 'improved' | 'unchanged' | 'inconclusive';

/** Why a verdict fell; the words are in `REASONS`. */
export type ReasonCode =
  | 'confirmed'
  | 'exact'
  | 'over-budget'
  | 'within-limits'
  | 'within-noise'
  | 'identical-model'
  | 'not-settled'
  | 'no-baseline'
  | 'baseline-too-young'
  | 'environment-differs'
  | 'statistic-differs'
  | 'not-measured'
  | 'job-failed'
  | 'workload-differs';

export interface Comparison {
  readonly metric: Metric;
  readonly verdict: Verdict;
  readonly reason: ReasonCode;
  /** One sentence that a person can check. */
  readonly explanation: string;
  /** Levels in the metric's unit; null where nothing was measured. */
  readonly baseline: number | null;
  readonly candidate: number | null;
  /** As a fraction, positive is worse: 0.05 is 5 % worse. */
  readonly change: number | null;
  /** The change's interval at the error that the look could spend, same scale; null for exact metrics. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Standard deviation of one unit of evidence, as a fraction. */
  readonly noise: number | null;
  /** How many jobs stand behind each side. */
  readonly jobs: { readonly baseline: number; readonly candidate: number };
  /** Whether the jobs were measured interleaved in pairs. */
  readonly paired: boolean;
  /** The worsening that is allowed, as a fraction: the larger of both limits; null where nothing could be compared. */
  readonly limit: number | null;
  /**
   * The largest worsening that this evidence still allows, as a fraction: the upper end of the comparison's own
   * one-sided 95 % interval, which holds over all looks and is not shared over the gate. Null where nothing is known.
   */
  readonly rulesOutAbove: number | null;
  /** Whether an `unchanged` was shown: what the evidence still allows lies within the limit. */
  readonly shown: boolean;
  /** The smallest worsening, as a fraction, that this evidence could have shown. */
  readonly smallestDetectable: number | null;
  /** More candidate jobs (pairs) that would be needed before the next look; 0 when settled. */
  readonly wants: number;
  /** The level that must not be passed, in the metric's unit; null where none is set. */
  readonly budget: number | null;
  /** Whether the level is beyond the budget, for sure. */
  readonly overBudget: boolean;
  /** Whether a change of level is confirmed, whatever a budget makes of it. */
  readonly moved: boolean;
  /** The waiver that covers this regression, so that it does not fail the gate. */
  readonly waived: Waiver | null;
  /** Who accepts this regression for the commit at hand, so that it does not fail the gate. */
  readonly accepted: Acceptance | null;
}

/** A metric that neither side could measure does not count, unless it has a budget; one that only one side lost does. */
export function counts({ metric, reason, baseline, candidate, budget }: Comparison): boolean {
  const unknown = reason === 'not-measured' && baseline === null && candidate === null;
  return metric.gates && !(unknown && budget === null);
}

/** Whether a comparison fails the gate: it regressed, it counts, and nobody has accepted it. */
export function isRegression(comparison: Comparison): boolean {
  return (
    comparison.verdict === 'regressed' &&
    comparison.waived === null &&
    comparison.accepted === null &&
    counts(comparison)
  );
}

/** Who accepted a regression, as a record keeps it; none where nobody did. */
export function toAcceptedChange({ metric, waived, accepted }: Comparison): readonly AcceptedChange[] {
  if (accepted !== null) {
    const { by, url, reason } = accepted;
    return [{ metric: metric.name, by, url, until: null, reason }];
  }
  if (waived === null) return [];
  return [{ metric: metric.name, by: null, url: null, until: waived.until, reason: waived.reason }];
}

/** Whether a comparison ended `unchanged` on evidence that could still hide a worsening beyond the limit. */
export function isNotShown(comparison: Comparison): boolean {
  return comparison.verdict === 'unchanged' && !comparison.shown && counts(comparison);
}

/** The comparison of a metric about which nothing can be said. */
export function inconclusive(
  metric: Metric,
  reason: ReasonCode,
  explanation: string,
  levels: Partial<Pick<Comparison, 'baseline' | 'candidate' | 'jobs'>> = {},
): Comparison {
  return {
    ...UNKNOWN,
    metric,
    verdict: 'inconclusive',
    reason,
    explanation,
    ...levels,
  };
}

/** A comparison's numbers when there are none. */
export const UNKNOWN = {
  baseline: null,
  candidate: null,
  change: null,
  interval: null,
  noise: null,
  jobs: { baseline: 0, candidate: 0 },
  paired: false,
  limit: null,
  rulesOutAbove: null,
  shown: false,
  smallestDetectable: null,
  wants: 0,
  budget: null,
  overBudget: false,
  moved: false,
  waived: null,
  accepted: null,
} as const;
