// Whether a recorded baseline tells another statistic than the one that is measured now.

import { jobsOf } from '../domain/run.ts';
import type { Evidence } from './evidence.ts';

/** Version 0.1 recorded of phones the sum over the operators, and no latency: there is nothing to compare latency with. */
export function isLatencyRedefined({ baselineRun }: Pick<Evidence, 'baselineRun'>): boolean {
  const baseline = baselineRun?.baseline ?? null;
  const recorded = baseline === null ? [] : jobsOf(baseline.run);
  const tells = (metric: string) => recorded.some(({ values }) => values[metric] !== undefined);
  return tells('latency_operators') && !tells('latency');
}
