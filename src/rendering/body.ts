// The report in Markdown, as the comment, the job summary and report.md show it.

import { markdownTable } from 'markdown-table';
import type { Comparison } from '../domain/comparison.ts';
import type { Report, Subject } from '../domain/report.ts';
import { renderDecision, renderEnvironment, renderLayers, renderShownOnly, renderWaivers } from './details.ts';
import { escapeCode, escapeName, escapeText } from './escape.ts';
import { describeFinding, severityOf } from './findings.ts';
import { changeInOwnDirection, formatChange, formatInterval, formatLevel } from './numbers.ts';
import { renderShifts } from './release-notes.ts';
import { renderTrends } from './trend.ts';
import { describeBaseline, describeEvidence, headline, iconOf, mostUrgentFirst, outcomeIcon } from './words.ts';

/** More rows than this are folded, except those that need a person. */
const MOST_OPEN_ROWS = 20;

/**
 * The report, most important first; nothing in it depends on the time or place of rendering. Where it would be longer
 * than `longest` characters whole parts are left out from the bottom, and it says so.
 */
export function renderBody(report: Report, longest: number = Number.POSITIVE_INFINITY): string {
  const parts = renderParts(report);
  const whole = `${parts.join('\n\n')}\n`;
  if (whole.length <= longest) return whole;
  let text = '';
  for (const part of parts) {
    if (text.length + part.length + SHORTENED.length + 4 > longest) break;
    text += `${part}\n\n`;
  }
  return `${text}${SHORTENED}\n`;
}

const SHORTENED = '_Shortened to what GitHub accepts; the report files of this run hold everything._';

function renderParts(report: Report): readonly string[] {
  return [
    `### ${outcomeIcon(report)} ${escapeText(headline(report))}`,
    ...renderError(report),
    ...report.subjects
      .map((subject) => renderSubjectLine(subject, report))
      .filter((line, index, all) => all.indexOf(line) === index),
    ...renderTable(report),
    ...renderWaivers(report),
    ...renderShifts(report),
    ...renderFindings(report),
    ...renderPageLink(report),
    ...renderLayers(report),
    ...renderTrends(report),
    ...renderShownOnly(report),
    ...renderDecision(report),
    ...renderEnvironment(report),
  ];
}

function renderPageLink({ pageUrl }: Report): readonly string[] {
  return pageUrl === null ? [] : [`[Full report](${pageUrl})`];
}

function renderError(report: Report): readonly string[] {
  return report.error === null
    ? []
    : [`${escapeText(report.error.message)}\n\n**What to do:** ${escapeText(report.error.advice)}`];
}

function renderSubjectLine(subject: Subject, report: Report): string {
  const candidate = report.commit.sha === null ? '' : ` · candidate ${report.commit.sha.slice(0, 7)}`;
  return `${escapeCode(subject.model.name)}${candidate} · ${describeBaseline(subject.baseline, report)}`;
}

function renderTable(report: Report): readonly string[] {
  const rows = mostUrgentFirst(report);
  if (rows.length === 0) return [];
  const urgent = rows.filter(({ comparison }) => comparison.verdict === 'regressed');
  const open = rows.slice(0, Math.max(MOST_OPEN_ROWS, urgent.length));
  const folded = rows.slice(open.length);
  const rest =
    folded.length === 0
      ? []
      : [`<details><summary>${folded.length} more</summary>\n\n${toTable(folded, report)}\n\n</details>`];
  return [toTable(open, report), ...rest];
}

type Row = ReturnType<typeof mostUrgentFirst>[number];

function toTable(rows: readonly Row[], report: Report): string {
  const severalModels = new Set(report.subjects.map((subject) => subject.model.name)).size > 1;
  const candidate = report.commit.pullRequest === null ? 'Candidate' : 'This PR';
  const header = [
    '',
    ...(severalModels ? ['Model'] : []),
    'Device',
    'Metric',
    'Baseline',
    candidate,
    'Change',
    'Evidence',
  ];
  const cells = rows.map(({ subject, comparison }) => [
    iconOf(comparison),
    ...(severalModels ? [escapeCode(subject.model.name)] : []),
    escapeName(subject.device),
    comparison.metric.label,
    formatLevel(comparison, 'baseline'),
    formatLevel(comparison, 'candidate'),
    renderChange(comparison),
    escapeText(describeEvidence(comparison)),
  ]);
  const numbers = ['r', 'r', 'r', 'l'];
  const align = [...Array.from({ length: header.length - numbers.length }, () => 'l'), ...numbers];
  return markdownTable([header, ...cells], { align, stringLength: displayWidth });
}

function renderChange(comparison: Comparison): string {
  const { verdict, noise, interval } = comparison;
  if (verdict === 'unchanged') return '~';
  const change = formatChange(changeInOwnDirection(comparison), noise);
  if (change === '?') return change;
  const range =
    comparison.metric.direction === 'lower' && interval !== null ? ` (${formatInterval(interval, noise)})` : '';
  return `${verdict === 'regressed' ? `**${change}**` : change}${range}`;
}

function renderFindings(report: Report): readonly string[] {
  const lines = report.findings.map((finding) => {
    const icon = severityOf(finding) === 'warning' ? '⚠️' : 'ℹ️';
    return `- ${icon} ${escapeText(describeFinding(finding))} <sub>\`${finding.code}\`</sub>`;
  });
  const unique = lines.filter((line, index) => lines.indexOf(line) === index);
  return unique.length === 0 ? [] : [unique.join('\n')];
}

/** Icons take two columns, so that the table's source is aligned for those who read it as text. */
function displayWidth(text: string): number {
  return [...text].length + (/\p{Extended_Pictographic}/u.test(text) ? 1 : 0);
}
