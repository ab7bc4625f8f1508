// The published series in two halves by the tool that made them, so that constants are chosen on one half and figures told
// of the other: series of one tool were measured in the same runs, on the same machines.

import type { Window } from './histories.ts';

/** Tools whose series belong to the half on which constants may be chosen; all others are only reported. */
const TUNING = ['Go Benchmark', 'Catch2 Benchmark'];

export type Half = 'tuning' | 'held out';

export function halfOf({ metric }: Pick<Window, 'metric'>): Half {
  return TUNING.some((tool) => metric.name.startsWith(`${tool}:`)) ? 'tuning' : 'held out';
}

export function windowsOf(windows: readonly Window[], half: Half): readonly Window[] {
  return windows.filter((window) => halfOf(window) === half);
}
