// Which cuts between levels are worth telling, and how cuts found in several ways become one.

import { medianDifference, medianDifferenceError } from '../domain/statistics.ts';
import type { Stretch } from './change-points.ts';
import { NOISE_FLOOR, pooledNoise } from './noise.ts';
import { studentQuantile } from './student-t.ts';

/** A change of level between two points of a course; their places. */
export interface ShiftBetween {
  readonly before: number;
  readonly after: number;
  /** Natural logarithm of the level after over the level before. */
  readonly logRatio: number;
  readonly source: 'recorded' | 'found';
}

/** Changes below one percent are nobody's business; on the log scale. */
export const SMALLEST_CHANGE = 2 * NOISE_FLOOR;

/**
 * One-sided error of one cut, shared over the places where it could have been found. Counted by simulation, it leaves
 * less than one false cut in three hundred courses of 120 runs.
 */
const ERROR = 0.005;

/** Two ways of finding put the same change at most this many points apart. */
const NEAR = 3;

/**
 * The cuts whose two sides differ beyond chance and by one percent at least; neighbours that do not are one level. `at`:
 * the first value after the cut.
 */
export function significantCuts(
  logs: readonly number[],
  stretches: readonly Stretch[],
): readonly { readonly at: number; readonly logRatio: number }[] {
  let levels = [...stretches];
  for (;;) {
    const sd = pooledNoise(levels.map(({ from, to }) => ({ values: logs.slice(from, to) })));
    const weights = levels.slice(1).map((right, place) => weigh(levels[place] ?? right, right, logs, sd));
    const weakest = weights.indexOf(Math.min(...weights));
    if (levels.length < 2 || (weights[weakest] ?? 1) >= 1) break;
    const [left, right] = [levels[weakest], levels[weakest + 1]];
    if (left === undefined || right === undefined) break;
    levels = [...levels.slice(0, weakest), { from: left.from, to: right.to }, ...levels.slice(weakest + 2)];
  }
  return levels.slice(1).map((right, place) => {
    const left = levels[place] ?? right;
    return { at: right.from, logRatio: medianDifference(valuesIn(left, logs), valuesIn(right, logs)) };
  });
}

/** How far beyond what chance and the smallest change ask for two neighbours stand apart; below 1: not enough. */
function weigh(left: Stretch, right: Stretch, logs: readonly number[], { sd, df }: { sd: number; df: number }): number {
  const [before, after] = [valuesIn(left, logs), valuesIn(right, logs)];
  const apart = Math.abs(medianDifference(before, after));
  const needed =
    studentQuantile(ERROR / logs.length, Math.max(1, df)) * sd * medianDifferenceError(before.length, after.length);
  return apart / Math.max(SMALLEST_CHANGE, needed);
}

/** As many values beside the cut as a median of all differences is quick with. */
const MOST_VALUES = 64;

function valuesIn({ from, to }: Stretch, logs: readonly number[]): readonly number[] {
  const values = logs.slice(from, to);
  if (values.length <= MOST_VALUES) return values;
  return Array.from({ length: MOST_VALUES }, (_, place) => {
    return values[Math.floor(((place + 0.5) * values.length) / MOST_VALUES)] ?? 0;
  });
}

/** Recorded shifts know their commit; what was found beside one, in the same direction, is the same. Oldest first. */
export function mergeShifts(
  recorded: readonly ShiftBetween[],
  found: readonly ShiftBetween[],
): readonly ShiftBetween[] {
  const merged: ShiftBetween[] = [...recorded];
  for (const shift of [...found].sort((a, b) => a.after - a.before - (b.after - b.before))) {
    const same = merged.findIndex((known) => isSame(known, shift));
    const known = merged[same];
    if (known === undefined) merged.push(shift);
    else if (known.source === 'found') merged[same] = narrow(known, shift);
  }
  return merged.sort((a, b) => a.after - b.after);
}

function isSame(known: ShiftBetween, shift: ShiftBetween): boolean {
  const reach = known.source === 'recorded' ? NEAR : 0;
  const overlaps = known.before < shift.after + reach && shift.before < known.after + reach;
  return overlaps && Math.sign(known.logRatio) === Math.sign(shift.logRatio);
}

/** Where two environments saw the same change, it lies where both allow it. */
function narrow(a: ShiftBetween, b: ShiftBetween): ShiftBetween {
  const [before, after] = [Math.max(a.before, b.before), Math.min(a.after, b.after)];
  return before < after ? { ...a, before, after } : a;
}
