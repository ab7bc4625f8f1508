// Where a model is executed.

import type { Device, Environment } from '../domain/device.ts';
import type { Finding } from '../domain/finding.ts';
import type { Job, Layer, Pair } from '../domain/job.ts';
import type { Metric } from '../domain/metric.ts';
import type { Model, ModelIdentity } from '../domain/model.ts';
import type { Settings } from '../domain/settings.ts';
import type { Workload } from '../domain/workload.ts';

/** A model that the profiler has taken over: uploaded once, used for every device. */
export interface PreparedModel {
  readonly model: ModelIdentity;
  /** The profiler's own handle (an upload id, a path); plain JSON. */
  readonly handle: string;
  /** What it will be given to compute; absent where the profiler does not tell before it has measured. */
  readonly workload?: Workload | undefined;
}

export interface JobRequest {
  readonly model: PreparedModel;
  readonly device: Device;
  /** The baseline's model, to be measured interleaved; only where the profiler's evidence is pairs. */
  readonly beside?: PreparedModel | undefined;
  /** Whose model it is; the candidate's where absent. */
  readonly side?: 'candidate' | 'baseline' | undefined;
  /** The model's files, should the profiler no longer have them; undefined where they cannot be had. */
  readonly restore?: (() => Promise<Model | undefined>) | undefined;
}

/** A submitted job. Plain JSON, so that another process can go on with it. */
export interface Ticket {
  readonly profiler: string;
  readonly id: string;
  readonly device: string;
  readonly sha256: string;
  /** The handle of the model that was executed, so that a later run may use it again. */
  readonly handle: string;
}

/** What a finished job hands over. `pair` is there when two models were measured interleaved, else `job`. */
export type Measurement = {
  readonly environment: Environment;
  /** What the model was given to compute; absent where the profiler does not tell. */
  readonly workload?: Workload | undefined;
  readonly findings: readonly Finding[];
  /** Rows of the metrics that are not built-in, or whose statistic is known. */
  readonly metrics?: readonly Metric[] | undefined;
  /** How long the job had the device, milliseconds, where the profiler knows it better than whoever polls. */
  readonly deviceMs?: number;
  /** Per-layer times, where the job itself tells them. */
  readonly layers?: readonly Layer[];
  /** The profiler's raw files by name, for a tracker that keeps them. */
  readonly files?: ReadonlyMap<string, Uint8Array>;
} & ({ readonly kind: 'job'; readonly job: Job } | { readonly kind: 'pair'; readonly pair: Pair });

export type JobState =
  | { readonly state: 'waiting' | 'running'; readonly detail: string }
  | { readonly state: 'done'; readonly measurement: Measurement }
  | {
      readonly state: 'failed';
      readonly reason: string;
      /** The two sides cannot be given the same to compute, or were measured under different conditions. */
      readonly code?: 'workload-differs' | 'environment-differs';
      /** How long it had the device all the same, milliseconds, where the profiler knows it. */
      readonly deviceMs?: number;
    };

/** What is known of a job that is under way; milliseconds. */
export interface JobTimes {
  /** Since it was submitted. */
  readonly elapsedMs: number;
  /** From submission to end, as the last jobs on that device took; absent for the first one. */
  readonly usualMs?: number | undefined;
}

/** What a profiler can measure, and how much of it. */
export type EvidenceKind =
  /** Two models interleaved, in any number; it queues jobs by itself. */
  | { readonly kind: 'pairs' }
  /** One model at a time, in any number, at most `atOnce` of them under way. */
  | { readonly kind: 'jobs'; readonly atOnce: number }
  /** As many jobs (or `pairs`) a device as an earlier step has measured, all of them wanted. */
  | { readonly kind: 'fixed'; readonly count: number; readonly pairs?: true };

/** Submit and poll are apart so that a job can outlive the step that started it. */
export interface Profiler {
  readonly name: string;
  readonly evidence: EvidenceKind;
  /** Its jobs end with this process: no other one can go on with a ticket. */
  readonly endsWithStep?: true;
  /** Minutes that one job usually has the device, where that is known before any was measured. */
  readonly usualMinutes?: number;
  /** How long to wait before the next poll of a job that is so old. */
  pollDelayMs(times: JobTimes): number;
  /** Reads and checks a model file; a GateError says what is wrong with it. Nothing is executed or uploaded. */
  inspect(path: string, name: string): Promise<Model>;
  /** A model by its name alone, where the profiler needs no file of it; absent where it does. */
  refer?(name: string): Promise<Model>;
  /** The baseline's side that an earlier step measured in turn with the candidate's; undefined where there is none. */
  measuredBeside?(name: string): Promise<Model | undefined>;
  /**
   * The model as it is measured: with its own options checked, and several where they ask for it. Absent where a model
   * has no options of its own.
   */
  expand?(model: Model): readonly Model[];
  /**
   * What a job of the model will be executed with, as far as it is settled now: with what is recorded of the same bytes it
   * tells whether the two are identical. `side`: whose model it is. Nothing is executed; a GateError where an option is
   * wrong. Absent where only the bytes are settled.
   */
  settings?(model: Model, side: 'candidate' | 'baseline'): Promise<Settings>;
  devices(): Promise<readonly Device[]>;
  /** Uploads or tries out the model once; a GateError where it cannot be executed here. `side`: whose model it is. */
  prepare(model: Model, side?: 'candidate' | 'baseline'): Promise<PreparedModel>;
  /** Takes up a handle that an earlier run gave; undefined where it cannot be used, absent where handles do not last. */
  recall?(model: ModelIdentity, handle: string): PreparedModel | undefined;
  /** Rejects with a GateError where no job was started; `submission-unanswered` where that is not known. */
  submit(request: JobRequest): Promise<Ticket>;
  poll(ticket: Ticket): Promise<JobState>;
  /** Per-layer times in a pass of their own, where the profiler has them apart from its jobs. */
  layers?(model: PreparedModel, device: Device): Promise<readonly Layer[]>;
  cancel?(ticket: Ticket): Promise<void>;
  /** Ends whatever it keeps open; called once, when nothing more is measured. */
  close?(): Promise<void>;
}
