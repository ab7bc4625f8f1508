// From runs, jobs and pairs to the plain numbers of one metric.

import { type Baseline, runsAtLevel } from '../domain/baseline.ts';
import { findDifference } from '../domain/device.ts';
import type { Job } from '../domain/job.ts';
import type { Metric } from '../domain/metric.ts';
import type { ModelIdentity } from '../domain/model.ts';
import { aaPairsOf, jobsOf, type Run, valuesOf } from '../domain/run.ts';
import type { MetricValues } from './estimate.ts';
import { type Evidence, isIdentical, rowDifference } from './evidence.ts';
import { levelsOfSessions, measureWithin, tellsSessions, toSessions } from './sessions.ts';

/** What is known of a sampled metric; values that are no positive number are left out. */
export function collectValues(metric: Metric, evidence: Evidence): MetricValues {
  const pairs = evidence.pairs.flatMap((pair) => pair.logRatios[metric.name] ?? []);
  const baseline = evidence.baselineRun?.baseline ?? null;
  const window = [...(baseline?.window ?? [])].reverse();
  const candidate = valuesOf(metric, [...evidence.jobs, ...evidence.pairs.map((pair) => pair.candidate)]);
  const aaPairs = window.flatMap(aaPairsOf).flatMap((pair) => pair.logRatios[metric.name] ?? []);
  if (pairs.length > 0) {
    const measuredNow = valuesOf(
      metric,
      evidence.pairs.map((pair) => pair.baseline),
    );
    return { recorded: [], measuredNow, history: [], candidate, pairs, aaPairs };
  }
  const level = baseline === null ? [] : runsAtLevel(baseline, metric.name);
  // Of an identical model the recorded level is the candidate's, as far as it stands where the baseline was recorded.
  const environment = evidence.environment ?? (isIdentical(evidence) ? (baseline?.run.environment ?? null) : null);
  const alike = (run: Run) =>
    (environment === null || findDifference(run.environment, environment) === undefined) &&
    rowDifference(metric.name, run.metrics, evidence.metrics) === undefined;
  const atLevel = window.filter((run) => level.includes(run));
  const older = window.filter((run) => !level.includes(run));
  if (tellsSessions(evidence.jobs)) {
    const sessionsOf = (run: Run) => toSessions(metric, jobsOf(run));
    const recorded = atLevel.filter(alike).flatMap(sessionsOf);
    const candidateSessions = toSessions(metric, evidence.jobs);
    return {
      recorded: levelsOfSessions(recorded),
      measuredNow: [],
      history: modelsOf(older).map((runs) => levelsOfSessions(runs.flatMap(sessionsOf))),
      candidate: levelsOfSessions(candidateSessions),
      pairs,
      aaPairs,
      within: measureWithin(recorded, candidateSessions),
    };
  }
  return {
    recorded: atLevel.filter(alike).flatMap((run) => unitsOf(metric, jobsOf(run))),
    measuredNow: valuesOf(metric, evidence.measuredNow),
    history: modelsOf(older).map((runs) => runs.flatMap((run) => unitsOf(metric, jobsOf(run)))),
    candidate,
    pairs,
    aaPairs,
  };
}

/** What a run's jobs are as evidence: one value each, or one a session where they share some (a phone that was held). */
function unitsOf(metric: Metric, jobs: readonly Job[]): readonly number[] {
  return tellsSessions(jobs) ? levelsOfSessions(toSessions(metric, jobs)) : valuesOf(metric, jobs);
}

/** Both sides' values of a metric that follows from the bytes; undefined where neither the model nor a job tells it. */
export function exactValues(
  metric: Metric,
  { model, jobs, pairs, baselineRun }: Evidence,
): { readonly baseline?: number | undefined; readonly candidate?: number | undefined } {
  const candidate = exactValue(metric, model, [...jobs, ...pairs.map((pair) => pair.candidate)]);
  if (baselineRun === null) return { candidate };
  const recorded = baselineRun.baseline === null ? [] : jobsOfBytes(baselineRun.baseline);
  return {
    candidate,
    baseline: exactValue(metric, baselineRun.model, [...pairs.map((pair) => pair.baseline), ...recorded]),
  };
}

/** The baseline's own jobs; a record of the same bytes may have spent none, and then its predecessors' tell the same. */
function jobsOfBytes({ run, window }: Baseline): readonly Job[] {
  const own = jobsOf(run);
  return own.length > 0 ? own : window.filter(({ model }) => model.sha256 === run.model.sha256).flatMap(jobsOf);
}

function exactValue(metric: Metric, model: ModelIdentity, jobs: readonly Job[]): number | undefined {
  // A hosted model has no bytes here.
  if (metric.name === 'model_size') return model.hosted === true ? undefined : model.sizeBytes;
  return jobs.map((job) => job.values[metric.name]).find((value) => value !== undefined);
}

/** Older runs, grouped by the bytes they measured: each model has a level of its own. */
function modelsOf(runs: readonly Run[]): readonly (readonly Run[])[] {
  const models = [...new Set(runs.map((run) => run.model.sha256))];
  return models.map((sha) => runs.filter((run) => run.model.sha256 === sha));
}
