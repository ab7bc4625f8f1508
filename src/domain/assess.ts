// All comparisons of one model on one device: gathers each metric's evidence and hands it to the judge.

import { type Baseline, runsAtLevel } from './baseline.ts';
import { type Comparison, inconclusive, UNKNOWN } from './comparison.ts';
import { type Environment, findDifference } from './device.ts';
import { type Evidence, levelOf } from './evidence.ts';
import type { Job, Pair } from './job.ts';
import { judgeExact, judgeSampled } from './judge.ts';
import { findLimit, type Limit } from './limit.ts';
import type { Plan } from './looks.ts';
import { METRICS, type Metric } from './metric.ts';
import type { ModelIdentity } from './model.ts';
import { jobsOf, nullPairsOf, type Run } from './run.ts';

/** What the candidate is compared with: a recorded baseline, a model given beside it, or both. */
export interface Reference {
  readonly model: ModelIdentity;
  /** Null where only the baseline's model was given. */
  readonly baseline: Baseline | null;
}

/** Everything known of one model on one device. */
export interface Facts {
  readonly model: ModelIdentity;
  readonly reference: Reference | null;
  /** Null as long as nothing was measured. */
  readonly environment: Environment | null;
  readonly jobs: readonly Job[];
  /** Of the reference's model, measured now but not interleaved. */
  readonly baselineJobs: readonly Job[];
  /** Measured beside the reference's model. */
  readonly pairs: readonly Pair[];
  /** Why jobs failed, one sentence each. */
  readonly failures: readonly string[];
}

export interface Policy {
  readonly maxRegression: readonly Limit[];
  readonly minChange: readonly Limit[];
  /** How many sampled comparisons share the gate's error budget. */
  readonly comparisons: number;
}

/** The gating metrics of which several jobs of the same model differ; they share the error budget. */
export const SAMPLED_GATES: readonly Metric[] = METRICS.filter((metric) => metric.gates && metric.kind === 'sampled');

/** One comparison for every metric that either side knows, and for every gating one. */
export function assess(facts: Facts, plan: Plan, policy: Policy): readonly Comparison[] {
  return METRICS.flatMap((metric) => assessMetric(metric, facts, plan, policy));
}

/** Whether the candidate is the baseline to the byte, so that nothing needs to be measured. */
export function isIdentical(facts: Pick<Facts, 'model' | 'reference'>): boolean {
  return facts.reference !== null && facts.model.sha256 === facts.reference.model.sha256;
}

function assessMetric(metric: Metric, facts: Facts, plan: Plan, policy: Policy): readonly Comparison[] {
  if (metric.kind === 'exact') return assessExact(metric, facts, plan, policy);
  const evidence = gather(metric, facts);
  const known = { candidate: levelOf(candidateLevels(evidence, facts)), baseline: levelOf(evidence.baseline) };
  const jobs = { baseline: evidence.baseline.length, candidate: evidence.candidate.length };
  if (known.candidate === null && known.baseline === null && !isExpected(metric)) return [];
  if (isIdentical(facts)) return [sameModel(metric, { ...known, candidate: known.baseline, jobs })];
  if (facts.reference === null)
    return [inconclusive(metric, 'no-baseline', 'There is nothing to compare with yet.', { ...known, jobs })];
  const failure = facts.failures[0];
  if (failure !== undefined && unitsOf(facts) < (plan.looks[0] ?? 1))
    return [inconclusive(metric, 'job-failed', failure, { ...known, jobs })];
  const difference = findApartDifference(facts, evidence);
  if (difference !== undefined) return [inconclusive(metric, 'environment-differs', difference, { ...known, jobs })];
  return [judgeSampled(ask(metric, plan, policy), evidence)];
}

function assessExact(metric: Metric, facts: Facts, plan: Plan, policy: Policy): readonly Comparison[] {
  const candidate = exactValue(
    metric,
    facts.model,
    facts.jobs,
    facts.pairs.map((pair) => pair.candidate),
  );
  const reference = facts.reference;
  if (candidate === undefined) return [];
  if (reference === null)
    return [inconclusive(metric, 'no-baseline', 'There is nothing to compare with yet.', { candidate })];
  const recorded = reference.baseline === null ? [] : jobsOf(reference.baseline.run);
  const baseline = exactValue(
    metric,
    reference.model,
    recorded,
    facts.pairs.map((pair) => pair.baseline),
  );
  if (candidate === 0 && (baseline ?? 0) === 0) return [];
  if (isIdentical(facts)) return [sameModel(metric, { baseline: candidate, candidate })];
  if (baseline === undefined)
    return [inconclusive(metric, 'not-measured', 'The baseline does not tell it.', { candidate })];
  return [judgeExact(ask(metric, plan, policy), baseline, candidate)];
}

function exactValue(metric: Metric, model: ModelIdentity, ...jobs: readonly (readonly Job[])[]): number | undefined {
  if (metric.name === 'model_size') return model.sizeBytes;
  return jobs
    .flat()
    .map((job) => job.values[metric.name])
    .find((value) => value !== undefined);
}

/** Latency is always expected; another metric only where one side has it. */
function isExpected(metric: Metric): boolean {
  return metric.name === 'latency';
}

/** This many jobs of the baseline's model, measured now, give its level by themselves, wherever they ran. */
const FEWEST_NOW = 3;

function gather(metric: Metric, facts: Facts): Evidence {
  const pairs = facts.pairs.flatMap((pair) => pair.logRatios[metric.name] ?? []);
  const baseline = facts.reference?.baseline ?? null;
  const window = baseline?.window ?? [];
  const level = baseline === null ? [] : runsAtLevel(baseline, metric.name);
  const { environment } = facts;
  const alike = level.filter(
    (run) => environment === null || findDifference(run.environment, environment) === undefined,
  );
  const recorded = valuesOf(metric, alike.flatMap(jobsOf));
  const now = valuesOf(metric, facts.baselineJobs);
  const older = levelsOf(
    metric,
    window.filter((run) => !level.includes(run)),
  );
  const common = {
    candidate: valuesOf(metric, [...facts.jobs, ...facts.pairs.map((pair) => pair.candidate)]),
    pairs,
    nullPairs: window.flatMap(nullPairsOf).flatMap((pair) => pair.logRatios[metric.name] ?? []),
  };
  if (pairs.length > 0)
    return {
      ...common,
      baseline: valuesOf(
        metric,
        facts.pairs.map((pair) => pair.baseline),
      ),
      history: [],
    };
  if (now.length >= FEWEST_NOW) return { ...common, baseline: now, history: [...older, recorded] };
  return { ...common, baseline: [...recorded, ...now], history: older };
}

/** Units of evidence on the candidate's side. */
function unitsOf({ jobs, pairs }: Facts): number {
  return pairs.length > 0 ? pairs.length : jobs.length;
}

function candidateLevels(evidence: Evidence, facts: Facts): readonly number[] {
  return isIdentical(facts) ? evidence.baseline : evidence.candidate;
}

/** Older runs, grouped by the bytes they measured: each model has a level of its own. */
function levelsOf(metric: Metric, runs: readonly Run[]): readonly (readonly number[])[] {
  const models = [...new Set(runs.map((run) => run.model.sha256))];
  return models.map((sha) => valuesOf(metric, runs.filter((run) => run.model.sha256 === sha).flatMap(jobsOf)));
}

function valuesOf(metric: Metric, jobs: readonly Job[]): readonly number[] {
  return jobs.flatMap((job) => job.values[metric.name] ?? []).filter((value) => value > 0 && Number.isFinite(value));
}

/** Why jobs measured apart may not be compared; undefined where they may, or where they were measured in pairs. */
function findApartDifference(facts: Facts, evidence: Evidence): string | undefined {
  const recorded = facts.reference?.baseline?.run.environment;
  const measuredNow = evidence.pairs.length > 0 || facts.baselineJobs.length >= FEWEST_NOW;
  if (measuredNow || recorded === undefined || facts.environment === null) return undefined;
  const difference = findDifference(recorded, facts.environment);
  if (difference === undefined) return undefined;
  return `${difference.field} was ${difference.baseline} and is ${difference.candidate}.`;
}

function sameModel(metric: Metric, known: Partial<Comparison>): Comparison {
  const explanation = 'The candidate is the baseline to the byte; nothing was measured.';
  return { ...UNKNOWN, ...known, metric, change: 0, verdict: 'unchanged', reason: 'identical-model', explanation };
}

function ask(metric: Metric, plan: Plan, policy: Policy) {
  return {
    metric,
    plan,
    maxRegression: findLimit(policy.maxRegression, metric),
    minChange: findLimit(policy.minChange, metric),
    comparisons: policy.comparisons,
  };
}
