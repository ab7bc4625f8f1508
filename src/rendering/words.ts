// The words that every rendering shares: icons, reasons, evidence.

import { type Comparison, isNotShown, type Verdict } from '../domain/comparison.ts';
import type { Mode } from '../domain/outcome.ts';
import { plural } from '../domain/plural.ts';
import type { Report } from '../domain/report.ts';
import { generalLimit, limitOf } from './bounds.ts';
import { describeBound } from './metric-words.ts';
import { describeLevel, describeLimits } from './numbers.ts';

const VERDICT_ICONS: Readonly<Record<Verdict, string>> = {
  regressed: '❌',
  inconclusive: '⚪',
  improved: '🚀',
  unchanged: '✅',
};

/** An empty box: no change was found, but more than the limit could hide. */
export const NOT_SHOWN_ICON = '🔲';

/** A waived regression is no cross, for somebody has accepted it; what is not shown has no tick. */
export function iconOf(comparison: Comparison): string {
  if (isNotShown(comparison)) return NOT_SHOWN_ICON;
  const { verdict, waived, accepted } = comparison;
  return waived === null && accepted === null ? VERDICT_ICONS[verdict] : '🟡';
}

/** Regressions first; then what is not known, what got better, what stayed. */
export const VERDICT_ORDER: readonly Verdict[] = ['regressed', 'inconclusive', 'improved', 'unchanged'];

/** Why a verdict is what it is, in a few words. */
export function reasonWords(comparison: Comparison): string {
  switch (comparison.reason) {
    case 'no-baseline':
      return 'no baseline yet';
    case 'baseline-too-young':
      return 'baseline too young';
    case 'environment-differs':
      return 'environment differs';
    case 'workload-differs':
      return 'workload differs';
    case 'statistic-differs':
      return 'another statistic or unit';
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
      return comparison.metric.direction === 'lower' ? 'over budget' : 'below budget';
    case 'within-noise':
      return 'within noise';
    case 'within-limits':
      return '';
  }
}

/** What stands behind a verdict: how much was measured, and what that was enough for. */
export function describeEvidence(comparison: Comparison, report: Pick<Report, 'policy'>): string {
  const { reason, verdict } = comparison;
  const plain = reason === 'exact' || reason === 'identical-model';
  const amount = plain ? '' : describeAmount(comparison);
  const until = describeAcceptance(comparison);
  const said = verdict === 'unchanged' && !plain ? boundOf(comparison) : reasonWords(comparison);
  return withLimit([amount, said, until].filter((part) => part !== '').join(', '), comparison, report);
}

/** How long a regression is accepted, or by whom; empty where nobody accepts it. */
export function describeAcceptance({ waived, accepted }: Pick<Comparison, 'waived' | 'accepted'>): string {
  if (waived !== null) return `accepted until ${waived.until}`;
  return accepted === null ? '' : `accepted by ${accepted.by} for this commit`;
}

/** `3 jobs`; empty where nothing was measured. */
export function describeAmount({ jobs, paired }: Comparison): string {
  return jobs.candidate === 0 ? '' : countOf(jobs.candidate, paired ? 'pair' : 'job');
}

function boundOf(comparison: Comparison): string {
  const bound = comparison.rulesOutAbove;
  if (bound === null) return isNotShown(comparison) ? 'not shown' : reasonWords(comparison);
  return describeBound(comparison.metric, bound, comparison.noise, isNotShown(comparison));
}

/** The limit is told where it is not the one that the report gives for all, and the budget where there is one. */
function withLimit(words: string, comparison: Comparison, report: Pick<Report, 'policy'>): string {
  const { budget, metric } = comparison;
  const limit = limitOf(comparison, report);
  const general = generalLimit(report)?.value ?? null;
  const differs = limit !== null && comparison.reason !== 'no-baseline' && Math.abs(limit - (general ?? 0)) > 1e-9;
  return [
    words,
    ...(differs
      ? [`limit ${metric.direction === 'lower' ? '+' : '−'}${describeLimits([{ unit: '%', value: limit }])}`]
      : []),
    ...(budget === null ? [] : [`budget ${describeLevel(metric, budget)}`]),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

const LONGEST_REASON = 60;

function shorten(text: string): string {
  const letters = [...text.replace(/\.$/, '')];
  return letters.length <= LONGEST_REASON ? letters.join('') : `${letters.slice(0, LONGEST_REASON - 1).join('')}…`;
}

/** Where the baseline stands in the history: `its merge-base`, `3 commits before the merge-base`. */
export function describeDistance(distance: number | null, mode: Mode): string {
  if (distance === null) return 'the newest record';
  if (mode === 'release')
    return distance === 0 ? 'the last release' : `${distance} ${plural(distance, 'commit')} before the last release`;
  return distance === 0 ? 'its merge-base' : `${distance} ${plural(distance, 'commit')} before the merge-base`;
}

/** `1 job`, `3 jobs`. */
export function countOf(count: number, what: string): string {
  return `${count} ${plural(count, what)}`;
}
