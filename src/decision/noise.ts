// How far apart two jobs of the same model fall: the spread that every interval is built on.

import { mean, median, quantile } from '../domain/statistics.ts';

/** The spread of one unit of evidence on the log scale, and how much is known about it. */
export interface Noise {
  /** Standard deviation of the log of one job's value (or of one pair's log-ratio); 0.05 is about 5 %. */
  readonly sd: number;
  /** Degrees of freedom behind it; below 1 nothing is known. */
  readonly df: number;
}

/** Values that share a level: around their own median, or around a level that is known (0 for A/A pairs). */
export interface Group {
  readonly values: readonly number[];
  readonly centre?: number | undefined;
}

/** Three lucky runs must not claim that the device has no noise at all. */
export const NOISE_FLOOR = 0.005;

/** Consistency of the median absolute deviation with the standard deviation of normal data: 1 / Φ⁻¹(3/4). */
const MAD_TO_SD = 1.4826;

/** Residuals beyond this many robust standard deviations count as if they stood there (winsorised; Huber 1964). */
const CLIP = 2.5;

/** But what happens to more than one in seven jobs is no stray: a second mode is noise, and counts in full. */
const COMMON = 6 / 7;

/**
 * Pools the spread of several groups, each around its own level, so that a landed change of level does not inflate it.
 * Robust: a stray job is drawn in to two and a half robust deviations before the variances are summed.
 */
export function pooledNoise(groups: readonly Group[], floor: number = NOISE_FLOOR): Noise {
  const filled = groups.filter((group) => group.values.length > 0);
  const residuals = filled.flatMap(residualsOf);
  const df = residuals.length - filled.filter((group) => group.centre === undefined).length;
  if (df < 1) return { sd: floor, df: 0 };
  const sizes = residuals.map(Math.abs);
  const bound = Math.max(CLIP * Math.max(MAD_TO_SD * median(sizes), floor), quantile(sizes, COMMON));
  const sum = residuals.reduce((total, residual) => total + Math.min(Math.abs(residual), bound) ** 2, 0);
  return { sd: Math.max(Math.sqrt(sum / df), floor), df };
}

/** The same without robustness: nothing is drawn in, so that one odd value of few widens what rests on it. */
export function plainNoise(groups: readonly (readonly number[])[]): Noise {
  const filled = groups.filter((values) => values.length > 0);
  const squares = filled.flatMap((values) => values.map((value) => (value - mean(values)) ** 2));
  const df = squares.length - filled.length;
  if (df < 1) return { sd: NOISE_FLOOR, df: 0 };
  const variance = squares.reduce((sum, square) => sum + square, 0) / df;
  return { sd: Math.max(Math.sqrt(variance), NOISE_FLOOR), df };
}

function residualsOf(group: Group): readonly number[] {
  const centre = group.centre ?? median(group.values);
  return group.values.map((value) => value - centre);
}
