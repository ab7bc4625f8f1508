// The limits that a change must exceed before it can be called a regression, and what they mean on the log scale.

import type { Direction, Metric } from './metric.ts';

/** `5%` or `0.5 ms`; for one metric, or for every metric that the unit fits. */
export interface Limit {
  /** The metric it is for; undefined: every metric of that unit, `%` fits all. */
  readonly metric?: string | undefined;
  /** `%` (value is a fraction: 0.05) or the metric's own unit; percentage points (`pp`) for a metric in %. */
  readonly unit: string;
  readonly value: number;
}

/** The two limits of one metric on the scale of log-ratios, where positive is worse. */
export interface LogLimits {
  readonly maxRegression: number;
  readonly minChange: number;
}

/** The limit that applies to a metric: its own before its unit's before the general one; later ones win. */
export function findLimit(limits: readonly Limit[], metric: Metric): Limit | undefined {
  const ranked = limits
    .map((limit) => ({ limit, rank: rankOf(limit, metric) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => a.rank - b.rank);
  return ranked.at(-1)?.limit;
}

/**
 * How far a metric may worsen from `baseline`, as a log-ratio where positive is worse. An absolute limit depends on
 * the level; one that no worsening could exceed (losing 6 of 5 layers) is Infinity.
 */
export function toLogLimit(limit: Limit | undefined, direction: Direction, baseline: number): number {
  if (limit === undefined) return 0;
  const fraction = limit.unit === '%' ? limit.value : limit.value / baseline;
  if (direction === 'lower') return Math.log1p(fraction);
  return fraction < 1 ? -Math.log1p(-fraction) : Number.POSITIVE_INFINITY;
}

/** A log-change as the share of the baseline that was added (lower is better) or lost (higher is better). */
export function toWorsening(logChange: number, direction: Direction): number {
  return direction === 'lower' ? Math.expm1(logChange) : -Math.expm1(-logChange);
}

/** The unit of an absolute limit: of a metric in % it is the percentage point, for % is a share of the baseline. */
export function absoluteUnit({ unit }: Pick<Metric, 'unit'>): string {
  return unit === '%' ? 'pp' : unit;
}

function rankOf(limit: Limit, metric: Metric): number {
  const fits = limit.unit === '%' || limit.unit === absoluteUnit(metric);
  if (!fits || (limit.metric !== undefined && limit.metric !== metric.name)) return 0;
  if (limit.metric !== undefined) return 3;
  return limit.unit === '%' ? 1 : 2;
}
