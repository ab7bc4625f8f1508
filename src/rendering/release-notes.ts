// What a release's page says of its performance: short, between markers, so that the author's own text stays as it is.

import { metricIn, type Report } from '../domain/report.ts';
import { shortSha } from '../domain/run.ts';
import { fold } from './details.ts';
import { escapeCode, escapeName, escapeText } from './escape.ts';
import { describeCounts, headline, outcomeIcon } from './headline.ts';
import { formatChange } from './numbers.ts';
import { type Row, toRows } from './rows.ts';
import { renderTable } from './table.ts';

/** GitHub takes 125,000 characters. */
const LONGEST_BODY = 125_000;
const MOST_ROWS = 200;

/** The block itself, without its markers: what changed, and everything else in a fold. */
export function renderReleaseNotes(report: Report): string {
  const rows = toRows(report);
  const previous = report.release?.previous ?? null;
  const open = rows.filter(
    ({ comparison }) => comparison.verdict !== 'unchanged' && comparison.reason !== 'no-baseline',
  );
  const rest = rows.filter((row) => !open.includes(row));
  const counts = describeCounts(report);
  return [
    `### ${outcomeIcon(report)} ${escapeText(headline(report))}`,
    ...(counts === '' || previous === null ? [] : [escapeText(counts)]),
    ...(open.length === 0 ? [] : [toTable(open, report)]),
    ...renderShifts(report),
    ...(rest.length === 0
      ? []
      : [fold(previous === null ? 'Levels' : `${rest.length} unchanged`, toTable(rest, report))]),
    'The attached `report.html` has every number, chart and layer.',
  ].join('\n\n');
}

function toTable(rows: readonly Row[], report: Report): string {
  const baseline = escapeName(report.release?.previous ?? 'Before');
  const table = renderTable(rows.slice(0, MOST_ROWS), report, { baseline, candidate: 'this release' });
  return rows.length <= MOST_ROWS ? table : `${table}\n\n${rows.length - MOST_ROWS} more in the attached report.`;
}

/** The commits at which a level shifted since the last release. */
export function renderShifts({ release, subjects }: Report): readonly string[] {
  if (release === null || release.shifts.length === 0) return [];
  const lines = release.shifts.map(({ commit, model, device, metric, change }) => {
    const label = metricIn(subjects, metric)?.label ?? metric;
    return `- ${shortSha(commit)}: ${escapeText(label)} of ${escapeCode(model)} on ${escapeName(device)} ${formatChange(change, null)}`;
  });
  return [`Where it changed since ${escapeName(release.previous ?? '')}:\n\n${lines.join('\n')}`];
}

/** The release's text with the block in it: in place of the one of the same key, else at the end. */
export function upsertNotes(body: string, notes: string, key: string): string {
  const name = JSON.stringify(key).replaceAll('--', '-\\u002d');
  const [begin, end] = [`<!-- latency-gate release ${name} -->`, `<!-- latency-gate release end ${name} -->`];
  const block = `${begin}\n${notes}\n${end}`;
  const from = body.indexOf(begin);
  const to = body.indexOf(end, from);
  const whole =
    from >= 0 && to >= 0
      ? body.slice(0, from) + block + body.slice(to + end.length)
      : `${body.trimEnd()}${body.trim() === '' ? '' : '\n\n'}${block}\n`;
  if (whole.length <= LONGEST_BODY) return whole;
  const short = `${begin}\nThe performance report did not fit here; see the attached report.html.\n${end}`;
  return whole.replace(block, short);
}
