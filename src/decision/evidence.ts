// Everything that is known of one model on one device when its verdicts fall.

import type { BaselineRun } from '../domain/baseline.ts';
import type { Environment } from '../domain/device.ts';
import type { Job, Pair } from '../domain/job.ts';
import { findMetric, METRICS, type Metric, mergeMetrics } from '../domain/metric.ts';
import type { ModelIdentity } from '../domain/model.ts';
import type { Workload } from '../domain/workload.ts';

/** Two sides that were not given the same to compute, or were measured under different conditions. */
export interface SidesDiffer {
  readonly reason: 'workload-differs' | 'environment-differs';
  readonly why: string;
}

/** Everything known of one model on one device. */
export interface Evidence {
  readonly model: ModelIdentity;
  readonly device: string;
  readonly baselineRun: BaselineRun | null;
  /** Null as long as nothing was measured. */
  readonly environment: Environment | null;
  /** What the candidate was given to compute, where that is known. */
  readonly workload?: Workload | undefined;
  /** Why what was measured of the two sides together says nothing. */
  readonly difference?: SidesDiffer | undefined;
  readonly jobs: readonly Job[];
  /** Of the baseline's model, measured now but not interleaved. */
  readonly measuredNow: readonly Job[];
  /** Measured beside the baseline's model. */
  readonly pairs: readonly Pair[];
  /** Rows that the measurements themselves brought, beyond the built-in metrics. */
  readonly metrics?: readonly Metric[];
  /** Why jobs failed, one sentence each. */
  readonly failures: readonly string[];
}

/**
 * Whether the candidate is the baseline: the same bytes, executed with the same settings, inputs and runtime, so that
 * nothing needs to be measured.
 */
export function isIdentical({ model, baselineRun }: Pick<Evidence, 'model' | 'baselineRun'>): boolean {
  if (baselineRun === null || model.hosted === true || baselineRun.difference !== undefined) return false;
  return model.sha256 === baselineRun.model.sha256;
}

/**
 * Every metric that can be compared. What the built-in and the recorded ones mean is not for a measurement to change:
 * it adds metrics of its own, and tells which statistic it is. The configuration has the last word.
 */
export function metricsOf(
  { metrics = [], baselineRun }: Evidence,
  declared: readonly Metric[] = [],
): readonly Metric[] {
  const brought = [...metrics, ...(baselineRun?.baseline?.run.metrics ?? [])].filter(({ name }) => !isBuiltIn(name));
  return mergeMetrics(METRICS, brought, declared).map((metric) => {
    const statistic = findMetric(metric.name, metrics)?.statistic;
    return statistic === undefined ? metric : { ...metric, statistic };
  });
}

/**
 * Why the values of one metric on two sides are not of one kind: another statistic, unit or direction. Undefined where
 * they are, or where an older record does not tell.
 */
export function rowDifference(
  name: string,
  recorded: readonly Metric[] = [],
  measured: readonly Metric[] = [],
): string | undefined {
  const [before, now] = [findMetric(name, recorded), findMetric(name, measured)];
  if (before === undefined || now === undefined) return undefined;
  const unitOf = ({ unit }: Metric) => (unit === '' ? 'a plain count' : unit);
  if (before.unit !== now.unit) return `It was in ${unitOf(before)} and is in ${unitOf(now)}.`;
  if (before.direction !== now.direction) return `It was better when ${before.direction} and is when ${now.direction}.`;
  const [was, is] = [before.statistic, now.statistic];
  return was === undefined || is === undefined || was === is
    ? undefined
    : `It was the ${was} and is the ${is} of a job.`;
}

function isBuiltIn(name: string): boolean {
  return findMetric(name) !== undefined;
}
