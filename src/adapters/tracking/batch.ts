// What is logged on a run, in batches that servers of MLflow's kind take. Pure.

import type { Job } from '../../domain/job.ts';
import { levelOf } from '../../domain/statistics.ts';

export interface Entry {
  readonly key: string;
  readonly value: string;
}

export interface MetricPoint {
  readonly key: string;
  readonly value: number;
  readonly step: number;
}

export interface Batch {
  readonly metrics: readonly MetricPoint[];
  readonly params: readonly Entry[];
  readonly tags: readonly Entry[];
}

/** How much of each a server takes in one call. */
export interface BatchLimits {
  readonly metrics: number;
  readonly params: number;
  readonly tags: number;
}

/** Each job as a step of its metrics, then the levels: a reader that keeps only the last step keeps the level. */
export function toMetrics(jobs: readonly Job[]): readonly MetricPoint[] {
  const steps = jobs.flatMap((job, step) => Object.entries(job.values).map(([key, value]) => ({ key, value, step })));
  return [...steps, ...toLevels(jobs, jobs.length)];
}

/** The level of each metric over the jobs, at one step. */
export function toLevels(jobs: readonly Job[], step: number): readonly MetricPoint[] {
  const names = new Set(jobs.flatMap((job) => Object.keys(job.values)));
  return [...names].flatMap((name) => {
    const level = levelOf(jobs.flatMap((job) => job.values[name] ?? []));
    return level === null ? [] : [{ key: name, value: level, step }];
  });
}

export function toEntries(fields: Readonly<Record<string, string>>): readonly Entry[] {
  return Object.entries(fields).map(([key, value]) => ({ key, value }));
}

/** The same in as many batches as the limits ask for; none of nothing. */
export function splitBatch({ metrics, params, tags }: Batch, limits: BatchLimits): readonly Batch[] {
  const count = Math.max(
    Math.ceil(metrics.length / limits.metrics),
    Math.ceil(params.length / limits.params),
    Math.ceil(tags.length / limits.tags),
  );
  return Array.from({ length: count }, (_, index) => ({
    metrics: metrics.slice(index * limits.metrics, (index + 1) * limits.metrics),
    params: params.slice(index * limits.params, (index + 1) * limits.params),
    tags: tags.slice(index * limits.tags, (index + 1) * limits.tags),
  }));
}
