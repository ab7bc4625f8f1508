// The words that every rendering shares: headlines, verdicts, evidence.

import { type Comparison, counts, isRegression, type Verdict } from '../domain/comparison.ts';
import type { Mode } from '../domain/outcome.ts';
import { allComparisons, type BaselineSummary, type Report } from '../domain/report.ts';
import { formatAge, formatChange } from './numbers.ts';

const VERDICT_ICONS: Readonly<Record<Verdict, string>> = {
  regressed: '❌',
  inconclusive: '⚪',
  improved: '🚀',
  unchanged: '✅',
};

/** A waived regression is no cross: somebody has accepted it. */
export function iconOf({ verdict, waived }: Comparison): string {
  return waived === null ? VERDICT_ICONS[verdict] : '🟡';
}

/** Regressions first; then what is not known, what got better, what stayed. */
export const VERDICT_ORDER: readonly Verdict[] = ['regressed', 'inconclusive', 'improved', 'unchanged'];

/** The comparisons that count towards the outcome, in the order of their verdicts. */
export function mostUrgentFirst(report: Report): ReturnType<typeof allComparisons> {
  return allComparisons(report)
    .filter(({ comparison }) => counts(comparison))
    .sort((a, b) => VERDICT_ORDER.indexOf(a.comparison.verdict) - VERDICT_ORDER.indexOf(b.comparison.verdict));
}

/** The first line of everything: did it regress, where, is that sure. Plain text without an icon. */
export function headline(report: Report): string {
  const name = report.key === '' ? 'Latency Gate' : `Latency Gate (${report.key})`;
  return `${name}: ${summarise(report)}`;
}

export function outcomeIcon(report: Report): string {
  const { outcome, effects } = report;
  if (outcome === 'pass') return report.forgeable ? '⚪' : '✅';
  if (outcome === 'fail') return effects.exitCode === 0 ? '⚠️' : '❌';
  return outcome === 'error' ? '⛔' : '⚪';
}

function summarise(report: Report): string {
  const { outcome, mode } = report;
  if (outcome === 'error') return `could not run: ${report.error?.message ?? 'unknown error'}`;
  if (outcome === 'cancelled') return 'cancelled before a verdict';
  if (outcome === 'skipped') return 'skipped';
  const verdict = `${summariseVerdicts(report)}${report.forgeable ? " (measured by the fork's workflow)" : ''}`;
  const first = allComparisons(report).every(({ comparison }) => comparison.reason === 'no-baseline');
  if (mode === 'record' && report.runIds.length === 0) return `nothing was recorded; ${verdict}`;
  if (mode === 'record' && first) return 'recorded the first baseline';
  if (mode === 'release') return summariseRelease(report, verdict, first);
  return mode === 'record' ? `recorded; ${verdict}` : verdict;
}

function summariseRelease({ release }: Report, verdict: string, first: boolean): string {
  const tag = release?.tag ?? 'release';
  return first || release?.previous == null
    ? `${tag} measured`
    : `${tag} compared with ${release.previous}: ${verdict}`;
}

function summariseVerdicts(report: Report): string {
  const counted = allComparisons(report)
    .map(({ comparison }) => comparison)
    .filter(counts);
  const number = (verdict: Verdict) => counted.filter((comparison) => comparison.verdict === verdict).length;
  const improved = number('improved') === 0 ? '' : `, ${number('improved')} improved`;
  const open = number('inconclusive') === 0 ? '' : `, ${number('inconclusive')} inconclusive`;
  const regressed = counted.filter(isRegression).length;
  const waived = number('regressed') === regressed ? '' : `, ${number('regressed') - regressed} waived`;
  if (regressed > 0 && isAboutPrompts(report)) return summarisePrompts(report);
  if (regressed > 0) return `${regressed} of ${countOf(counted.length)} regressed${waived}${open}${improved}`;
  if (number('inconclusive') > 0 || counted.length === 0) return summariseDoubt(counted);
  if (counted.every((comparison) => comparison.reason === 'identical-model'))
    return report.mode === 'record' ? 'the same bytes as the last record' : 'identical model, nothing to measure';
  return `no regression in ${countOf(counted.length)}${waived}${improved}`;
}

/** Where the models are prompts, a device is the model that answers them. */
function isAboutPrompts({ subjects }: Report): boolean {
  return subjects.length > 0 && subjects.every(({ model }) => model.format === 'interaction');
}

/** `2 of 3 models slower; +18 % output tokens`: the worst of each. */
function summarisePrompts({ subjects }: Report): string {
  const regressed = subjects.flatMap(({ comparisons }) => comparisons).filter(isRegression);
  const times = regressed.filter(({ metric }) => metric.unit === 'ms');
  const slower = subjects.filter(({ comparisons }) => comparisons.some((one) => times.includes(one))).length;
  const amounts = regressed
    .filter((comparison) => !times.includes(comparison))
    .sort((a, b) => (b.change ?? 0) - (a.change ?? 0))
    .filter(({ metric }, index, all) => all.findIndex((other) => other.metric.name === metric.name) === index)
    .map(({ metric, change, noise }) => `${formatChange(change, noise)} ${metric.label}`);
  return [...(slower > 0 ? [`${slower} of ${countOf(subjects.length, 'model')} slower`] : []), ...amounts].join('; ');
}

function summariseDoubt(counted: readonly Comparison[]): string {
  const open = counted.filter((comparison) => comparison.verdict === 'inconclusive');
  if (open.length === 0) return 'inconclusive: nothing was measured';
  const [first] = open;
  const same = open.every((comparison) => first !== undefined && reasonWords(comparison) === reasonWords(first));
  if (same && first !== undefined && open.length === counted.length) return `inconclusive: ${reasonWords(first)}`;
  return `inconclusive: ${open.length} of ${countOf(counted.length)}${same && first !== undefined ? ` (${reasonWords(first)})` : ''}`;
}

/** Why a verdict is what it is, in a few words. */
function reasonWords(comparison: Comparison): string {
  switch (comparison.reason) {
    case 'no-baseline':
      return 'no baseline yet';
    case 'baseline-too-young':
      return 'baseline too young';
    case 'environment-differs':
      return 'environment differs';
    case 'statistic-differs':
      return 'another statistic';
    case 'not-measured':
      return 'not measured';
    case 'job-failed':
      return shorten(comparison.explanation);
    case 'not-settled':
      return 'not settled';
    case 'identical-model':
      return 'identical model';
    case 'confirmed':
      return 'confirmed';
    case 'exact':
      return 'exact';
    case 'over-budget':
      return 'over budget';
    case 'within-noise':
      return 'within noise';
    case 'within-limits':
      return '';
  }
}

/** What stands behind a verdict: how much was measured, and what that was enough for. */
export function describeEvidence(comparison: Comparison): string {
  const { jobs, paired, reason, waived } = comparison;
  if (reason === 'exact' || reason === 'identical-model') return reasonWords(comparison);
  const unit = paired ? 'pair' : 'job';
  const amount = jobs.candidate === 0 ? '' : `${jobs.candidate} ${unit}${jobs.candidate === 1 ? '' : 's'}`;
  const until = waived === null ? '' : `waived until ${waived.until}`;
  return [amount, reasonWords(comparison), until].filter((part) => part !== '').join(', ');
}

const LONGEST_REASON = 60;

function shorten(text: string): string {
  const letters = [...text.replace(/\.$/, '')];
  return letters.length <= LONGEST_REASON ? letters.join('') : `${letters.slice(0, LONGEST_REASON - 1).join('')}…`;
}

/** Which run was compared with, how far away and how old it is. */
export function describeBaseline(baseline: BaselineSummary | null, { createdAt: now, mode }: Report): string {
  if (baseline === null) return 'no baseline';
  if (baseline.createdAt === null) return `baseline: the given model ${baseline.model.sha256.slice(0, 12)}`;
  const commit = baseline.commit.sha?.slice(0, 7) ?? `model ${baseline.model.sha256.slice(0, 7)}`;
  const runs = `${baseline.runs} ${baseline.runs === 1 ? 'run' : 'runs'}`;
  return `baseline ${commit} (${describeDistance(baseline.distance, mode)}, ${runs}, recorded ${formatAge(baseline.createdAt, now)} ago)`;
}

function describeDistance(distance: number | null, mode: Mode): string {
  if (distance === null) return 'newest record';
  if (mode === 'release') return distance === 0 ? 'the last release' : `${distance} commits before the last release`;
  return distance === 0 ? 'merge-base' : `${distance} ${distance === 1 ? 'commit' : 'commits'} before the merge-base`;
}

function countOf(count: number, what = 'comparison'): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
