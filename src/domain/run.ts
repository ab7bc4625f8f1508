// What a tracker keeps of one model on one device at one commit.

import type { Environment } from './device.ts';
import type { Job, Layer, Pair } from './job.ts';
import type { Metric } from './metric.ts';
import type { ModelIdentity } from './model.ts';
import type { AcceptedChange } from './waiver.ts';
import type { Workload } from './workload.ts';

/** Why a run was made. Only a run of mode `record` may ever be a baseline. */
export type RunMode = 'record' | 'gate' | 'release';

/** The commit a run belongs to; a field is null where nothing tells it (no git, no pull request). */
export interface CommitRef {
  readonly sha: string | null;
  readonly branch: string | null;
  readonly repository: string | null;
  readonly pullRequest: number | null;
}

/** Two jobs measured interleaved, and the model that was the baseline in it. */
export interface RunPair extends Pair {
  /** sha256 of the baseline's model; equal to the run's own in an A/A pair, and beside another runtime. */
  readonly against: string;
}

/** A confirmed change of level that landed on the default branch with this run. */
export interface Shift {
  readonly metric: string;
  /** Natural logarithm of the level after over the level before. */
  readonly logRatio: number;
}

export interface Run {
  readonly mode: RunMode;
  readonly model: ModelIdentity;
  readonly device: string;
  readonly commit: CommitRef;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly environment: Environment;
  /** What the model was given to compute; absent where the profiler does not tell, and in older records. */
  readonly workload?: Workload | undefined;
  /** From the submission of a job to its end, milliseconds; absent in older records. */
  readonly jobMs?: number | undefined;
  /** Executions of this run's model by itself. */
  readonly jobs: readonly Job[];
  /** Executions beside another model, or beside itself (A/A). */
  readonly pairs: readonly RunPair[];
  readonly layers: readonly Layer[];
  /** Rows of the metrics that are not built-in, or whose statistic is known. */
  readonly metrics?: readonly Metric[] | undefined;
  readonly shifts: readonly Shift[];
  /** The id of the artifact that holds the model's files; absent where it is not known, and in older records. */
  readonly modelArtifact?: string | undefined;
  /** Regressions that landed with it because somebody had accepted them; absent of none. */
  readonly accepted?: readonly AcceptedChange[] | undefined;
  /** The profiler's handle of the model, where a later run may use it again. */
  readonly handle: string | null;
}

/** Every job of the run's own model, those of its pairs included, each once. */
export function jobsOf(run: Run): readonly Job[] {
  return [...run.jobs, ...run.pairs.map((pair) => pair.candidate)];
}

/** The run's A/A pairs: the same bytes in the same runtime on both sides, so that any difference is noise. */
export function aaPairsOf(run: Run): readonly Pair[] {
  return run.pairs.filter((pair) => isAaPair(pair, run.model));
}

/** Whether both sides of a pair are the model of these bytes in the same runtime. */
export function isAaPair({ against, baselineRuntime }: RunPair, { sha256 }: Pick<ModelIdentity, 'sha256'>): boolean {
  return against === sha256 && baselineRuntime === undefined;
}

/** The run's pairs beside the model of these bytes; of its own bytes those beside another runtime. */
export function pairsBeside(run: Run, sha256: string): readonly RunPair[] {
  return run.pairs.filter((pair) => pair.against === sha256 && !isAaPair(pair, run.model));
}

/** A metric's values; what is no positive number is left out. */
export function valuesOf(metric: Metric, jobs: readonly Job[]): readonly number[] {
  return jobs.flatMap((job) => job.values[metric.name] ?? []).filter((value) => value > 0 && Number.isFinite(value));
}

/** A commit as people write it: the first seven digits. */
export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}
