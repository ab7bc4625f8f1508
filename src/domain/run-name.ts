// Deterministic names of runs: services that cannot be asked by tag or commit find a run by its name and confirm it
// by its tags or its record.

import type { CommitRef, RunMode } from './run.ts';

/** Between the parts of a name. */
export const SEPARATOR = ' · ';

/** What a name is made of, besides the commit. */
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

/** The name of a model's run at a commit. */
export function runName(parts: NameParts, commit: Pick<CommitRef, 'sha'>): string {
  return namePrefix(parts) + (commit.sha ?? 'no commit');
}

/** The name of one job's run, below that of its model. */
export function jobName(parent: string, device: string, number: number): string {
  return `${jobPrefix(parent, device)}${number}`;
}

/** Everything of a job's name before its number. */
export function jobPrefix(parent: string, device: string): string {
  return `${parent}${SEPARATOR}${device}${SEPARATOR}`;
}
