// What `compare --json` prints: one object for each metric of each device.

import type { Comparison } from '../domain/comparison.ts';
import type { Run } from '../domain/run.ts';

/** Fractions: 0.05 is +5 %, positive is worse. */
export function encodeComparisons(
  results: readonly { readonly candidate: Run; readonly comparisons: readonly Comparison[] }[],
): string {
  const lines = results.flatMap(({ candidate, comparisons }) =>
    comparisons.map(
      ({ metric, verdict, reason, explanation, change, interval, noise, jobs, paired, smallestDetectable, wants }) => ({
        model: candidate.model.name,
        device: candidate.device,
        metric: metric.name,
        gates: metric.gates,
        verdict,
        reason,
        explanation,
        change,
        interval,
        noise,
        jobs,
        paired,
        smallestDetectable,
        wants,
      }),
    ),
  );
  return `${JSON.stringify(lines, null, 2)}\n`;
}
