// The course of a metric over the recorded runs, as a chart that GitHub draws. Small, so that a phone shows its letters
// at their own size; the report page has larger ones.

import type { Metric } from '../domain/metric.ts';
import type { Report } from '../domain/report.ts';
import { levelOf } from '../domain/statistics.ts';
import type { Trace } from '../domain/trace.ts';
import { limitOf } from './bounds.ts';
import { escapeCode, escapeName } from './escape.ts';
import { formatValue } from './numbers.ts';
import { type Row, toRows } from './rows.ts';
import { rangeOf, toBars } from './sparkline.ts';

const FEWEST_POINTS = 3;
/** More drawn charts than this make a comment slow to open; the others are lines of text. */
const MOST_DRAWN = 3;
const MOST_LINES = 50;

/** The last recorded runs of each gating metric that was sampled, what needs a person first. */
export function renderTrends(report: Report): string | undefined {
  const shown = toRows(report).flatMap((row) => {
    const [subject] = row.subjects;
    const trace = subject.traces.find(({ metric }) => metric === row.comparison.metric.name);
    return trace === undefined || trace.trend.length < FEWEST_POINTS ? [] : [{ row, trace }];
  });
  if (shown.length === 0) return undefined;
  const parts = shown.slice(0, MOST_LINES).map(({ row, trace }, index) => {
    const line = renderLine(row, trace, report);
    return index < MOST_DRAWN ? `${line}\n\n${renderChart(row, trace, report)}` : line;
  });
  const rest = shown.length - parts.length;
  return [LEGEND, ...parts, ...(rest > 0 ? [`${rest} more in the full report.`] : [])].join('\n\n');
}

const LEGEND = '🟦 recorded runs, oldest first · 🟧 candidate · grey: the band of the noise';

/** `latency on Pixel 8: ▁▂▁▂ → █ 14.0 ms` */
function renderLine({ comparison, model, subjects }: Row, trace: Trace, report: Report): string {
  const { past, now } = toBars(trace, limitOf(comparison, report));
  const level = formatValue(levelOf(trace.candidate), comparison.metric, comparison.noise);
  const what = `${comparison.metric.label} of ${escapeCode(model)} on **${escapeName(subjects[0].device)}**`;
  return `${what}: ${past.join('')}${now === undefined ? '' : ` → ${now} ${level}`}`;
}

/** Colours that both of GitHub's schemes show: the candidate's bar, the level's line, the edges of the noise band. */
const COLOURS = ['#e16f24', '#2f81f7', '#8b949e', '#8b949e'] as const;

function styleOf(withCandidate: boolean): string {
  const palette = COLOURS.slice(withCandidate ? 0 : 1).join(', ');
  return `%%{init: {"xyChart": {"width": 400, "height": 220}, "themeVariables": {"xyChart": {"plotColorPalette": "${palette}"}}}}%%`;
}

/** The candidate is a bar, the others points of a line; the axis shows at least the limit on both sides. */
function renderChart({ comparison }: Row, { trend, band, candidate }: Trace, report: Report): string {
  const { metric } = comparison;
  const last = levelOf(candidate);
  const levels = trend.map(({ level }) => level);
  const values = [...levels, ...(last === null ? [] : [last]), ...(band ?? [])];
  const [low, high] = rangeOf(values, levels.at(-1), limitOf(comparison, report));
  const margin = (high - low) * 0.1 || high * 0.05;
  const [bottom, top] = [shorten(low - margin), shorten(high + margin)];
  const labels = [...trend.map((_, index) => String(index + 1)), ...(last === null ? [] : ['now'])];
  const line = (kind: 'line' | 'bar', all: readonly (number | string)[]) => `  ${kind} [${all.map(String).join(', ')}]`;
  return [
    '```mermaid',
    styleOf(last !== null),
    'xychart-beta',
    // Commits would run into one another; they stand in the report. Bars of nothing leave the line alone.
    `  x-axis [${labels.map((label) => `"${label}"`).join(', ')}]`,
    `  y-axis "${titleOf(metric)}" ${bottom} --> ${top}`,
    ...(last === null ? [] : [line('bar', [...levels.map(() => 0), shorten(last)])]),
    line('line', levels.map(shorten)),
    ...(band ?? []).map((edge) =>
      line(
        'line',
        labels.map(() => shorten(edge)),
      ),
    ),
    '```',
  ].join('\n');
}

/** Quotes would end the title, and a metric's name may be a user's own. */
function titleOf({ label, unit }: Metric): string {
  return `${label}${unit === '' ? '' : `, ${unit}`}`.replaceAll(/[^\p{L}\p{N} ,./()%-]/gu, ' ');
}

function shorten(value: number): string {
  return String(Number(value.toPrecision(5)));
}
