// All comparisons of one model on one device: gathers each metric's evidence and hands it to the judge.

import { type Comparison, inconclusive, UNKNOWN } from '../domain/comparison.ts';
import { findDifference } from '../domain/device.ts';
import { builtIn, isOutputDrift, type Metric } from '../domain/metric.ts';
import { type Policy, termsFor } from '../domain/policy.ts';
import { levelOf } from '../domain/statistics.ts';
import { findWorkloadDifference } from '../domain/workload.ts';
import { applyBudget } from './budget.ts';
import { collectValues, exactValues } from './collect-values.ts';
import { type ComparisonTerms, type CpuLayers, compareExact, compareSampled } from './compare-metric.ts';
import { FEWEST_NOW, type MetricValues, noiseOfSessions } from './estimate.ts';
import { type Evidence, isIdentical, metricsOf, rowDifference } from './evidence.ts';
import type { Plan } from './looks.ts';
import { isLatencyRedefined } from './redefined.ts';

/**
 * One comparison for every metric that either side knows, and for every gating one. `comparisonCount` is how many of the
 * gate's share its error budget.
 */
export function compareMetrics(
  evidence: Evidence,
  plan: Plan,
  policy: Policy,
  comparisonCount: number,
): readonly Comparison[] {
  const all = metricsOf(evidence, policy.metrics).flatMap((metric) => {
    const terms = termsFor(policy, metric, { model: evidence.model.name, device: evidence.device });
    const question = { ...terms, plan, comparisonCount };
    if (metric.kind === 'sampled') return compareSampledMetric(question, evidence);
    if (isOutputDrift(metric)) return describeDrift(question, evidence);
    return isWithoutBytes(metric, evidence) ? [] : compareExactMetric(question, evidence);
  });
  const others = all.some((one) => one.metric.name !== EXPECTED && one.metric.kind === 'sampled' && isGating(one));
  return all.filter((one) => !others || one.metric.name !== EXPECTED || isKnown(one) || one.budget !== null);
}

function isGating(comparison: Comparison): boolean {
  return comparison.metric.gates && isKnown(comparison);
}

function isKnown({ baseline, candidate }: Comparison): boolean {
  return baseline !== null || candidate !== null;
}

/** A hosted model has no size, and neither has a model that is compared with one. */
function isWithoutBytes({ name }: Metric, { model, baselineRun }: Evidence): boolean {
  return name === 'model_size' && (model.hosted === true || baselineRun?.model.hosted === true);
}

function compareSampledMetric(question: ComparisonTerms, evidence: Evidence): readonly Comparison[] {
  const { metric } = question;
  const values = collectValues(metric, evidence);
  const baseline = [...values.recorded, ...values.measuredNow];
  const identical = isIdentical(evidence);
  const known = {
    candidate: levelOf(identical && values.candidate.length === 0 ? baseline : values.candidate),
    baseline: levelOf(baseline),
    jobs: { baseline: baseline.length, candidate: values.candidate.length },
  };
  const unknown = known.candidate === null && known.baseline === null;
  if (unknown && metric.name !== EXPECTED && question.budget === undefined) return [];
  if (identical) return [withRecordedBudget(question, sameModel(question, known), values)];
  const missing =
    evidence.baselineRun === null
      ? inconclusive(metric, 'no-baseline', 'There is nothing to compare with yet.', known)
      : (failureOf(question, evidence, known) ??
        redefinition(question, evidence, values, known) ??
        differenceBetween(question, evidence, values, known));
  const noise = values.within === undefined ? undefined : noiseOfSessions(values);
  return [applyBudget(question, missing ?? compareSampled(question, values), values.candidate, noise)];
}

/** Jobs that failed before the first look leave nothing to judge. */
function failureOf(
  { metric, plan }: ComparisonTerms,
  { pairs, jobs, failures, difference }: Evidence,
  known: Partial<Comparison>,
): Comparison | undefined {
  const units = pairs.length > 0 ? pairs.length : jobs.length;
  const [failure] = failures;
  if (failure === undefined || units >= (plan.looks[0] ?? 1)) return undefined;
  return inconclusive(metric, difference?.reason ?? 'job-failed', failure, known);
}

function compareExactMetric(question: ComparisonTerms, evidence: Evidence): readonly Comparison[] {
  const { metric } = question;
  const { baseline, candidate } = exactValues(metric, evidence);
  if (candidate === 0 && (baseline ?? 0) === 0 && evidence.baselineRun !== null) return [];
  if (isIdentical(evidence)) return describeSame(question, candidate ?? baseline);
  if (candidate === undefined) {
    // Where nothing was measured, latency says so already.
    const measured = evidence.jobs.length + evidence.pairs.length > 0;
    return !measured || (baseline ?? 0) === 0
      ? []
      : [inconclusive(metric, 'not-measured', 'The candidate does not tell it.', { baseline: baseline ?? null })];
  }
  const comparison =
    evidence.baselineRun === null
      ? inconclusive(metric, 'no-baseline', 'There is nothing to compare with yet.', { candidate })
      : baseline === undefined
        ? inconclusive(metric, 'not-measured', 'The baseline does not tell it.', { candidate })
        : compareExact(question, baseline, candidate, cpuLayersOf(evidence));
  return [applyBudget(question, comparison, [candidate])];
}

/** Both sides have the same value; a budget holds all the same. */
function describeSame(question: ComparisonTerms, value: number | undefined): readonly Comparison[] {
  if (value === undefined) return [];
  return [applyBudget(question, sameModel(question, { baseline: value, candidate: value }), [value])];
}

/** Outputs say how far the sides lie apart: there is nothing to compare that with but a budget. */
function describeDrift(question: ComparisonTerms, evidence: Evidence): readonly Comparison[] {
  const { metric, budget } = question;
  const { pairs } = evidence;
  const { candidate } = exactValues(metric, evidence);
  const measured = pairs.length > 0 && candidate !== undefined;
  if (!measured && (budget === undefined || isIdentical(evidence))) return [];
  if (!measured) {
    const why = "Outputs are compared only in a pair, beside the baseline's model.";
    return [inconclusive({ ...metric, gates: true }, 'not-measured', why)];
  }
  const explanation = "Beside the baseline's outputs on the same inputs.";
  const known = {
    ...UNKNOWN,
    metric: { ...metric, gates: metric.gates || budget !== undefined },
    candidate,
    explanation,
  };
  const jobs = { baseline: pairs.length, candidate: pairs.length };
  const comparison: Comparison = { ...known, jobs, paired: true, verdict: 'unchanged', reason: 'exact' };
  return [applyBudget(question, comparison, [candidate])];
}

function cpuLayersOf(evidence: Evidence): CpuLayers {
  const { baseline, candidate } = exactValues(builtIn('layers_cpu'), evidence);
  if (baseline === undefined || candidate === undefined) return undefined;
  return candidate > baseline ? 'more' : 'no more';
}

/**
 * Any other metric is compared only where one side has it or a budget asks for it; this one also where nothing else
 * that gates was measured, to say so.
 */
const EXPECTED = 'latency';

/** Until the baseline's model is measured again, or a new record made, there is no baseline for its latency. */
function redefinition(
  { metric }: ComparisonTerms,
  evidence: Evidence,
  values: MetricValues,
  known: Partial<Comparison>,
): Comparison | undefined {
  const told = values.measuredNow.length > 0 || values.candidate.length === 0;
  if (metric.name !== EXPECTED || told || !isLatencyRedefined(evidence)) return undefined;
  const explanation = 'The recorded latency was another one: the sum over the operators.';
  return inconclusive(metric, 'no-baseline', explanation, known);
}

/** Jobs measured apart may not be compared across environments; pairs, and a baseline measured now, may. */
function differenceBetween(
  { metric }: ComparisonTerms,
  evidence: Evidence,
  values: MetricValues,
  known: Partial<Comparison>,
): Comparison | undefined {
  const run = evidence.baselineRun?.baseline?.run;
  const recorded = run?.environment;
  const measuredNow = values.pairs.length > 0 || values.measuredNow.length >= FEWEST_NOW;
  if (measuredNow || recorded === undefined || evidence.environment === null) return undefined;
  const settings = evidence.baselineRun?.difference;
  if (settings !== undefined) {
    const reason = settings.kind === 'workload' ? 'workload-differs' : 'environment-differs';
    const why = `${settings.field} was ${settings.baseline} and is ${settings.candidate}.`;
    return inconclusive(metric, reason, why, known);
  }
  const other = rowDifference(metric.name, run?.metrics, evidence.metrics);
  if (other !== undefined) return inconclusive(metric, 'statistic-differs', other, known);
  const unlike = run?.workload && evidence.workload && findWorkloadDifference(run.workload, evidence.workload);
  if (unlike !== undefined) {
    const explanation = `${unlike.what}: it was ${unlike.baseline} and is ${unlike.candidate}.`;
    return inconclusive(metric, 'workload-differs', explanation, known);
  }
  const difference = findDifference(recorded, evidence.environment);
  if (difference === undefined) return undefined;
  const { field, baseline, candidate } = difference;
  return inconclusive(metric, 'environment-differs', `${field} was ${baseline} and is ${candidate}.`, known);
}

/** What was not measured now stands where it was recorded: a budget holds there as well. No job is asked for. */
function withRecordedBudget(question: ComparisonTerms, same: Comparison, values: MetricValues): Comparison {
  const { candidate, recorded, measuredNow, within } = values;
  const level = candidate.length > 0 ? candidate : [...recorded, ...measuredNow];
  const held = applyBudget(question, same, level, within === undefined ? undefined : noiseOfSessions(values));
  return { ...held, wants: 0 };
}

function sameModel({ metric }: ComparisonTerms, known: Partial<Comparison>): Comparison {
  const measured = (known.jobs?.candidate ?? 0) > 0 ? 'what was measured tells the level only' : 'nothing was measured';
  const explanation = `The candidate is the baseline to the byte and executed alike; ${measured}.`;
  const certain = { change: 0, rulesOutAbove: 0, shown: true } as const;
  return { ...UNKNOWN, ...known, ...certain, metric, verdict: 'unchanged', reason: 'identical-model', explanation };
}
