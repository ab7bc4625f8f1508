// What `compare --json` prints: one object a line, one line for each comparison.

import type { Comparison } from '../domain/comparison.ts';

/** A comparison, and where it stands if that is known. */
export interface PlacedComparison {
  readonly model?: string;
  readonly device?: string;
  readonly comparison: Comparison;
}

/** JSON lines. Fractions: 0.05 is +5 %, positive is worse. */
export function encodeComparisons(results: readonly PlacedComparison[]): string {
  return results.map((result) => `${JSON.stringify(toPlain(result))}\n`).join('');
}

function toPlain({ comparison, ...place }: PlacedComparison) {
  const { metric, verdict, reason, explanation, change, interval, noise, jobs } = comparison;
  const { limit, rulesOutAbove, shown, smallestDetectable, paired, wants } = comparison;
  return {
    ...place,
    metric: metric.name,
    gates: metric.gates,
    verdict,
    reason,
    explanation,
    change,
    interval,
    noise,
    jobs,
    limit,
    rulesOutAbove,
    shown,
    smallestDetectable,
    paired,
    wants,
  };
}
