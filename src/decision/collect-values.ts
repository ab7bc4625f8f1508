// From runs, jobs and pairs to the plain numbers of one metric.

import { runsAtLevel } from '../domain/baseline.ts';
import { findDifference } from '../domain/device.ts';
import type { Job } from '../domain/job.ts';
import type { Metric } from '../domain/metric.ts';
import type { ModelIdentity } from '../domain/model.ts';
import { jobsOf, nullPairsOf, type Run, valuesOf } from '../domain/run.ts';
import type { Evidence } from './estimate.ts';
import type { Facts } from './evidence.ts';

/** What is known of a sampled metric; values that are no positive number are left out. */
export function gatherEvidence(metric: Metric, facts: Facts): Evidence {
  const pairs = facts.pairs.flatMap((pair) => pair.logRatios[metric.name] ?? []);
  const baseline = facts.reference?.baseline ?? null;
  const window = [...(baseline?.window ?? [])].reverse();
  const candidate = valuesOf(metric, [...facts.jobs, ...facts.pairs.map((pair) => pair.candidate)]);
  const nullPairs = window.flatMap(nullPairsOf).flatMap((pair) => pair.logRatios[metric.name] ?? []);
  if (pairs.length > 0) {
    const now = valuesOf(
      metric,
      facts.pairs.map((pair) => pair.baseline),
    );
    return { recorded: [], now, history: [], candidate, pairs, nullPairs };
  }
  const level = baseline === null ? [] : runsAtLevel(baseline, metric.name);
  const { environment } = facts;
  const alike = (run: Run) => environment === null || findDifference(run.environment, environment) === undefined;
  const atLevel = window.filter((run) => level.includes(run));
  return {
    recorded: valuesOf(metric, atLevel.filter(alike).flatMap(jobsOf)),
    now: valuesOf(metric, facts.baselineJobs),
    history: levelsOf(
      metric,
      window.filter((run) => !level.includes(run)),
    ),
    candidate,
    pairs,
    nullPairs,
  };
}

/** Both sides' values of a metric that follows from the bytes; undefined where neither the model nor a job tells it. */
export function exactValues(
  metric: Metric,
  { model, jobs, pairs, reference }: Facts,
): { readonly baseline?: number | undefined; readonly candidate?: number | undefined } {
  const candidate = exactValue(metric, model, [...jobs, ...pairs.map((pair) => pair.candidate)]);
  if (reference === null) return { candidate };
  const recorded = reference.baseline === null ? [] : jobsOf(reference.baseline.run);
  return {
    candidate,
    baseline: exactValue(metric, reference.model, [...recorded, ...pairs.map((pair) => pair.baseline)]),
  };
}

function exactValue(metric: Metric, model: ModelIdentity, jobs: readonly Job[]): number | undefined {
  // Of a reference there are no bytes.
  if (metric.name === 'model_size') return model.reference === true ? undefined : model.sizeBytes;
  return jobs.map((job) => job.values[metric.name]).find((value) => value !== undefined);
}

/** Older runs, grouped by the bytes they measured: each model has a level of its own. */
function levelsOf(metric: Metric, runs: readonly Run[]): readonly (readonly number[])[] {
  const models = [...new Set(runs.map((run) => run.model.sha256))];
  return models.map((sha) => valuesOf(metric, runs.filter((run) => run.model.sha256 === sha).flatMap(jobsOf)));
}
