// Between the hub's runs and ours. Pure. What the official client logs comes first and exactly as it does, so that
// both stay comparable; what is ours bears our own names.

import type { Environment } from '../../domain/device.ts';
import type { Job, Layer, Values } from '../../domain/job.ts';
import type { ModelIdentity } from '../../domain/model.ts';
import type { CommitRef, Run, RunMode, Shift } from '../../domain/run.ts';
import { toOperators } from '../../formats/older-latency.ts';
import type { Measurement } from '../../ports/profiler.ts';
import type { RunPatch } from './api.ts';
import type { RunDetail } from './schema.ts';

/** The official client's metric by ours; both in ms and MB. */
const OFFICIAL: Readonly<Record<string, string>> = {
  latency: '$latency',
  peak_memory: '$peak_memory_usage',
  layers_cpu: '$num_layers_cpu',
  layers_gpu: '$num_layers_gpu',
  layers_npu: '$num_layers_npu',
};
const OURS = 'latency_gate.';

/** Tags of a model's run: what confirms that it is the one looked for. */
export interface RunTags {
  readonly mode: RunMode;
  readonly model: ModelIdentity;
  readonly commit: CommitRef;
  readonly workflowRun: string;
  readonly attempt: string;
}

export function toRunTags({ mode, model, commit, workflowRun, attempt }: RunTags): Readonly<Record<string, string>> {
  return dropEmpty({
    mode,
    model: model.name,
    sha256: model.sha256,
    size_bytes: String(model.sizeBytes),
    format: model.format,
    repository: commit.repository ?? '',
    branch: commit.branch ?? '',
    commit: commit.sha ?? '',
    pull_request: commit.pullRequest === null ? '' : String(commit.pullRequest),
    workflow_run: workflowRun,
    attempt,
  });
}

/** Tags of one job's run; `latency_statistic` says what its `$latency` is. */
export function toJobTags(
  facts: Readonly<Record<'side' | 'sha256' | 'device' | 'upload' | 'ticket' | 'latency_statistic', string>>,
) {
  return dropEmpty(facts);
}

function dropEmpty(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([name, value]) => (value === '' ? [] : [[OURS + name, value]])),
  );
}

/** What is logged on a job's run, in one batch; of a pair the candidate's side. */
export function toPatch(measurement: Measurement): RunPatch {
  const { layers = [], environment } = measurement;
  const job = measurement.kind === 'job' ? measurement.job : measurement.pair.candidate;
  const metrics = Object.entries(job.values).map(([name, value]) => ({ name: OFFICIAL[name] ?? OURS + name, value }));
  const described = Object.entries(job.iterations ?? {}).map(([name, value]) => ({
    name: `${OURS}iterations.${name}`,
    value,
  }));
  return {
    metrics: [...metrics, ...described, ...layers.flatMap(toLayerMetrics)],
    params: [
      { name: '$device', value: environment['device'] ?? '' },
      { name: '$runtime', value: environment['runtime'] ?? '' },
      ...layers.flatMap(toLayerParams),
      ...Object.entries(environment).map(([name, value]) => ({ name: `${OURS}environment.${name}`, value })),
    ],
  };
}

function toLayerMetrics(layer: Layer, step: number) {
  return [
    { name: '$latency_per_layer', value: Math.round(layer.timeMs * 1000), step },
    { name: '$cycles_per_layer', value: 0, step },
  ];
}

function toLayerParams(layer: Layer, index: number) {
  return [
    { name: `$layer_name_${index}`, value: layer.name },
    { name: `$layer_type_${index}`, value: layer.operator },
    { name: `$layer_compute_unit_${index}`, value: layer.unit },
  ];
}

/**
 * A job's values as they were logged; undefined where its latency is missing: a job without one is none. Version 0.1
 * logged the sum over the operators as `$latency` and tagged no statistic.
 */
export function fromJobRun(run: RunDetail): Job | undefined {
  const values = readValues(run);
  if (!((values['latency'] ?? 0) > 0)) return undefined;
  return { values: tagOf(run, 'latency_statistic') === '' ? toOperators(values) : values };
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

function fromLayers(run: RunDetail): readonly Layer[] {
  const params = new Map(run.params.map(({ name, value }) => [name, String(value)]));
  const times = run.metrics.filter(({ name }) => name === '$latency_per_layer');
  return times.map(({ value, step }, index) => {
    const at = step ?? index;
    return {
      name: params.get(`$layer_name_${at}`) ?? String(at),
      operator: params.get(`$layer_type_${at}`) ?? '?',
      unit: params.get(`$layer_compute_unit_${at}`) ?? 'CPU',
      timeMs: Number(value) / 1000,
    };
  });
}

/** One of our own tags; empty where the run does not bear it. */
export function tagOf(run: RunDetail, name: string): string {
  return String(run.tags.find((tag) => tag.name === OURS + name)?.value ?? '');
}

/** A model's run with the jobs below it on one device. Undefined where the tags do not confirm that it is ours. */
export function toRun(parent: RunDetail, device: string, jobs: readonly RunDetail[]): Run | undefined {
  const mode = tagOf(parent, 'mode');
  const sha256 = tagOf(parent, 'sha256');
  if ((mode !== 'record' && mode !== 'gate' && mode !== 'release') || sha256 === '') return undefined;
  const own = jobs.filter((job) => tagOf(job, 'side') === 'candidate' && tagOf(job, 'sha256') === sha256);
  const [first] = own;
  const pullRequest = tagOf(parent, 'pull_request');
  return {
    mode,
    model: {
      name: tagOf(parent, 'model'),
      sha256,
      sizeBytes: Number(tagOf(parent, 'size_bytes')),
      format: tagOf(parent, 'format'),
    },
    device,
    commit: {
      sha: tagOf(parent, 'commit') || null,
      branch: tagOf(parent, 'branch') || null,
      repository: tagOf(parent, 'repository') || null,
      pullRequest: pullRequest === '' ? null : Number(pullRequest),
    },
    createdAt: parent.createdAt,
    environment: first === undefined ? {} : fromEnvironmentParams(first),
    jobs: own.flatMap((job) => fromJobRun(job) ?? []),
    pairs: [],
    layers: first === undefined ? [] : fromLayers(first),
    shifts: parseShifts(tagOf(parent, `shifts`), device),
    handle: first === undefined ? null : tagOf(first, 'upload') || null,
  };
}

/** Confirmed changes by device, as one tag of the model's run. */
export function encodeShifts(runs: readonly Run[]): string {
  const byDevice = runs.filter((run) => run.shifts.length > 0).map((run) => [run.device, run.shifts] as const);
  return byDevice.length === 0 ? '' : JSON.stringify(Object.fromEntries(byDevice));
}

function parseShifts(text: string, device: string): readonly Shift[] {
  if (text === '') return [];
  try {
    const parsed = JSON.parse(text) as Readonly<Record<string, readonly Shift[]>>;
    return (parsed[device] ?? []).map(({ metric, logRatio }) => ({
      metric: String(metric),
      logRatio: Number(logRatio),
    }));
  } catch {
    return [];
  }
}

/** The tag that carries the shifts. */
export const SHIFTS_TAG = `${OURS}shifts`;
