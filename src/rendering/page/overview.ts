// The page's table of all comparisons, what needs a person first, with filters.

import type { Comparison, Verdict } from '../../domain/comparison.ts';
import type { Report } from '../../domain/report.ts';
import { changeInOwnDirection, formatChange, formatInterval, formatLevel } from '../numbers.ts';
import { toRows } from '../rows.ts';
import { describeEvidence, iconOf, VERDICT_ORDER } from '../words.ts';
import { html, type Markup } from './tags.ts';

export function renderOverview(report: Report): Markup {
  const rows = toRows(report).map((row) => ({
    ...row,
    subject: row.subjects[0],
    place: report.subjects.indexOf(row.subjects[0]),
  }));
  if (rows.length === 0) return html``;
  return html`<section aria-labelledby="overview-title"><h2 id="overview-title">All comparisons</h2>
<form class="filters" role="search" aria-label="Filter the comparisons">
<label>Search <input type="search" name="text" autocomplete="off"></label>
${VERDICT_ORDER.map((verdict) => toBox(verdict, rows.filter(({ comparison }) => comparison.verdict === verdict).length))}
<output id="count" class="faint">${rows.length} of ${rows.length} shown</output>
</form>
<div class="scroll" tabindex="0" role="region" aria-labelledby="overview-title"><table id="overview">
<thead><tr><th scope="col">Verdict</th><th scope="col">Model</th><th scope="col">Device</th><th scope="col">Metric</th>
<th scope="col" class="number">Baseline</th><th scope="col" class="number">Candidate</th><th scope="col" class="number">Change</th>
<th scope="col" class="number">Interval, %</th><th scope="col">Evidence</th></tr></thead>
<tbody>${rows.map(({ subject, comparison, place }) => toRow(subject.model.name, subject.device, place, comparison, report))}</tbody>
</table></div></section>`;
}

function toBox(verdict: Verdict, count: number): Markup {
  return html`<label><input type="checkbox" name="${verdict}" value="${verdict}" checked> ${verdict} (${count})</label>
`;
}

function toRow(model: string, device: string, place: number, comparison: Comparison, report: Report): Markup {
  const { metric, verdict, noise } = comparison;
  return html`<tr data-verdict="${verdict}"><td class="${verdict}"><span aria-hidden="true">${iconOf(comparison)}</span> ${verdict}</td>
<td><code>${model}</code></td><td><a href="#subject-${place}">${device}</a></td><td>${metric.label}</td>
<td class="number">${formatLevel(comparison, 'baseline')}</td>
<td class="number">${formatLevel(comparison, 'candidate')}</td>
<td class="number ${verdict}">${formatChange(changeInOwnDirection(comparison), noise)}</td>
<td class="number">${formatInterval(comparison)}</td><td>${describeEvidence(comparison, report)}</td></tr>
`;
}
