// The course of a metric as one line of text: the recorded runs, and the candidate behind an arrow.

import type { Report } from '../domain/report.ts';
import { levelOf } from '../domain/statistics.ts';
import type { Trace } from '../domain/trace.ts';
import { limitOf } from './bounds.ts';
import type { Row } from './rows.ts';

const BARS = [...'▁▂▃▄▅▆▇█'];
const FEWEST_POINTS = 3;
/** A column of a table has no room for more. */
const MOST_POINTS = 8;

/** `▁▂▁▁ → █`; empty where fewer than three runs were recorded. */
export function sparklineOf({ comparison, subjects }: Row, report: Pick<Report, 'policy'>): string {
  const [subject] = subjects;
  const trace = subject.traces.find(({ metric }) => metric === comparison.metric.name);
  if (trace === undefined || trace.trend.length < FEWEST_POINTS) return '';
  const { past, now } = toBars(trace, limitOf(comparison, report));
  return `${past.slice(-MOST_POINTS).join('')}${now === undefined ? '' : ` → ${now}`}`;
}

/** One bar a value. The scale is never tighter than the limit on both sides, so that noise does not look like a change. */
export function toBars(
  { trend, candidate }: Pick<Trace, 'trend' | 'candidate'>,
  limit: number | null,
): { readonly past: readonly string[]; readonly now: string | undefined } {
  const levels = trend.map(({ level }) => level);
  const now = levelOf(candidate);
  const [low, high] = rangeOf(now === null ? levels : [...levels, now], levels.at(-1), limit);
  const top = BARS.length - 1;
  const toBar = (value: number) => BARS[high > low ? Math.round(((value - low) / (high - low)) * top) : 0] ?? '';
  return { past: levels.map(toBar), now: now === null ? undefined : toBar(now) };
}

/** What a chart must show: all values, and the limit on both sides of the newest recorded level. */
export function rangeOf(
  values: readonly number[],
  newest: number | undefined,
  limit: number | null,
): readonly [low: number, high: number] {
  const around =
    newest === undefined || limit === null ? [] : [newest * (1 - Math.min(limit, 1)), newest * (1 + limit)];
  const all = [...values, ...around];
  return [Math.min(...all), Math.max(...all)];
}
