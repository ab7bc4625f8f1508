// All comparisons of one model on one device: gathers each metric's evidence and hands it to the judge.

import { type Comparison, inconclusive, UNKNOWN } from '../domain/comparison.ts';
import { findDifference } from '../domain/device.ts';
import { findMetric, METRICS, type Metric } from '../domain/metric.ts';
import { type Policy, termsFor } from '../domain/policy.ts';
import { levelOf } from '../domain/statistics.ts';
import { exactValues, gatherEvidence } from './collect-values.ts';
import { type CpuLayers, judgeBudget, judgeExact, judgeSampled, type Question } from './compare-metric.ts';
import { type Evidence, FEWEST_NOW } from './estimate.ts';
import { type Facts, isIdentical } from './evidence.ts';
import type { Plan } from './looks.ts';

/**
 * One comparison for every metric that either side knows, and for every gating one. `comparisons` is how many of the
 * gate's share its error budget.
 */
export function assess(facts: Facts, plan: Plan, policy: Policy, comparisons: number): readonly Comparison[] {
  return METRICS.flatMap((metric) => {
    const terms = termsFor(policy, metric, { model: facts.model.name, device: facts.device });
    const question = { ...terms, plan, comparisons };
    if (metric.kind === 'sampled') return assessSampled(question, facts);
    return isWithoutBytes(metric, facts) ? [] : assessExact(question, facts);
  });
}

/** A reference has no size, and neither has a model that is compared with one. */
function isWithoutBytes({ name }: Metric, { model, reference }: Facts): boolean {
  return name === 'model_size' && (model.reference === true || reference?.model.reference === true);
}

function assessSampled(question: Question, facts: Facts): readonly Comparison[] {
  const { metric, plan } = question;
  const evidence = gatherEvidence(metric, facts);
  const baseline = [...evidence.recorded, ...evidence.now];
  const identical = isIdentical(facts);
  const known = {
    candidate: levelOf(identical && evidence.candidate.length === 0 ? baseline : evidence.candidate),
    baseline: levelOf(baseline),
    jobs: { baseline: baseline.length, candidate: evidence.candidate.length },
  };
  if (known.candidate === null && known.baseline === null && metric.name !== ALWAYS_EXPECTED) return [];
  if (identical) return [sameModel(question, known)];
  const units = facts.pairs.length > 0 ? facts.pairs.length : facts.jobs.length;
  const [failure] = facts.failures;
  const missing =
    facts.reference === null
      ? inconclusive(metric, 'no-baseline', 'There is nothing to compare with yet.', known)
      : failure !== undefined && units < (plan.looks[0] ?? 1)
        ? inconclusive(metric, 'job-failed', failure, known)
        : differenceBetween(question, facts, evidence, known);
  return [judgeBudget(question, missing ?? judgeSampled(question, evidence), evidence.candidate)];
}

function assessExact(question: Question, facts: Facts): readonly Comparison[] {
  const { metric } = question;
  const { baseline, candidate } = exactValues(metric, facts);
  if (candidate === 0 && (baseline ?? 0) === 0 && facts.reference !== null) return [];
  if (isIdentical(facts))
    return candidate === undefined ? [] : [sameModel(question, { baseline: candidate, candidate })];
  if (candidate === undefined) {
    // Where nothing was measured, latency says so already.
    const measured = facts.jobs.length + facts.pairs.length > 0;
    return !measured || (baseline ?? 0) === 0
      ? []
      : [inconclusive(metric, 'not-measured', 'The candidate does not tell it.', { baseline: baseline ?? null })];
  }
  const comparison =
    facts.reference === null
      ? inconclusive(metric, 'no-baseline', 'There is nothing to compare with yet.', { candidate })
      : baseline === undefined
        ? inconclusive(metric, 'not-measured', 'The baseline does not tell it.', { candidate })
        : judgeExact(question, baseline, candidate, cpuLayersOf(facts));
  return [judgeBudget(question, comparison, [candidate])];
}

function cpuLayersOf(facts: Facts): CpuLayers {
  const metric = findMetric('layers_cpu');
  const { baseline, candidate } = metric === undefined ? {} : exactValues(metric, facts);
  if (baseline === undefined || candidate === undefined) return undefined;
  return candidate > baseline ? 'more' : 'no more';
}

/** Any other metric is compared only where one side has it. */
const ALWAYS_EXPECTED = 'latency';

/** Jobs measured apart may not be compared across environments; pairs, and a baseline measured now, may. */
function differenceBetween(
  { metric }: Question,
  facts: Facts,
  evidence: Evidence,
  known: Partial<Comparison>,
): Comparison | undefined {
  const recorded = facts.reference?.baseline?.run.environment;
  const measuredNow = evidence.pairs.length > 0 || evidence.now.length >= FEWEST_NOW;
  if (measuredNow || recorded === undefined || facts.environment === null) return undefined;
  const difference = findDifference(recorded, facts.environment);
  if (difference === undefined) return undefined;
  const { field, baseline, candidate } = difference;
  return inconclusive(metric, 'environment-differs', `${field} was ${baseline} and is ${candidate}.`, known);
}

function sameModel({ metric }: Question, known: Partial<Comparison>): Comparison {
  const measured = (known.jobs?.candidate ?? 0) > 0 ? 'what was measured tells the level only' : 'nothing was measured';
  const explanation = `The candidate is the baseline to the byte; ${measured}.`;
  return { ...UNKNOWN, ...known, metric, change: 0, verdict: 'unchanged', reason: 'identical-model', explanation };
}
