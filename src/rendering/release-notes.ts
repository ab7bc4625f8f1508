// What a release's page says of its performance: short, between markers, so that the author's own text stays as it is.

import { markdownTable } from 'markdown-table';
import type { Comparison } from '../domain/comparison.ts';
import { metricIn, type Report } from '../domain/report.ts';
import { escapeCode, escapeName, escapeText } from './escape.ts';
import { changeInOwnDirection, formatChange, formatLevel } from './numbers.ts';
import { headline, iconOf, mostUrgentFirst, outcomeIcon } from './words.ts';

/** GitHub takes 125,000 characters. */
const LONGEST_BODY = 125_000;
const MOST_ROWS = 200;

/** The block itself, without its markers. */
export function renderReleaseNotes(report: Report): string {
  const rows = mostUrgentFirst(report);
  const previous = report.release?.previous ?? null;
  const header = [
    '',
    'Model',
    'Device',
    'Metric',
    ...(previous === null ? [] : [escapeName(previous)]),
    'This release',
    ...(previous === null ? [] : ['Change']),
  ];
  const cells = rows
    .slice(0, MOST_ROWS)
    .map(({ subject, comparison }) => [
      comparison.reason === 'no-baseline' ? '' : iconOf(comparison),
      escapeCode(subject.model.name),
      escapeName(subject.device),
      comparison.metric.label,
      ...(previous === null ? [] : [formatLevel(comparison, 'baseline')]),
      formatLevel(comparison, 'candidate'),
      ...(previous === null ? [] : [renderChange(comparison)]),
    ]);
  const align = header.map((_, index) => (index < 4 ? 'l' : 'r'));
  const rest = rows.length - cells.length;
  return [
    `### ${outcomeIcon(report)} ${escapeText(headline(report))}`,
    ...(cells.length > 0 ? [markdownTable([header, ...cells], { align })] : []),
    ...(rest > 0 ? [`${rest} more in the attached report.`] : []),
    ...renderShifts(report),
    'The attached `report.html` has every number, chart and layer.',
  ].join('\n\n');
}

function renderChange(comparison: Comparison): string {
  return comparison.verdict === 'unchanged' ? '~' : formatChange(changeInOwnDirection(comparison), comparison.noise);
}

/** The commits at which a level shifted since the last release. */
export function renderShifts({ release, subjects }: Report): readonly string[] {
  if (release === null || release.shifts.length === 0) return [];
  const lines = release.shifts.map(({ commit, model, device, metric, change }) => {
    const label = metricIn(subjects, metric)?.label ?? metric;
    return `- ${commit.slice(0, 7)}: ${escapeText(label)} of ${escapeCode(model)} on ${escapeName(device)} ${formatChange(change, null)}`;
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
