// The limits that comparisons are held against: each one's own, and the one that most have in common.

import type { Comparison } from '../domain/comparison.ts';
import { findLimit, type Limit } from '../domain/limit.ts';
import type { Report } from '../domain/report.ts';

/** How much worse a comparison may be, as a fraction; null where no limit is known or it cannot be put as one. */
export function limitOf(comparison: Comparison, { policy }: Pick<Report, 'policy'>): number | null {
  if (comparison.limit !== null) return comparison.limit;
  const found = findLimit(policy.maxRegression, comparison.metric);
  if (found === undefined) return null;
  if (found.unit === '%') return found.value;
  return comparison.baseline !== null && comparison.baseline > 0 ? found.value / comparison.baseline : null;
}

/** The limit that most comparisons have in common, as the configuration writes it; undefined where there is none. */
export function generalLimit({ policy }: Pick<Report, 'policy'>): Limit | undefined {
  return policy.maxRegression.findLast(({ metric, unit }) => metric === undefined && unit === '%');
}
