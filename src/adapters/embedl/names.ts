// Deterministic names of runs: the hub cannot be asked by tag or commit, so a run is found by its name and confirmed
// by its tags.

import type { CommitRef, RunMode } from '../../domain/run.ts';

/** Between the parts of a name. */
export const SEPARATOR = ' · ';

export interface NameParts {
  readonly mode: RunMode;
  readonly repository: string | null;
  readonly model: string;
  /** `comment-key`, where several gates share a project. */
  readonly key: string;
}

/** Everything of a run's name before its commit. */
export function namePrefix({ mode, repository, model, key }: NameParts): string {
  return `${['latency-gate', mode, repository ?? 'no repository', model, key].filter((part) => part !== '').join(SEPARATOR)}${SEPARATOR}`;
}

export function runName(parts: NameParts, commit: Pick<CommitRef, 'sha'>): string {
  return namePrefix(parts) + (commit.sha ?? 'no commit');
}

/** The name of one job's run, below that of its model. */
export function jobName(parent: string, device: string, number: number): string {
  return `${jobPrefix(parent, device)}${number}`;
}

export function jobPrefix(parent: string, device: string): string {
  return `${parent}${SEPARATOR}${device}${SEPARATOR}`;
}
