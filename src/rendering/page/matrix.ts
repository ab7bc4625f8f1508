// Models × devices at a glance, for reports on many of them: one cell each, with its largest change.

import type { Report, Subject } from '../../domain/report.ts';
import { changeInOwnDirection, formatChange } from '../numbers.ts';
import { type Row, toRows, urgencyOf } from '../rows.ts';
import { isSilent } from '../table.ts';
import { iconOf } from '../words.ts';
import { classOf } from './overview.ts';
import { html, type Markup } from './tags.ts';

/** With fewer subjects the table of comparisons is overview enough. */
const FEWEST_SUBJECTS = 7;

/** The longer side goes down, so that the page need not scroll sideways. */
export function renderMatrix(report: Report): Markup {
  if (report.subjects.length < FEWEST_SUBJECTS) return html``;
  const models = [...new Set(report.subjects.map(({ model }) => model.name))];
  const devices = [...new Set(report.subjects.map(({ device }) => device))];
  const byDevice = devices.length >= models.length;
  const [down, across] = byDevice ? [devices, models] : [models, devices];
  const rows = toRows(report);
  const cell = (one: string, other: string) => {
    const [model, device] = byDevice ? [other, one] : [one, other];
    const subject = report.subjects.find((candidate) => candidate.model.name === model && candidate.device === device);
    return subject === undefined ? html`<td></td>` : toCell(subject, rows, report);
  };
  return html`<section aria-labelledby="matrix-title"><h2 id="matrix-title">At a glance</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="matrix-title"><table class="matrix">
<caption>The most urgent comparison of each model on each device; ~ where no change could be told.</caption>
<thead><tr><th scope="col">${byDevice ? 'Device' : 'Model'}</th>${across.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${down.map((one) => html`<tr><th scope="row">${one}</th>${across.map((other) => cell(one, other))}</tr>\n`)}</tbody>
</table></div></section>`;
}

function toCell(subject: Subject, rows: readonly Row[], report: Report): Markup {
  const worst = rows.find(({ subjects }) => subjects.includes(subject));
  if (worst === undefined) return html`<td></td>`;
  const { comparison } = worst;
  const change = isSilent(comparison) ? '~' : formatChange(changeInOwnDirection(comparison), comparison.noise);
  const place = report.subjects.indexOf(subject);
  const hint = `${comparison.metric.label}: ${urgencyOf(worst)}`;
  return html`<td class="${classOf(urgencyOf(worst))}" title="${hint}"><a href="#subject-${place}"><span aria-hidden="true">${iconOf(comparison)}</span> ${change}</a></td>`;
}
