// From a benchmark_model log to the values of a job, by whatever way the log came.

import type { Job, Values } from '../../domain/job.ts';
import type { BenchmarkLog } from './benchmark-log.ts';

/** `latency` is the log's `Inference (avg)`; what the log lacks is absent. */
export function valuesOfLog(log: BenchmarkLog): Values {
  const told: Readonly<Record<string, number | undefined>> = {
    latency: log.inferenceMs,
    latency_mean: log.meanMs,
    latency_median: log.medianMs,
    latency_p95: log.p95Ms,
    first_inference: log.firstInferenceMs,
    load_time: log.initMs,
    peak_memory: log.overallMemoryMb,
  };
  return Object.fromEntries(
    Object.entries(told).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** What describes the iterations; undefined where the log does not tell their range. */
export function iterationsOfLog({ count, minMs, maxMs, meanMs, standardDeviationMs }: BenchmarkLog): Job['iterations'] {
  if (count === undefined || minMs === undefined || maxMs === undefined || meanMs === undefined) return undefined;
  return { count, minMs, maxMs, spread: meanMs > 0 ? (standardDeviationMs ?? 0) / meanMs : 0, drift: 1 };
}
