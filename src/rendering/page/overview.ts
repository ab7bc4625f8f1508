// The page's table of all comparisons, what needs a person first: searched, filtered and sorted by its readers.

import type { Report } from '../../domain/report.ts';
import { changeInOwnDirection, formatChange, formatInterval, formatLevels } from '../numbers.ts';
import { type Row, toRows, type Urgency, urgencyOf } from '../rows.ts';
import { describeEvidence, iconOf } from '../words.ts';
import { renderFilterTable } from './filter-table.ts';
import { html, type Markup } from './tags.ts';

/** The verdicts that a reader can choose from, in their order. */
const CHOICES: readonly Urgency[] = ['regressed', 'inconclusive', 'accepted', 'improved', 'not shown', 'unchanged'];

const COLUMNS: readonly (readonly [key: string, title: string, number: boolean])[] = [
  ['verdict', 'Verdict', false],
  ['change', 'Change', true],
  ['model', 'Model', false],
  ['device', 'Device', false],
  ['levels', 'Baseline → candidate', true],
  ['metric', 'Metric', false],
  ['interval', 'Interval, %', true],
  ['evidence', 'Evidence', false],
];

export function renderOverview(report: Report): Markup {
  const rows = toRows(report);
  if (rows.length === 0) return html``;
  const counts = CHOICES.map((choice) => ({ choice, count: rows.filter((row) => urgencyOf(row) === choice).length }));
  return renderFilterTable({
    title: 'All comparisons',
    label: 'Filter the comparisons',
    columns: COLUMNS,
    choices: counts,
    rows: rows.map((row, place) => toLine(row, place, report)),
  });
}

function toLine(row: Row, place: number, report: Report): Markup {
  const { comparison, model, subjects } = row;
  const { metric, noise, change, interval, candidate } = comparison;
  const urgency = urgencyOf(row);
  const own = changeInOwnDirection(comparison);
  const target = report.subjects.indexOf(subjects[0]);
  const where = subjects.length > 1 ? `all ${subjects.length} devices` : subjects[0].device;
  return html`<tr data-verdict="${urgency}"><td class="${classOf(urgency)}" data-value="${place}"><span aria-hidden="true">${iconOf(comparison)}</span> ${urgency}</td>
<td class="number ${classOf(urgency)}" data-value="${change ?? ''}">${formatChange(own, noise)}</td>
<td><code>${model}</code></td><td><a href="#subject-${target}">${where}</a></td>
<td class="number" data-value="${candidate ?? ''}">${formatLevels(comparison)}</td><td>${metric.label}</td>
<td class="number" data-value="${interval?.[1] ?? ''}">${formatInterval(comparison)}</td><td>${describeEvidence(comparison, report)}</td></tr>
`;
}

/** What is accepted or not shown is no alarm. */
export function classOf(urgency: Urgency): string {
  return urgency.replace(' ', '-');
}
