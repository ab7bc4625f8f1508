// Comparisons as a Markdown table. The change comes second: a phone shows two columns.

import { markdownTable } from 'markdown-table';
import type { Comparison } from '../domain/comparison.ts';
import type { Report } from '../domain/report.ts';
import { escapeCode, escapeName, escapeText } from './escape.ts';
import { changeInOwnDirection, formatChange, formatInterval, formatLevels } from './numbers.ts';
import type { Row } from './rows.ts';
import { sparklineOf } from './sparkline.ts';
import { describeEvidence, iconOf } from './words.ts';

/** Wider cells are not padded: one long name would make every line as long. */
const WIDEST_ALIGNED = 60;

/** What the two sides are called where the comparison is shown. */
export interface SideNames {
  readonly baseline: string;
  readonly candidate: string;
}

export function renderTable(rows: readonly Row[], report: Report, names: SideNames): string {
  const severalModels = new Set(report.subjects.map(({ model }) => model.name)).size > 1;
  const trends = rows.map((row) => sparklineOf(row, report));
  const withTrend = trends.some((trend) => trend !== '');
  const place = severalModels ? 'Model, device' : 'Device';
  const header = [
    '',
    place,
    'Change',
    `${names.baseline} → ${names.candidate}`,
    'Metric',
    ...(withTrend ? ['Trend'] : []),
    'Evidence',
  ];
  const cells = rows.map((row, index) => [
    iconOf(row.comparison),
    renderPlace(row, severalModels),
    renderChange(row.comparison),
    formatLevels(row.comparison),
    escapeText(row.comparison.metric.label),
    ...(withTrend ? [trends[index] ?? ''] : []),
    escapeText(describeEvidence(row.comparison, report)),
  ]);
  const align = header.map((_, index) => (index === 2 || index === 3 ? 'r' : 'l'));
  const widest = Math.max(...cells.flat().map((cell) => cell.length));
  return markdownTable([header, ...cells], {
    align,
    alignDelimiters: widest <= WIDEST_ALIGNED,
    stringLength: widest <= WIDEST_ALIGNED ? displayWidth : () => 0,
  });
}

function renderPlace({ model, subjects }: Row, severalModels: boolean): string {
  const [{ device }] = subjects;
  const where =
    subjects.length === 1
      ? escapeName(device)
      : subjects.length === 2
        ? 'both devices'
        : `all ${subjects.length} devices`;
  return severalModels ? `${escapeCode(model)}<br>${where}` : where;
}

/** The change with its interval; `~` where the interval holds "no change". */
function renderChange(comparison: Comparison): string {
  const change = formatChange(changeInOwnDirection(comparison), comparison.noise);
  if (change === '?' || isSilent(comparison)) return change === '?' && comparison.verdict !== 'unchanged' ? '?' : '~';
  const range = comparison.interval === null ? '' : ` (${formatInterval(comparison)})`;
  const joined = change.replace(' ', '\u00A0');
  return `${comparison.verdict === 'regressed' ? `**${joined}**` : joined}${range}`;
}

/** Whether no change could be told: nothing moved, or the interval holds zero. */
export function isSilent({ verdict, change, interval }: Comparison): boolean {
  if (verdict !== 'unchanged') return false;
  if (interval === null) return change === null || change === 0;
  return interval[0] <= 0 && interval[1] >= 0;
}

/** Icons take two columns, so that the table's source is aligned for those who read it as text. */
function displayWidth(text: string): number {
  return [...text].length + (/\p{Extended_Pictographic}/u.test(text) ? 1 : 0);
}
