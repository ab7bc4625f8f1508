// All that is remembered of a repository's records: each run's levels, where and of what bytes; not its single jobs.

import type { Environment } from './device.ts';
import type { Metric } from './metric.ts';
import type { Shift } from './run.ts';
import type { AcceptedChange } from './waiver.ts';

/** One metric of one run. */
export interface PastLevel {
  /** Place of its row in the history's metrics. */
  readonly metric: number;
  /** The median of the run's jobs, in the metric's unit. */
  readonly level: number;
  /** How many jobs it is the median of. */
  readonly jobs: number;
}

/** What is remembered of one record. */
export interface PastRun {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly commit: string | null;
  /** The first twelve hex digits of the model's sha256. */
  readonly bytes: string;
  /** Place in the history's environments. */
  readonly environment: number;
  /** Tells one workload from another; empty where it is not known. */
  readonly workload: string;
  readonly released: boolean;
  readonly levels: readonly PastLevel[];
  readonly shifts: readonly Shift[];
  readonly accepted: readonly AcceptedChange[];
}

/** One model on one device, as one gate records it. */
export interface HistorySubject {
  /** The name of the artifact that its records are kept in: it tells gates of different keys apart. */
  readonly bundle: string;
  readonly model: string;
  readonly device: string;
  /** Oldest first. */
  readonly runs: readonly PastRun[];
}

/** A release, as the history marks it. */
export interface PastRelease {
  readonly tag: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly url: string;
}

export interface History {
  readonly metrics: readonly Metric[];
  readonly environments: readonly Environment[];
  readonly subjects: readonly HistorySubject[];
  /** Oldest first. */
  readonly releases: readonly PastRelease[];
}

/** Nothing remembered yet. */
export const EMPTY_HISTORY: History = { metrics: [], environments: [], subjects: [], releases: [] };

/** How many runs are remembered in all. */
export function countRuns({ subjects }: Pick<History, 'subjects'>): number {
  return subjects.reduce((sum, { runs }) => sum + runs.length, 0);
}
