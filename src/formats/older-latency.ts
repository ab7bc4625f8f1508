// Records of version 0.1 called several statistics of TensorFlow Lite's benchmark_model `latency`. Read back, each has
// the name of what it is; `latency` is the log's average, or absent.

import type { Job, Values } from '../domain/job.ts';
import type { Run } from '../domain/run.ts';

/** A run with what version 0.1 recorded under its true names; every other run as it is. */
export function withTrueLatency(run: Run): Run {
  const rename = renamingFor(run);
  return rename === undefined ? run : { ...run, jobs: run.jobs.map((job) => renameIn(job, rename)) };
}

/** The values of a phone's job as version 0.1 recorded them: its latency was the sum over the operators. */
export function toOperators({ latency, ...values }: Values): Values {
  return latency === undefined ? values : { ...values, latency_operators: latency };
}

function renamingFor({ environment, metrics = [] }: Run): ((values: Values) => Values) | undefined {
  // Records that tell their statistics are newer.
  if (metrics.some(({ name, statistic }) => name === 'latency' && statistic !== undefined)) return undefined;
  if (environment['tool'] === 'benchmark_model') return toLogAverage;
  return environment['tool'] === undefined && environment['runtime'] === 'TensorFlow Lite' ? ofPhone : undefined;
}

/** A log gave its median where it had one, else its average; an operator profile alone gave the operators' sum. */
function toLogAverage(values: Values): Values {
  const { latency, latency_mean: mean, latency_median: middle } = values;
  if (latency === undefined || (mean !== undefined && middle === undefined)) return values;
  if (mean === undefined && middle === undefined) return toOperators(values);
  return latency === middle && mean !== undefined ? { ...values, latency: mean } : values;
}

function ofPhone(values: Values): Values {
  const isAverage = values['latency'] === values['latency_mean'];
  return isAverage || 'latency_operators' in values ? values : toOperators(values);
}

function renameIn(job: Job, rename: (values: Values) => Values): Job {
  return { ...job, values: rename(job.values) };
}
