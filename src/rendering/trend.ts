// The course of a metric over the recorded runs, as a chart that GitHub draws and as a line of text.

import type { Metric } from '../domain/metric.ts';
import { metricIn, type Report, type Subject } from '../domain/report.ts';
import { levelOf } from '../domain/statistics.ts';
import type { Trace } from '../domain/trace.ts';
import { fold } from './details.ts';
import { escapeCode, escapeName } from './escape.ts';
import { formatValue } from './numbers.ts';
import { VERDICT_ORDER } from './words.ts';

const FEWEST_POINTS = 3;
/** More drawn charts than this make a comment slow to open; the others are lines of text. */
const MOST_DRAWN = 3;
const BARS = [...'▁▂▃▄▅▆▇█'];

/** The last recorded runs of each gating metric that was sampled, what needs a person first. */
export function renderTrends(report: Report): readonly string[] {
  const shown = report.subjects
    .flatMap((subject) =>
      subject.traces.map((trace) => ({ subject, trace, metric: metricIn([subject], trace.metric) })),
    )
    .filter(({ trace, metric }) => metric?.gates === true && trace.trend.length >= FEWEST_POINTS)
    .sort((a, b) => rankOf(a.subject, a.trace) - rankOf(b.subject, b.trace));
  if (shown.length === 0) return [];
  const parts = shown.map(({ subject, trace, metric }, index) => {
    if (metric === undefined) return '';
    const line = renderLine(subject, trace, metric);
    return index < MOST_DRAWN ? `${line}\n\n${renderChart(trace, metric)}` : line;
  });
  return [fold('Trend of the recorded runs', parts.join('\n\n'))];
}

function rankOf(subject: Subject, trace: Trace): number {
  const comparison = subject.comparisons.find(({ metric }) => metric.name === trace.metric);
  return comparison === undefined ? VERDICT_ORDER.length : VERDICT_ORDER.indexOf(comparison.verdict);
}

/** `latency on Pixel 8: ▁▂▁▂ → █ 14.0 ms` */
function renderLine(subject: Subject, trace: Trace, metric: Metric): string {
  const levels = trace.trend.map(({ level }) => level);
  const candidate = levelOf(trace.candidate);
  const bars = toBars(candidate === null ? levels : [...levels, candidate]);
  const noise = subject.comparisons.find((comparison) => comparison.metric.name === metric.name)?.noise ?? null;
  const past = bars.slice(0, levels.length).join('');
  const now = candidate === null ? '' : ` → ${bars.at(-1)} ${formatValue(candidate, metric, noise)}`;
  return `${metric.label} of ${escapeCode(subject.model.name)} on **${escapeName(subject.device)}**: ${past}${now}`;
}

/** One bar a value, the smallest lowest; equal values in the middle. */
function toBars(values: readonly number[]): readonly string[] {
  const low = Math.min(...values);
  const spread = Math.max(...values) - low;
  const top = BARS.length - 1;
  const middle = Math.floor(top / 2);
  return values.map((value) => BARS[spread > 0 ? Math.round(((value - low) / spread) * top) : middle] ?? '');
}

/** The level strong, the edges of the noise band faint; in colours that both of GitHub's schemes show. */
const CHART_STYLE =
  '%%{init: {"xyChart": {"width": 800, "height": 260}, "themeVariables": {"xyChart": {"plotColorPalette": "#2f81f7, #8b949e, #8b949e"}}}}%%';

/** Runs are numbered from the oldest; then the baseline and the candidate. Lines two and three are the noise band. */
function renderChart({ trend, band, candidate }: Trace, metric: Metric): string {
  const last = levelOf(candidate);
  // Commits would run into one another; they stand in the report.
  const labels = [
    ...trend.slice(1).map((_, index) => String(index + 1)),
    'baseline',
    ...(last === null ? [] : ['candidate']),
  ];
  const levels = [...trend.map(({ level }) => level), ...(last === null ? [] : [last])];
  const all = [...levels, ...(band ?? [])];
  const margin = (Math.max(...all) - Math.min(...all)) * 0.1 || Math.max(...all) * 0.05;
  const line = (values: readonly number[]) => `  line [${values.map(shorten).join(', ')}]`;
  const flat = (value: number) => line(labels.map(() => value));
  return [
    '```mermaid',
    CHART_STYLE,
    'xychart-beta',
    `  x-axis [${labels.map((label) => `"${label}"`).join(', ')}]`,
    `  y-axis "${metric.label}, ${metric.unit}" ${shorten(Math.min(...all) - margin)} --> ${shorten(Math.max(...all) + margin)}`,
    line(levels),
    ...(band ?? []).map(flat),
    '```',
  ].join('\n');
}

function shorten(value: number): string {
  return String(Number(value.toPrecision(5)));
}
