// One model on one device, while it is being measured: the evidence so far, and what it is compared with.

import type { SidesDiffer } from '../../decision/evidence.ts';
import type { BaselineRun } from '../../domain/baseline.ts';
import type { Device, Environment } from '../../domain/device.ts';
import type { GateError } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Job, Layer } from '../../domain/job.ts';
import { type Metric, mergeMetrics } from '../../domain/metric.ts';
import type { Model, ModelIdentity } from '../../domain/model.ts';
import { isAaPair, type RunPair } from '../../domain/run.ts';
import type { Workload } from '../../domain/workload.ts';
import type { Measurement, PreparedModel } from '../../ports/profiler.ts';
import type { RunRef } from '../../ports/tracker.ts';
import { describeConflict } from './compare-settings.ts';
import type { JobOutcome, JobTask, SubmittedJob } from './job-task.ts';

/** The baseline's model, where it can be measured again. */
export interface BaselineModel {
  readonly model: ModelIdentity;
  /** Uploads it or tries it out, when it is first needed. */
  readonly prepare: () => Promise<PreparedModel>;
  /** Its files, should the profiler no longer have them. */
  readonly restore: () => Promise<Model | undefined>;
}

/** What is measured and what it is compared with: settled before the first job. */
export interface TrialPlan {
  readonly model: Model;
  readonly device: Device;
  readonly baselineRun: BaselineRun | null;
  readonly baselineModel: BaselineModel | undefined;
  /** Whether jobs are measured in pairs, beside the baseline's model. */
  readonly paired: boolean;
}

/** Evidence that was measured elsewhere: by an earlier attempt, by another workflow, beside another baseline. */
export interface KnownEvidence {
  readonly jobs?: readonly Job[];
  readonly measuredNow?: readonly Job[];
  readonly pairs?: readonly RunPair[];
  readonly environment?: Environment | null;
  readonly workload?: Workload | undefined;
  readonly metrics?: readonly Metric[];
  readonly layers?: readonly Layer[];
  readonly handle?: string | null;
}

/** A job under way that this trial goes on with. */
export interface ResumedJob extends Pick<JobTask, 'side'> {
  readonly resumed: SubmittedJob;
}

/** One plan and the log of what was measured for it. Everything that is learned goes through `add`, `note` and `find`. */
export class Trial implements TrialPlan {
  readonly model: Model;
  readonly device: Device;
  readonly baselineRun: BaselineRun | null;
  readonly paired: boolean;
  #baselineModel: BaselineModel | undefined;
  readonly #jobs: Job[] = [];
  readonly #measuredNow: Job[] = [];
  readonly #pairs: RunPair[] = [];
  readonly #aaPairs: RunPair[] = [];
  readonly #layers: Record<'candidate' | 'baseline', readonly Layer[]> = { candidate: [], baseline: [] };
  readonly #failures: string[] = [];
  readonly #findings: Finding[] = [];
  readonly #steps: string[] = [];
  readonly #resumed: ResumedJob[] = [];
  #parent: RunRef | undefined;
  #environment: Environment | null = null;
  #workload: Workload | undefined;
  #difference: SidesDiffer | undefined;
  #refusal: GateError | undefined;
  #metrics: readonly Metric[] = [];
  #handle: string | null = null;

  constructor(plan: TrialPlan) {
    this.model = plan.model;
    this.device = plan.device;
    this.baselineRun = plan.baselineRun;
    this.paired = plan.paired;
    this.#baselineModel = plan.baselineModel;
  }

  /** Undefined also where it was lost meanwhile: the recorded jobs serve instead. */
  get baselineModel(): BaselineModel | undefined {
    return this.#baselineModel;
  }
  get jobs(): readonly Job[] {
    return this.#jobs;
  }
  /** Of the baseline's model, measured now but not interleaved. */
  get measuredNow(): readonly Job[] {
    return this.#measuredNow;
  }
  /** Beside the baseline's model. */
  get pairs(): readonly RunPair[] {
    return this.#pairs;
  }
  /** Beside itself: they tell only the noise. */
  get aaPairs(): readonly RunPair[] {
    return this.#aaPairs;
  }
  get layers(): Readonly<Record<'candidate' | 'baseline', readonly Layer[]>> {
    return this.#layers;
  }
  get failures(): readonly string[] {
    return this.#failures;
  }
  get findings(): readonly Finding[] {
    return this.#findings;
  }
  /** What was done and why, one sentence each. */
  get steps(): readonly string[] {
    return this.#steps;
  }
  get resumed(): readonly ResumedJob[] {
    return this.#resumed;
  }
  /** The tracker's run of the model. */
  get parent(): RunRef | undefined {
    return this.#parent;
  }
  get environment(): Environment | null {
    return this.#environment;
  }
  /** What the candidate was given to compute, once that is known. */
  get workload(): Workload | undefined {
    return this.#workload;
  }
  /** Why what was measured of the two sides together says nothing. */
  get difference(): SidesDiffer | undefined {
    return this.#difference;
  }
  /** Rows that the measurements brought, beyond the built-in metrics. */
  get metrics(): readonly Metric[] {
    return this.#metrics;
  }
  /** The profiler's handle of the candidate, once it was prepared. */
  get handle(): string | null {
    return this.#handle;
  }
  /** Why the candidate cannot be executed at all, so that nothing of it is measured. */
  get refusal(): GateError | undefined {
    return this.#refusal;
  }

  refuse(error: GateError): void {
    this.#refusal = error;
    this.#addFailure(error.message);
  }

  /** Adds what became of one job. */
  add(task: JobTask, outcome: JobOutcome): void {
    if ('measurement' in outcome) this.#addMeasurement(task, outcome.measurement);
    else if (task.resumed?.earlier && outcome.left === undefined)
      this.note(`A job of an earlier attempt came to nothing: ${outcome.failure}.`);
    else if (task.side === 'baseline') this.dropBaselineModel(outcome.failure);
    else if (outcome.code !== undefined) this.#addDifference({ reason: outcome.code, why: outcome.failure });
    else this.#addFailure(outcome.failure);
  }

  /** Adds what was measured elsewhere; what this trial knows already stays as it is. */
  addKnown(evidence: KnownEvidence): void {
    this.#jobs.push(...(evidence.jobs ?? []));
    this.#measuredNow.push(...(evidence.measuredNow ?? []));
    this.#pairs.push(...(evidence.pairs ?? []));
    this.#environment ??= evidence.environment ?? null;
    this.#workload ??= evidence.workload;
    this.#metrics = mergeMetrics(this.#metrics, evidence.metrics ?? []);
    this.#handle ??= evidence.handle ?? null;
    if (evidence.layers !== undefined) this.#layers.candidate = evidence.layers;
  }

  addLayers(side: 'candidate' | 'baseline', layers: readonly Layer[]): void {
    this.#layers[side] = layers;
  }

  /** Jobs under way that this trial goes on with. */
  resume(jobs: readonly ResumedJob[]): void {
    this.#resumed.push(...jobs);
  }

  /** Says in the report what was done and why. */
  note(...steps: readonly string[]): void {
    this.#steps.push(...steps);
  }

  /** Tells a person something they should know. */
  find(...findings: readonly Finding[]): void {
    this.#findings.push(...findings);
  }

  /** The recorded jobs serve instead; the candidate's own evidence is whole. */
  dropBaselineModel(why: string): void {
    this.#baselineModel = undefined;
    this.find({ code: 'baseline-model-missing', facts: { model: this.model.name, why } });
  }

  belongsTo(parent: RunRef | undefined): void {
    this.#parent = parent;
  }

  wasPrepared(handle: string): void {
    this.#handle = handle;
  }

  #addFailure(why: string): void {
    this.#failures.push(why);
    this.find({ code: 'job-failed', facts: { device: this.device.name, model: this.model.name, why } });
  }

  /** The same for every job, and said once. */
  #addDifference({ reason, why }: SidesDiffer): void {
    const code = reason === 'workload-differs' ? reason : 'job-failed';
    if (this.#difference === undefined) {
      this.find({ code, facts: { device: this.device.name, model: this.model.name, why } });
    }
    this.#difference = { reason, why };
    this.#failures.push(why);
  }

  #addMeasurement({ side, request, resumed }: JobTask, measurement: Measurement): void {
    const conflict =
      measurement.kind === 'job' ? describeConflict(this.#environment, measurement.environment) : undefined;
    if (conflict !== undefined) {
      this.add({ side, request, resumed, parent: this.#parent }, { failure: conflict });
      return;
    }
    this.#environment ??= measurement.environment;
    this.#workload ??= measurement.workload;
    this.#metrics = mergeMetrics(this.#metrics, measurement.metrics ?? []);
    const known = new Set(this.#findings.map(({ code }) => code));
    this.find(...measurement.findings.filter(({ code }) => !known.has(code)));
    if (measurement.layers !== undefined) this.#layers[side] = measurement.layers;
    if (measurement.kind === 'job') {
      (side === 'baseline' ? this.#measuredNow : this.#jobs).push(measurement.job);
      return;
    }
    const against = request.beside?.model.sha256 ?? resumed?.against ?? this.model.sha256;
    const pair = { ...measurement.pair, against };
    (isAaPair(pair, this.model) ? this.#aaPairs : this.#pairs).push(pair);
  }
}
