// Where runs are kept. A tracker never measures and never judges.

import type { TrackedRun } from '../domain/baseline.ts';
import type { Environment } from '../domain/device.ts';
import type { Finding } from '../domain/finding.ts';
import type { Job } from '../domain/job.ts';
import type { ModelIdentity } from '../domain/model.ts';
import type { CommitRef, Run, RunMode, RunPair } from '../domain/run.ts';
import type { Measurement, Ticket } from './profiler.ts';

/** Which recorded runs may serve as the baseline. */
export interface HistoryQuery {
  readonly modelName: string;
  readonly device: string;
  /** Commits whose records count, the nearest first; null: the newest record, whatever its commit. */
  readonly ancestry: readonly string[] | null;
  /** Only where it can be told at once; `beyond` says that it cannot. */
  readonly glance?: true;
}

/** What a tracker found, and what it saw on the way that a person should know. */
export interface History {
  readonly runs: readonly TrackedRun[];
  /** All devices that the newest of these records tells of, where the tracker keeps them together. */
  readonly devices?: readonly string[] | undefined;
  readonly findings: readonly Finding[];
  /** How many records of the model there are on other commits; absent where the tracker cannot tell. */
  readonly elsewhere?: number;
  /** Other branches on which the model was recorded. */
  readonly branches?: readonly string[];
  /** What was looked through, where there may be more: "not found" is then not "there is none". */
  readonly beyond?: string | undefined;
}

/** One model at one commit, before anything is measured. */
export interface RunStart {
  readonly mode: RunMode;
  readonly model: ModelIdentity;
  readonly commit: CommitRef;
  readonly devices: readonly string[];
  /** Absolute paths of the model's files, the main one first, for a tracker that keeps models; absent of none. */
  readonly files?: readonly string[];
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Told of each run as soon as the service has made it: what fails after that must not leave it open. */
  readonly opened?: (ref: RunRef) => void;
}

/** A started run, of a model or of one job. Plain JSON, saved for the post step. */
export interface RunRef {
  readonly tracker: string;
  readonly id: string;
  /** An earlier attempt had finished it: whatever becomes of this one, it stays finished. */
  readonly settled?: true;
}

export interface RunResult {
  readonly status: 'finished' | 'failed' | 'killed';
  /** One a device; empty when nothing was measured. */
  readonly runs: readonly Run[];
}

export interface StoredRunIds {
  /** The tracker's ids of what it keeps now. */
  readonly ids: readonly string[];
  /** Where a person can look at it; absent where the tracker has no pages. */
  readonly page?: string;
  readonly findings: readonly Finding[];
}

/** One job under way, for a tracker that keeps jobs one by one. */
export interface JobStart {
  readonly ticket: Ticket;
  /** Whose model is executed. */
  readonly side: 'candidate' | 'baseline';
  readonly model: ModelIdentity;
  /** Of a pair: sha256 of the model that is measured beside it. */
  readonly against?: string | undefined;
  /** As of a run's start. */
  readonly opened?: (ref: RunRef) => void;
}

/** `left`: given up here, but perhaps still under way; a later attempt may take it up. */
export type JobEnd =
  | { readonly measurement: Measurement }
  | {
      readonly failure: string;
      readonly left?: true;
      /** The two sides could not be given the same to compute. */
      readonly code?: 'workload-differs' | 'environment-differs';
    };

/** A job that an earlier attempt submitted and did not see end, or whose result it did not come to record. */
export interface EarlierJob extends Pick<JobStart, 'ticket' | 'side' | 'against'> {
  /** Its own run on the tracker; settled where the job had ended. */
  readonly ref: RunRef;
}

/** What an earlier attempt on the same commit and bytes left: evidence that counts, and jobs still under way. */
export interface EarlierEvidence {
  readonly environment: Environment | null;
  readonly jobs: readonly Job[];
  readonly measuredNow: readonly Job[];
  readonly pairs?: readonly RunPair[];
  readonly tickets: readonly EarlierJob[];
  /** Ids of the tickets whose jobs are among these; absent where the tracker keeps none: then any of them may be. */
  readonly counted?: readonly string[];
}

export interface Tracker {
  readonly name: string;
  /** Whether a record carries those before it, and so the record of one commit can be all that is needed. */
  readonly glances?: boolean;
  /**
   * Whether it looks through the same runs whatever ancestry is asked for: where their list ends at a bound, those of
   * older commits may be among them.
   */
  readonly listsAll?: boolean;
  start(start: RunStart): Promise<RunRef>;
  /** Idempotent: the last result counts. Also ends a single job's run that was left open. */
  finish(ref: RunRef, result: RunResult): Promise<StoredRunIds>;
  /** Newest first; finding none is normal, never an error. Answers only runs it can trust, of every mode. */
  history(query: HistoryQuery): Promise<History>;
  /** One run by the id that a report gave; undefined where there is none. */
  find(id: string, device: string): Promise<TrackedRun | undefined>;
  /** The names of all models that have records; empty where that cannot be told cheaply. */
  modelNames(): Promise<readonly string[]>;
  /** What earlier attempts of this very run left on a device; absent where the tracker cannot tell. */
  findEarlier?(ref: RunRef, device: string, baselineSha256: string | null): Promise<EarlierEvidence>;
  /** Keeps a job from its submission on. */
  startJob?(ref: RunRef, job: JobStart): Promise<RunRef>;
  finishJob?(ref: RunRef, end: JobEnd): Promise<readonly Finding[]>;
}
