// Published histories of code that never changed, window by window: any alarm is false, and what is multiplied in is true.

import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Effort } from '../../src/decision/looks.ts';
import { builtIn, type Metric } from '../../src/domain/metric.ts';
import { quantile } from '../../src/domain/statistics.ts';
import { MOST_JOBS, seeded } from './draws.ts';
import { type Played, play } from './play.ts';

const Histories = z.object({
  source: z.string(),
  series: z.array(
    z.object({
      series: z.string(),
      unit: z.string(),
      better: z.enum(['lower', 'higher']),
      values: z.array(z.number()),
    }),
  ),
});

export interface Window {
  /** The series' place in the file. */
  readonly series: number;
  readonly metric: Metric;
  readonly history: readonly number[];
  readonly candidate: readonly number[];
}

/** Every `runs` values in a row with the six after them. */
export function readWindows(runs: number): { readonly source: string; readonly windows: readonly Window[] } {
  const text = readFileSync(new URL('histories.json', import.meta.url), 'utf8');
  const { source, series } = Histories.parse(JSON.parse(text));
  const windows = series.flatMap(({ series: name, unit, better, values }, place) => {
    const metric: Metric = { ...builtIn('latency'), name, label: name, unit, direction: better };
    const count = Math.max(0, values.length - runs - MOST_JOBS);
    return Array.from({ length: count }, (_, start) => ({
      series: place,
      metric,
      history: values.slice(start, start + runs),
      candidate: values.slice(start + runs, start + runs + MOST_JOBS),
    }));
  });
  return { source, windows };
}

/** How this project's gate ends in each window when the candidate is worse by `change`. */
export function playWindows(windows: readonly Window[], change: number, effort: Effort, comparisons = 1) {
  return windows.map(({ metric, history, candidate }): Played => {
    const changed = candidate.map((value) => worsen(value, metric, change));
    return play({ history, candidate: changed, again: [] }, { effort, metric, comparisons });
  });
}

/** The window as times, whatever its series is in, with a candidate that is worse by `change`. */
export function toTimes({ metric, history, candidate }: Window, change: number) {
  const toTime = (value: number) => (metric.direction === 'lower' ? value : 1 / value);
  return { history: history.map(toTime), candidate: candidate.map((value) => toTime(value) * (1 + change)) };
}

function worsen(value: number, { direction }: Metric, change: number): number {
  return direction === 'lower' ? value * (1 + change) : value / (1 + change);
}

const RESAMPLES = 1000;

/** A share with its 95 % interval, by drawing whole series with replacement: windows of one series overlap. */
export function shareOf(
  windows: readonly Window[],
  isHit: (index: number) => boolean,
): readonly [number, number, number] {
  const count = 1 + Math.max(...windows.map(({ series }) => series));
  const [hits, totals] = [new Float64Array(count), new Float64Array(count)];
  windows.forEach(({ series }, index) => {
    totals[series] = (totals[series] ?? 0) + 1;
    if (isHit(index)) hits[series] = (hits[series] ?? 0) + 1;
  });
  const present = [...totals.keys()].filter((series) => (totals[series] ?? 0) > 0);
  const random = seeded(count);
  const shares = Array.from({ length: RESAMPLES }, () => {
    const drawn = present.map(() => present[Math.floor(random() * present.length)] ?? 0);
    const sum = (of: Float64Array) => drawn.reduce((total, series) => total + (of[series] ?? 0), 0);
    return sum(hits) / sum(totals);
  });
  const sum = (of: Float64Array) => of.reduce((total, value) => total + value, 0);
  return [sum(hits) / sum(totals), quantile(shares, 0.025), quantile(shares, 0.975)];
}
