// Between runs of the Experiments API and ours. Pure. The record travels in parameters, which can be read back;
// metrics and tags say the same for people.

import type { CommitRef } from '../../domain/run.ts';
import { jobsOf, type Run, type RunMode } from '../../domain/run.ts';
import { levelOf } from '../../domain/statistics.ts';
import { toPieces } from '../../formats/carried-record.ts';
import type { Batch } from './api.ts';

const PREFIX = 'latency_gate.';

export interface RunFacts {
  readonly mode: RunMode;
  readonly model: string;
  readonly sha256: string;
  readonly device: string;
  readonly commit: CommitRef;
}

/** What a run bears from its start on. */
export function toTags({ mode, model, sha256, device, commit }: RunFacts): Readonly<Record<string, string>> {
  const tags = {
    mode,
    model,
    sha256,
    device,
    commit: commit.sha ?? '',
    branch: commit.branch ?? '',
    repository: commit.repository ?? '',
    pull_request: commit.pullRequest === null ? '' : String(commit.pullRequest),
  };
  return Object.fromEntries(
    Object.entries(tags).flatMap(([name, value]) => (value === '' ? [] : [[PREFIX + name, value]])),
  );
}

/** What is logged when a run ends: each job as a step of its metrics, the environment, the record. */
export function toBatch(run: Run): Batch {
  const jobs = jobsOf(run);
  const steps = jobs.flatMap((job, step) => Object.entries(job.values).map(([key, value]) => ({ key, value, step })));
  const names = new Set(jobs.flatMap((job) => Object.keys(job.values)));
  const levels = [...names].flatMap((name) => {
    const level = levelOf(jobs.flatMap((job) => job.values[name] ?? []));
    return level === null ? [] : [{ key: name, value: level, step: jobs.length }];
  });
  const params = {
    ...Object.fromEntries(Object.entries(run.environment).map(([name, value]) => [`environment.${name}`, value])),
    ...toPieces(run),
  };
  return {
    // A reader that keeps only the last step of a metric then keeps the level.
    metrics: [...steps, ...levels],
    params: Object.entries(params).map(([key, value]) => ({ key, value })),
    tags: [{ key: `${PREFIX}jobs`, value: String(jobs.length) }],
  };
}
