// The verdicts on what files hold: run records, or plain numbers. No device, no network, no git.

import { compareRecords, type FullRecord } from '../app/modes/compare-records.ts';
import { type RawInputs, readLimits } from '../config/config.ts';
import { compareSeries, type Series } from '../decision/compare-series.ts';
import { planLooks } from '../decision/looks.ts';
import { GateError } from '../domain/errors.ts';
import { absoluteUnit, type Limit } from '../domain/limit.ts';
import { METRICS, mergeMetrics } from '../domain/metric.ts';
import { toDay } from '../domain/policy.ts';
import type { PlacedComparison } from '../formats/comparison-file.ts';

/** What is compared, and the inputs that set its limits. */
export interface RecordsToJudge {
  readonly inputs: RawInputs;
  readonly history: readonly FullRecord[];
  readonly candidate: readonly FullRecord[];
}

/** Throws a GateError where a candidate has no history. */
export function judgeRecords({ inputs, history, candidate }: RecordsToJudge): readonly PlacedComparison[] {
  const brought = [...history, ...candidate].flatMap(({ run }) => run.metrics ?? []);
  const results = compareRecords({
    history,
    candidates: candidate,
    ...readLimits(inputs, mergeMetrics(brought, METRICS)),
    today: toDay(new Date()),
  });
  return results.flatMap(({ candidate: run, comparisons }) =>
    comparisons.map((comparison) => ({ model: run.model.name, device: run.device, comparison })),
  );
}

/** Throws a GateError for a limit in a unit that the numbers are not in. */
export function judgeSeries(inputs: RawInputs, items: readonly Series[]): readonly PlacedComparison[] {
  const own = items.map(({ metric }) => metric);
  const { maxRegression, minChange, maxRepeats, effort } = readLimits(inputs, mergeMetrics(own, METRICS));
  const policy = { maxRegression, minChange, plan: { ...planLooks('job', undefined, maxRepeats), effort } };
  return items.map((item) => {
    refuseForeignUnits([...maxRegression, ...minChange], item);
    return { comparison: compareSeries(item, policy) };
  });
}

/** A limit in a unit that the numbers are not in would silently not hold. */
function refuseForeignUnits(limits: readonly Limit[], { metric }: Series): void {
  const foreign = limits.find(
    ({ metric: name, unit }) => (name ?? metric.name) === metric.name && unit !== '%' && unit !== absoluteUnit(metric),
  );
  if (foreign === undefined) return;
  const found = `a limit in ${foreign.unit}, but ${metric.name} is in "${metric.unit}"`;
  throw new GateError(
    'invalid-input',
    `compare: found ${found}.`,
    'Give the limit in % or in the unit of the numbers.',
  );
}
