// Published histories of code that never changed, window by window: any alarm is false, and what is multiplied in is true.

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { findMetric, type Metric } from '../../src/domain/metric.ts';
import { MOST_JOBS, RUNS } from './draws.ts';
import { playSeries } from './play.ts';
import type { ReferenceRule } from './reference-rules.ts';

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
  readonly metric: Metric;
  readonly history: readonly number[];
  readonly candidate: readonly number[];
}

/** Every ten values in a row with the six after them. */
export function readWindows(): { readonly source: string; readonly windows: readonly Window[] } {
  const text = readFileSync(new URL('histories.json', import.meta.url), 'utf8');
  const { source, series } = Histories.parse(JSON.parse(text));
  const windows = series.flatMap(({ series: name, unit, better, values }) => {
    const metric: Metric = { ...(findMetric('latency') as Metric), name, label: name, unit, direction: better };
    const count = Math.max(0, values.length - RUNS - MOST_JOBS);
    return Array.from({ length: count }, (_, start) => ({
      metric,
      history: values.slice(start, start + RUNS),
      candidate: values.slice(start + RUNS, start + RUNS + MOST_JOBS),
    }));
  });
  return { source, windows };
}

/** Share of the windows in which this project's gate fails when the candidate is worse by `change`. */
export function shareFailed(windows: readonly Window[], change: number): number {
  const failed = windows.filter(({ metric, history, candidate }) => {
    const changed = candidate.map((value) => worsen(value, metric, change));
    return playSeries(history, changed, metric).failed;
  });
  return failed.length / windows.length;
}

/** The same for a reference rule that needs no iterations; it sees times, also where the series is a throughput. */
export function shareAlarmed(windows: readonly Window[], change: number, rule: ReferenceRule): number {
  const toTime = (value: number, metric: Metric) => (metric.direction === 'lower' ? value : 1 / value);
  const alarms = windows.filter(({ metric, history, candidate }) => {
    const draw = {
      history: history.map((value) => toTime(value, metric)),
      candidate: candidate.map((value) => toTime(worsen(value, metric, change), metric)),
      again: [],
      iterations: { baseline: [], candidate: [] },
    };
    return rule.score(draw) > rule.threshold;
  });
  return alarms.length / windows.length;
}

function worsen(value: number, { direction }: Metric, change: number): number {
  return direction === 'lower' ? value * (1 + change) : value / (1 + change);
}
