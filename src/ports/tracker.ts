// Where runs are kept. A tracker never measures and never judges.

import type { TrackedRun } from '../domain/baseline.ts';
import type { Finding } from '../domain/finding.ts';
import type { ModelIdentity } from '../domain/model.ts';
import type { CommitRef, Run, RunMode } from '../domain/run.ts';

/** Which recorded runs may serve as the baseline. */
export interface HistoryQuery {
  readonly modelName: string;
  readonly device: string;
  /** Commits whose records count, the nearest first; null: the newest record, whatever its commit. */
  readonly ancestry: readonly string[] | null;
}

/** What a tracker found, and what it saw on the way that a person should know. */
export interface History {
  readonly runs: readonly TrackedRun[];
  readonly findings: readonly Finding[];
}

/** One model at one commit, before anything is measured. */
export interface RunStart {
  readonly mode: RunMode;
  readonly model: ModelIdentity;
  readonly commit: CommitRef;
  readonly devices: readonly string[];
}

/** A started run. Plain JSON, saved for the post step. */
export interface RunRef {
  readonly tracker: string;
  readonly id: string;
}

export interface RunResult {
  readonly status: 'finished' | 'failed' | 'killed';
  /** One a device; empty when nothing was measured. */
  readonly runs: readonly Run[];
}

export interface Kept {
  /** The tracker's ids of what it keeps now. */
  readonly ids: readonly string[];
  readonly findings: readonly Finding[];
}

export interface Tracker {
  readonly name: string;
  start(start: RunStart): Promise<RunRef>;
  /** Idempotent: the last result counts. */
  finish(ref: RunRef, result: RunResult): Promise<Kept>;
  /** Newest first; finding none is normal, never an error. Answers only runs it can trust, of every mode. */
  history(query: HistoryQuery): Promise<History>;
  /** One run by the id that a report gave; undefined where there is none. */
  find(id: string, device: string): Promise<TrackedRun | undefined>;
  /** The names of all models that have records; empty where that cannot be told cheaply. */
  modelNames(): Promise<readonly string[]>;
}
