// The check run's text and annotations, inside GitHub's limits.

import { type Comparison, isRegression } from '../domain/comparison.ts';
import { allComparisons, type Report } from '../domain/report.ts';
import { renderBody } from './body.ts';
import { INVISIBLE } from './escape.ts';
import { summarise } from './headline.ts';
import { changeInOwnDirection, formatChange, formatLevel } from './numbers.ts';
import { describeEvidence, reasonWords } from './words.ts';

/** GitHub takes 65,535; whether characters or bytes, its documentation does not say. */
const LONGEST_SUMMARY = 65_000;
const LONGEST_TITLE = 250;

export interface RenderedCheck {
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly annotations: readonly RenderedAnnotation[];
}

export interface RenderedAnnotation {
  readonly path: string;
  readonly level: 'failure' | 'warning';
  readonly title: string;
  readonly message: string;
}

export function renderCheck(report: Report): RenderedCheck {
  return {
    title: [...plain(summarise(report))].slice(0, LONGEST_TITLE).join(''),
    summary: renderSummary(report),
    text: '',
    annotations: renderAnnotations(report),
  };
}

/** Names in other scripts and bars take several bytes a character. */
function renderSummary(report: Report): string {
  let longest = LONGEST_SUMMARY;
  for (;;) {
    const summary = renderBody(report, longest);
    const bytes = new TextEncoder().encode(summary).length;
    if (bytes <= LONGEST_SUMMARY) return summary;
    longest = Math.floor(Math.min(longest * 0.9, (longest * LONGEST_SUMMARY) / bytes));
  }
}

/** Annotations are plain text, but names may hold what reorders or hides it. */
function plain(text: string): string {
  return text.replaceAll(INVISIBLE, ' ');
}

/** One for every regression; `warning` where it does not fail the job. */
export function renderAnnotations(report: Report): readonly RenderedAnnotation[] {
  const level = report.effects.exitCode === 0 ? 'warning' : 'failure';
  return allComparisons(report)
    .filter(({ comparison }) => isRegression(comparison))
    .map(({ subject, comparison }) => {
      const { metric, noise } = comparison;
      const from = formatLevel(comparison, 'baseline');
      const to = formatLevel(comparison, 'candidate');
      const worse = formatChange(changeInOwnDirection(comparison), noise);
      return {
        path: plain(subject.model.name),
        level,
        title: plain(`${subject.model.name}: ${metric.label} ${nameVerdict(comparison)} on ${subject.device}`),
        message: `${metric.label} ${from} → ${to} (${worse}; ${plain(describeEvidence(comparison, report))}).`,
      };
    });
}

/** `regressed`, or what it is where only a budget is broken. */
function nameVerdict(comparison: Comparison): string {
  return comparison.reason === 'over-budget' ? reasonWords(comparison) : 'regressed';
}
