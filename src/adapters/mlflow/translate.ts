// Between runs of ours and MLflow's: names, tags, params, metrics. Pure. The record itself travels in tags, which a
// search answers whole; metrics and params say the same for people and for their charts.

import type { Environment } from '../../domain/device.ts';
import type { Job } from '../../domain/job.ts';
import { jobsOf, type Run, type RunMode, shortSha } from '../../domain/run.ts';
import { type NameParts, namePrefix, SEPARATOR } from '../../domain/run-name.ts';
import { toSlug } from '../../domain/slug.ts';
import { toPieces } from '../../formats/carried-record.ts';
import type { JobEnd, JobStart, RunStart } from '../../ports/tracker.ts';
import { type Batch, toEntries, toLevels, toMetrics } from '../tracking/batch.ts';
import { PREFIX, toOwnTags, toTags } from '../tracking/facts.ts';

/** Letters in a tag: old servers take 5000, and cut what is longer without a word. */
const LONGEST_TAG = 4000;
/** Letters in a parameter, as the oldest servers take them. */
const LONGEST_PARAM = 500;

export const COMMIT_TAG = 'mlflow.source.git.commit';
export const PARENT_TAG = 'mlflow.parentRunId';
/** Which records belong together: mode, repository, model, `comment-key`, of a device's run the device. */
export const SERIES_TAG = `${PREFIX}series`;
/** The model's run that a run of a device or a job is below. */
export const ROOT_TAG = `${PREFIX}root`;
/** Made anew for each run, so that one whose answer was lost is found again. */
export const REQUEST_TAG = `${PREFIX}request`;
export const LEVEL_TAG = `${PREFIX}level`;

/** Where a gate stands: what every run of it tells. */
export interface RunPlace {
  readonly repository: string | null;
  readonly key: string;
  /** Of the forge, `https://github.com`; empty where there is none. */
  readonly serverUrl: string;
  /** Of the workflow run; empty outside a workflow. */
  readonly workflowRunUrl: string;
}

/** Plain letters, so that no filter has to quote anything. */
export function toSeries(mode: RunMode, model: string, device: string | null, place: RunPlace): string {
  const name = device === null ? model : `${model}${SEPARATOR}${device}`;
  const parts: NameParts = { mode, repository: place.repository, model: name, key: place.key };
  return toSlug(namePrefix(parts));
}

/** What the run of a model shows in the list: `net @ a1b2c3d (gate)`. */
export function toRunName({ mode, model, commit }: RunStart): string {
  return `${model.name} @ ${commit.sha === null ? 'no commit' : shortSha(commit.sha)} (${mode})`;
}

/** The tags of a model's run. */
export function toModelTags(start: RunStart, place: RunPlace): Readonly<Record<string, string>> {
  const { mode, model } = start;
  return {
    ...toCommonTags(start, place, ''),
    [SERIES_TAG]: toSeries(mode, model.name, null, place),
    [LEVEL_TAG]: 'model',
    'mlflow.note.content': describe(start, place),
  };
}

/** The tags of a device's run, below the model's. */
export function toDeviceTags(start: RunStart, device: string, root: string, place: RunPlace) {
  return {
    ...toCommonTags(start, place, device),
    [SERIES_TAG]: toSeries(start.mode, start.model.name, device, place),
    [LEVEL_TAG]: 'device',
    [ROOT_TAG]: root,
    [PARENT_TAG]: root,
  };
}

/** The tags of a job's run, below the device's; `resumable`: with what another attempt needs to go on with it. */
export function toJobTags(
  { ticket, side, model, against = '' }: JobStart,
  { parent, root, resumable }: { readonly parent: string; readonly root: string; readonly resumable: boolean },
): Readonly<Record<string, string>> {
  const { device, profiler, id, handle } = ticket;
  return {
    ...toOwnTags({ side, device, model: model.name, sha256: model.sha256, against, profiler }),
    ...(resumable ? toOwnTags({ ticket: id, upload: handle }) : {}),
    [LEVEL_TAG]: 'job',
    [ROOT_TAG]: root,
    [PARENT_TAG]: parent,
  };
}

/** MLflow's own names where it has some: its interface shows them. */
function toCommonTags({ mode, model, commit }: RunStart, place: RunPlace, device: string) {
  const { sha, branch, repository } = commit;
  const known = {
    'mlflow.source.type': 'JOB',
    'mlflow.source.name': 'latency-gate',
    [COMMIT_TAG]: sha ?? '',
    'mlflow.source.git.branch': branch ?? '',
    'mlflow.source.git.repoURL':
      repository === null || place.serverUrl === '' ? '' : `${place.serverUrl}/${repository}`,
  };
  return {
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== '')),
    ...toTags({ mode, model: model.name, sha256: model.sha256, device, commit }),
    ...toOwnTags({ key: place.key, run_url: place.workflowRunUrl }),
  };
}

/** Markdown, shown as the run's description. */
function describe({ mode, model, commit, devices }: RunStart, { serverUrl, workflowRunUrl }: RunPlace): string {
  const { repository, sha, pullRequest } = commit;
  const home = repository === null || serverUrl === '' ? '' : `${serverUrl}/${repository}`;
  const links = [
    home === '' || sha === null ? '' : `[commit](${home}/commit/${sha})`,
    home === '' || pullRequest === null ? '' : `[pull request](${home}/pull/${pullRequest})`,
    workflowRunUrl === '' ? '' : `[workflow run](${workflowRunUrl})`,
  ];
  const what = `Latency Gate: ${mode} of ${model.name} on ${devices.join(', ')}`;
  return [what.slice(0, LONGEST_TAG), ...links.filter((link) => link !== '')].join(' · ');
}

/** What is logged when a device's run ends: jobs as steps of their metrics, the environment, the record. */
export function toDeviceBatch(run: Run): Batch {
  const jobs = jobsOf(run);
  return {
    metrics: withinNames(toMetrics(jobs)),
    params: toEntries({ device: cut(run.device), ...toEnvironmentParams(run.environment) }),
    tags: toEntries({ ...toOwnTags({ jobs: String(jobs.length) }), ...toPieces(run, LONGEST_TAG) }),
  };
}

/** What the model's run shows: its level on each device, so that charts over commits have one point a run. */
export function toModelBatch({ model }: RunStart, runs: readonly Run[]): Batch {
  const several = runs.length > 1;
  const metrics = runs.flatMap((run) =>
    toLevels(jobsOf(run), 0).map((level) => (several ? { ...level, key: `${level.key}/${run.device}` } : level)),
  );
  const { name, format, sizeBytes, sha256 } = model;
  return {
    metrics: withinNames(metrics),
    params: toEntries({ model: cut(name), format, size_bytes: String(sizeBytes), sha256 }),
    tags: [],
  };
}

/** What is logged when a job ends: of a pair both sides; of a failure its reason. */
export function toJobBatch(end: JobEnd): Batch {
  if ('failure' in end) {
    return {
      metrics: [],
      params: [],
      tags: toEntries(toOwnTags({ failure: cut(end.failure), left: end.left === true ? 'true' : '' })),
    };
  }
  const { measurement } = end;
  const values =
    measurement.kind === 'job'
      ? describeJob(measurement.job)
      : {
          ...describeJob(measurement.pair.candidate),
          ...prefixed('baseline', measurement.pair.baseline.values),
          ...prefixed('log_ratio', measurement.pair.logRatios),
        };
  const metrics = Object.entries(values).flatMap(([key, value]) => (value === null ? [] : [{ key, value, step: 0 }]));
  return {
    metrics: withinNames(metrics),
    params: toEntries({ kind: measurement.kind, ...toEnvironmentParams(measurement.environment) }),
    tags: [],
  };
}

function describeJob({ values, iterations }: Job): Readonly<Record<string, number | null>> {
  return { ...values, ...prefixed('iterations', iterations ?? {}) };
}

function prefixed(name: string, values: object): Readonly<Record<string, number | null>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${name}/${key}`, value]));
}

function toEnvironmentParams(environment: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [`environment.${name}`, cut(value)]));
}

/** Servers take letters, digits, `_ - . / : ` and spaces in a name, and finite numbers. */
function withinNames(metrics: Batch['metrics']): Batch['metrics'] {
  return metrics
    .filter(({ value }) => Number.isFinite(value))
    .map((metric) => ({ ...metric, key: metric.key.replaceAll(/[^\w\-./ ]/g, '_').slice(0, 250) }));
}

function cut(text: string): string {
  return [...text].slice(0, LONGEST_PARAM).join('');
}
