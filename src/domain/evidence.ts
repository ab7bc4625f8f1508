// From jobs and pairs to an estimate: how far the candidate stands from the baseline, and how sure that is.

import type { Direction } from './metric.ts';
import { type Noise, pooledNoise } from './noise.ts';
import { median, medianError } from './statistics.ts';

/** What is known of one metric on one device; values in the metric's unit, all positive. */
export interface Evidence {
  /** Jobs at the baseline's level. */
  readonly baseline: readonly number[];
  /** Older jobs, one array a level; they tell only the noise. */
  readonly history: readonly (readonly number[])[];
  readonly candidate: readonly number[];
  /** Log-ratios candidate over baseline of pairs measured interleaved. */
  readonly pairs: readonly number[];
  /** Log-ratios of A/A pairs from the history. */
  readonly nullPairs: readonly number[];
}

/** An estimate on the log scale; positive is worse. */
export interface Estimate {
  readonly logChange: number;
  readonly noise: Noise;
  /** Units of evidence on the candidate's side: jobs, or pairs. */
  readonly count: number;
  /** Standard error when `count` units stand on the candidate's side. */
  readonly errorAt: (count: number) => number;
}

/** Pairs measured interleaved: their median; noise from A/A pairs and their own scatter. */
export function estimateFromPairs(evidence: Evidence, direction: Direction): Estimate {
  const sign = signOf(direction);
  const noise = pooledNoise([{ values: evidence.nullPairs, centre: 0 }, { values: evidence.pairs }]);
  return {
    logChange: sign * median(evidence.pairs),
    noise,
    count: evidence.pairs.length,
    errorAt: (count) => noise.sd * medianError(count),
  };
}

/** Jobs measured apart: the difference of the two sides' medians; noise from the history and both sides. */
export function estimateFromJobs(evidence: Evidence, direction: Direction): Estimate {
  const sign = signOf(direction);
  const before = evidence.baseline.map(Math.log);
  const after = evidence.candidate.map(Math.log);
  const older = evidence.history.map((level) => ({ values: level.map(Math.log) }));
  const noise = pooledNoise([...older, { values: before }, { values: after }]);
  return {
    logChange: sign * (median(after) - median(before)),
    noise,
    count: after.length,
    errorAt: (count) => noise.sd * Math.hypot(medianError(count), medianError(before.length)),
  };
}

/** The level a reader sees: the median of the jobs, null of none. */
export function levelOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : median(values);
}

function signOf(direction: Direction): 1 | -1 {
  return direction === 'lower' ? 1 : -1;
}
