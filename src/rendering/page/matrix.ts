// Models × devices at a glance, for reports on many of them: one cell each, with its largest change.

import type { Report, Subject } from '../../domain/report.ts';
import { changeInOwnDirection, formatChange } from '../numbers.ts';
import { type Row, toRows, urgencyOf } from '../rows.ts';
import { isSilent } from '../table.ts';
import { iconOf } from '../words.ts';
import { renderGrid } from './grid.ts';
import { classOf } from './overview.ts';
import { html, type Markup } from './tags.ts';

/** With fewer subjects the table of comparisons is overview enough. */
const FEWEST_SUBJECTS = 7;

export function renderMatrix(report: Report): Markup {
  if (report.subjects.length < FEWEST_SUBJECTS) return html``;
  const rows = toRows(report);
  return renderGrid({
    models: [...new Set(report.subjects.map(({ model }) => model.name))],
    devices: [...new Set(report.subjects.map(({ device }) => device))],
    caption: 'The most urgent comparison of each model on each device; ~ where no change could be told.',
    cell: (model, device) => {
      const subject = report.subjects.find(
        (candidate) => candidate.model.name === model && candidate.device === device,
      );
      return subject === undefined ? html`<td></td>` : toCell(subject, rows, report);
    },
  });
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
