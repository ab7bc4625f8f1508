// One model on one device, while it is being measured: the evidence so far, and what it is compared with.

import { type Evidence, isIdentical } from '../../decision/evidence.ts';
import { type Plan, planLooks } from '../../decision/looks.ts';
import type { BaselineRun } from '../../domain/baseline.ts';
import type { Comparison } from '../../domain/comparison.ts';
import { type Device, type Environment, findConflict } from '../../domain/device.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Job, Layer } from '../../domain/job.ts';
import { type Metric, mergeMetrics } from '../../domain/metric.ts';
import type { Model, ModelIdentity } from '../../domain/model.ts';
import type { RunPair } from '../../domain/run.ts';
import type { PreparedModel } from '../../ports/profiler.ts';
import type { RunRef } from '../../ports/tracker.ts';
import type { JobOutcome, JobTask } from './job-task.ts';

/** The baseline's model, where it can be measured again. */
export interface BaselineModel {
  readonly model: ModelIdentity;
  /** Uploads it or tries it out, when it is first needed. */
  readonly prepare: () => Promise<PreparedModel>;
  /** Its files, should the profiler no longer have them. */
  readonly restore: () => Promise<Model | undefined>;
}

/** The arrays grow while it is measured. */
export interface Trial {
  readonly model: Model;
  readonly device: Device;
  readonly baselineRun: BaselineRun | null;
  baselineModel: BaselineModel | undefined;
  /** Whether jobs are measured in pairs, beside the baseline's model. */
  readonly paired: boolean;
  readonly jobs: Job[];
  /** Of the baseline's model, measured now but not interleaved. */
  readonly measuredNow: Job[];
  /** Beside the baseline's model. */
  readonly pairs: RunPair[];
  /** Beside itself: they tell only the noise. */
  readonly aaPairs: RunPair[];
  readonly layers: { candidate: readonly Layer[]; baseline: readonly Layer[] };
  readonly failures: string[];
  readonly findings: Finding[];
  readonly steps: string[];
  /** The tracker's run of the model. */
  parent: RunRef | undefined;
  /** Jobs that an earlier attempt submitted and did not see end. */
  readonly resumed: (Required<Pick<JobTask, 'side'>> & { readonly resumed: NonNullable<JobTask['resumed']> })[];
  environment: Environment | null;
  /** Rows that the measurements brought, beyond the built-in metrics. */
  metrics: readonly Metric[];
  /** The profiler's handle of the candidate, once it was prepared. */
  handle: string | null;
}

export function startTrial(setup: Pick<Trial, 'model' | 'device' | 'baselineRun' | 'baselineModel' | 'paired'>): Trial {
  return {
    ...setup,
    jobs: [],
    measuredNow: [],
    pairs: [],
    aaPairs: [],
    layers: { candidate: [], baseline: [] },
    failures: [],
    findings: [],
    steps: [],
    parent: undefined,
    resumed: [],
    environment: null,
    metrics: [],
    handle: null,
  };
}

/** A trial with its verdicts. */
export interface TrialVerdicts {
  readonly trial: Trial;
  readonly comparisons: readonly Comparison[];
}

/** How many units of evidence stand on the candidate's side. */
export function countOf(trial: Trial): number {
  return trial.paired ? trial.pairs.length : trial.jobs.length;
}

/** When this trial's verdicts may fall. */
export function planFor(
  trial: Trial,
  policy: {
    readonly repeats: number | undefined;
    readonly maxRepeats: number;
    readonly confirmsImprovements?: boolean;
  },
): Plan {
  const plan = planLooks(trial.paired ? 'pair' : 'job', policy.repeats, policy.maxRepeats);
  return policy.confirmsImprovements === true ? { ...plan, confirmsImprovements: true } : plan;
}

/** A first record, or one of the same bytes, has nothing but its A/A pairs to show; else these never count as the candidate's. */
export function toEvidence(trial: Trial): Evidence {
  const { model, baselineRun, environment, pairs, failures, measuredNow, metrics } = trial;
  const unjudged = baselineRun === null || isIdentical(trial);
  const jobs = unjudged ? [...trial.jobs, ...trial.aaPairs.map((pair) => pair.candidate)] : trial.jobs;
  return { model, device: trial.device.name, baselineRun, environment, jobs, measuredNow, pairs, failures, metrics };
}

/** Jobs of one gate that met different environments are not evidence of one thing. */
function findEnvironmentConflict(trial: Trial, environment: Environment): string | undefined {
  const conflict = trial.environment === null ? undefined : findConflict(trial.environment, environment);
  if (conflict === undefined) return undefined;
  const { field, baseline, candidate } = conflict;
  return `it met another environment than the first job: ${field} was ${baseline} and is ${candidate}`;
}

/** Files what became of one job. */
export function fileResult(trial: Trial, work: JobTask, ended: JobOutcome): void {
  const { device, model } = trial;
  if ('failure' in ended && work.side === 'baseline') {
    // The recorded jobs serve instead; the candidate's own evidence is whole.
    trial.baselineModel = undefined;
    trial.findings.push({ code: 'baseline-model-missing', facts: { model: model.name, why: ended.failure } });
    return;
  }
  if ('failure' in ended) {
    trial.failures.push(ended.failure);
    trial.findings.push({ code: 'job-failed', facts: { device: device.name, model: model.name, why: ended.failure } });
    return;
  }
  const { measurement } = ended;
  const elsewhere = measurement.kind === 'job' ? findEnvironmentConflict(trial, measurement.environment) : undefined;
  if (elsewhere !== undefined) {
    fileResult(trial, work, { failure: elsewhere });
    return;
  }
  trial.environment ??= measurement.environment;
  trial.metrics = mergeMetrics(trial.metrics, measurement.metrics ?? []);
  for (const finding of measurement.findings) {
    if (!trial.findings.some((known) => known.code === finding.code)) trial.findings.push(finding);
  }
  if (measurement.layers !== undefined) trial.layers[work.side] = measurement.layers;
  if (measurement.kind === 'job') {
    (work.side === 'baseline' ? trial.measuredNow : trial.jobs).push(measurement.job);
    return;
  }
  const pair = { ...measurement.pair, against: work.request.beside?.model.sha256 ?? model.sha256 };
  (pair.against === model.sha256 ? trial.aaPairs : trial.pairs).push(pair);
}
