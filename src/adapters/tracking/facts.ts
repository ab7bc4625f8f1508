// What a run bears from its start on, as tags by our own names: for people who look, and for searches.

import type { CommitRef, RunMode } from '../../domain/run.ts';

/** Before the name of each tag of ours. */
export const PREFIX = 'latency_gate.';

export interface RunFacts {
  readonly mode: RunMode;
  readonly model: string;
  readonly sha256: string;
  readonly device: string;
  readonly commit: CommitRef;
}

/** The facts by name; what is not known is left out. */
export function toTags({ mode, model, sha256, device, commit }: RunFacts): Readonly<Record<string, string>> {
  return toOwnTags({
    mode,
    model,
    sha256,
    device,
    commit: commit.sha ?? '',
    branch: commit.branch ?? '',
    repository: commit.repository ?? '',
    pull_request: commit.pullRequest === null ? '' : String(commit.pullRequest),
  });
}

/** Any facts under our names; empty ones are left out. */
export function toOwnTags(facts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) => (value === '' ? [] : [[PREFIX + name, value]])),
  );
}
