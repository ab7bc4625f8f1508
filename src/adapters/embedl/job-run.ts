// Between one job and its run on the hub. Pure. What the official client logs comes first and exactly as it does, so
// that both stay comparable; what is ours bears our own names.

import type { Environment } from '../../domain/device.ts';
import type { Job, Layer, Values } from '../../domain/job.ts';
import { median } from '../../domain/statistics.ts';
import { toOperators } from '../../formats/older-latency.ts';
import type { Measurement } from '../../ports/profiler.ts';
import type { RunPatch } from './api.ts';
import { fitName, fitValue } from './limits.ts';
import { factOf, OURS, type Param, STATISTIC_TAG } from './run-facts.ts';
import type { RunDetail } from './schema.ts';

type Metrics = NonNullable<RunPatch['metrics']>;

/** The official client's metric by ours; both in ms and MB. */
const OFFICIAL: Readonly<Record<string, string>> = {
  latency: '$latency',
  peak_memory: '$peak_memory_usage',
  load_time: '$load_time',
  layers_cpu: '$num_layers_cpu',
  layers_gpu: '$num_layers_gpu',
  layers_npu: '$num_layers_npu',
};

/** What is logged on a job's run, in one batch; of a pair the candidate's side. */
export function toJobPatch(measurement: Measurement, device: string): RunPatch {
  const { layers = [], environment } = measurement;
  const job = measurement.kind === 'job' ? measurement.job : measurement.pair.candidate;
  const count = layers.length === 0 ? [] : [{ name: '$num_layers', value: layers.length }];
  const described = Object.entries(job.iterations ?? {}).map(([name, value]) => toMetric(`iterations.${name}`, value));
  return {
    metrics: finite([...toMetrics(job.values), ...count, ...described, ...layers.flatMap(toLayerMetrics)]),
    params: valued([
      ['$device', environment['device'] ?? device],
      ['$runtime', environment['runtime'] ?? ''],
      [`${OURS}kind`, measurement.kind],
      ...layers.flatMap(toLayerParams),
      ...Object.entries(environment).map(([name, value]) => [`${OURS}environment.${name}`, value] as const),
    ]),
  };
}

/** The levels of a whole run on one device: medians over its jobs, at the device's number as step. */
export function toLevels(jobs: readonly Job[], step: number): Metrics {
  const names = [...new Set(jobs.flatMap(({ values }) => Object.keys(values)))];
  const level = (name: string) => median(jobs.flatMap(({ values }) => values[name] ?? []));
  const values = Object.fromEntries(names.map((name) => [name, level(name)]));
  return finite(toMetrics(values).map((metric) => ({ ...metric, step })));
}

function toMetrics(values: Values): Metrics {
  return Object.entries(values).map(([name, value]) => {
    const official = OFFICIAL[name];
    return official === undefined ? toMetric(name, value) : { name: official, value };
  });
}

function toMetric(name: string, value: number) {
  return { name: fitName(OURS + name), value };
}

function toLayerMetrics(layer: Layer, step: number): Metrics {
  return [
    { name: '$latency_per_layer', value: Math.round(layer.timeMs * 1000), step },
    { name: '$cycles_per_layer', value: 0, step },
  ];
}

function toLayerParams(layer: Layer, index: number): readonly (readonly [string, string])[] {
  return [
    [`$layer_name_${index}`, layer.name],
    [`$layer_type_${index}`, layer.operator],
    [`$layer_compute_unit_${index}`, layer.unit],
  ];
}

function finite(metrics: Metrics): Metrics {
  return metrics.filter(({ value }) => Number.isFinite(value));
}

function valued(entries: readonly (readonly [string, string])[]): readonly Param[] {
  return entries.flatMap(([name, text]) => {
    const value = fitValue(text);
    return value === undefined ? [] : [{ name: fitName(name), value }];
  });
}

/**
 * A job's values as they were logged; undefined of a run that logged none. A profiler need not measure latency: then
 * its other metrics count. Version 0.1 logged the sum over the operators as `$latency` and tagged no statistic.
 */
export function fromJobRun(run: RunDetail): Job | undefined {
  const { latency = 0, ...others } = readValues(run);
  const values = latency > 0 ? { latency, ...others } : others;
  if (Object.keys(values).length === 0) return undefined;
  return { values: run.tags.some(({ name }) => name === STATISTIC_TAG) ? values : toOperators(values) };
}

/** A job by itself; a pair is in its model's record as a whole. */
export function isSingleJob(run: RunDetail): boolean {
  return factOf(run, 'kind') !== 'pair';
}

function readValues(run: RunDetail): Values {
  const ours = new Map(Object.entries(OFFICIAL).map(([name, official]) => [official, name]));
  const values: Record<string, number> = {};
  for (const { name, value } of run.metrics) {
    const metric = ours.get(name) ?? (name.startsWith(OURS) ? name.slice(OURS.length) : undefined);
    const number = Number(value);
    if (metric !== undefined && !metric.includes('.') && Number.isFinite(number)) values[metric] = number;
  }
  return values;
}

export function fromEnvironmentParams(run: RunDetail): Environment {
  const prefix = `${OURS}environment.`;
  const own = run.params.filter(({ name }) => name.startsWith(prefix));
  return Object.fromEntries(own.map(({ name, value }) => [name.slice(prefix.length), String(value)]));
}
