// From jobs and pairs to an estimate: how far the candidate stands from the baseline, and how sure that is.

import type { Direction } from '../domain/metric.ts';
import { median, medianDifference, medianDifferenceError, medianError } from '../domain/statistics.ts';
import { type Noise, pooledNoise } from './noise.ts';

/** What is known of one metric on one device; values in the metric's unit, all positive, oldest first. */
export interface MetricValues {
  /** Recorded jobs at the baseline's level that may be compared. */
  readonly recorded: readonly number[];
  /** Jobs of the baseline's model measured in alternation with the candidate's. */
  readonly measuredNow: readonly number[];
  /** Older jobs, one array a level; they tell only the noise. */
  readonly history: readonly (readonly number[])[];
  readonly candidate: readonly number[];
  /** Log-ratios candidate over baseline of pairs measured interleaved. */
  readonly pairs: readonly number[];
  /** Log-ratios of A/A pairs from the history. */
  readonly aaPairs: readonly number[];
}

/** An estimate on the log scale; positive is worse. */
export interface Estimate {
  readonly logChange: number;
  readonly noise: Noise;
  /** Units of evidence on the candidate's side: jobs, or pairs. */
  readonly count: number;
  /** Standard error when `count` units stand on the candidate's side. */
  readonly errorAt: (count: number) => number;
  /** The units behind it, logs with the sign of "worse"; for pairs, `before` are the A/A pairs. */
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
  /** The log-change against the newest part of the baseline alone; null where there is too little to tell it from the whole. */
  readonly latest: number | null;
  /** Whether that newest part was measured in alternation with the candidate, so that it can clear it. */
  readonly alternated: boolean;
}

/** This many jobs of the baseline's model, measured now, tell its level by themselves, wherever they ran. */
export const FEWEST_NOW = 3;

/** From this many recorded jobs on the newer half says something of its own. */
const FEWEST_TO_HALVE = 6;

/** Recorded jobs count beside those measured now unless they disagree by more than this many standard errors. */
const AGREEMENT = 1.5;

/** Pairs measured interleaved: their median; noise from A/A pairs and their own scatter. */
export function estimateFromPairs(values: MetricValues, direction: Direction): Estimate {
  const sign = signOf(direction);
  const before = values.aaPairs.map((logRatio) => sign * logRatio);
  const after = values.pairs.map((logRatio) => sign * logRatio);
  const noise = pooledNoise([{ values: before, centre: 0 }, { values: after }]);
  const errorAt = (count: number) => noise.sd * medianError(count);
  return {
    logChange: median(after),
    noise,
    count: after.length,
    errorAt,
    baseline: before,
    candidate: after,
    latest: null,
    alternated: false,
  };
}

/** Jobs measured apart: the median of all differences; noise from the history and both sides. */
export function estimateFromJobs(values: MetricValues, direction: Direction): Estimate {
  const toLogs = (values: readonly number[]) => values.map((value) => signOf(direction) * Math.log(value));
  const recorded = toLogs(values.recorded);
  const measuredNow = toLogs(values.measuredNow);
  const after = toLogs(values.candidate);
  const alternated = measuredNow.length >= FEWEST_NOW;
  const apart = alternated ? [recorded, measuredNow] : [[...recorded, ...measuredNow]];
  const noise = pooledNoise([...values.history.map(toLogs), ...apart, after].map((values) => ({ values })));
  const before = chooseBefore(recorded, measuredNow, noise);
  const latest = alternated
    ? measuredNow
    : before.length >= FEWEST_TO_HALVE
      ? before.slice(-Math.ceil(before.length / 2))
      : [];
  const errorAt = (count: number) => noise.sd * medianDifferenceError(before.length, count);
  return {
    logChange: medianDifference(before, after),
    noise,
    count: after.length,
    errorAt,
    baseline: before,
    candidate: after,
    latest: latest.length === 0 ? null : medianDifference(latest, after),
    alternated,
  };
}

/** Jobs measured now are the baseline's level; recorded ones add precision where they agree with them. */
function chooseBefore(recorded: readonly number[], measuredNow: readonly number[], noise: Noise): readonly number[] {
  if (measuredNow.length < FEWEST_NOW || recorded.length === 0) return [...recorded, ...measuredNow];
  const apart = Math.abs(medianDifference(recorded, measuredNow));
  const agrees = apart <= AGREEMENT * noise.sd * medianDifferenceError(recorded.length, measuredNow.length);
  return agrees ? [...recorded, ...measuredNow] : measuredNow;
}

function signOf(direction: Direction): 1 | -1 {
  return direction === 'lower' ? 1 : -1;
}
