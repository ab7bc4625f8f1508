// From jobs and pairs to an estimate: how far the candidate stands from the baseline, and how sure that is.

import type { Direction } from '../domain/metric.ts';
import {
  mean,
  median,
  medianDifference,
  medianDifferenceError,
  medianError,
  medianOfSorted,
  sortedDifferences,
} from '../domain/statistics.ts';
import { findLevels, isRising } from './change-points.ts';
import { type Noise, plainNoise, pooledNoise } from './noise.ts';
import type { WithinSessions } from './sessions.ts';

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
  /** Where sessions are the unit: `recorded` and `candidate` hold one value each, and this is known of their inside. */
  readonly within?: WithinSessions | undefined;
}

/** An estimate on the log scale; positive is worse. */
export interface Estimate {
  readonly logChange: number;
  readonly noise: Noise;
  /** Units of evidence on the candidate's side: jobs, or pairs. */
  readonly count: number;
  /** Standard error when `count` units stand on the candidate's side. */
  readonly errorAt: (count: number) => number;
  /** The baseline's units behind it, logs with the sign of "worse"; for pairs, the A/A pairs. */
  readonly baseline: readonly number[];
  readonly order: Order;
  /** Whether the order gives the interval (jobs), only stands beside it (pairs), or is of too few values (sessions). */
  readonly orderRole: 'interval' | 'beside' | 'none';
  /** The same against the newest of the baseline alone; empty where there is too little to tell it from the whole. */
  readonly newest: readonly Newest[];
  /** Whether that newest part was measured in alternation with the candidate, so that it can clear it. */
  readonly alternated: boolean;
}

/** All differences of the candidate's from the baseline's values, ascending. */
export interface Order {
  readonly differences: Float64Array;
  readonly baselineCount: number;
  readonly candidateCount: number;
}

/** The change against a newest part of the baseline. */
export interface Newest {
  readonly logChange: number;
  readonly order: Order;
  readonly errorAt: (count: number) => number;
  /** By how many standard errors it must be beyond the limits before anything is a regression. */
  readonly margin: number;
  /** Whether its order must show the change as well, and its bound be within what is called shown. */
  readonly tested: boolean;
}

/** This many jobs of the baseline's model, measured now, tell its level by themselves, wherever they ran. */
export const FEWEST_NOW = 3;

/** The level is never taken from fewer of the recorded jobs, where there are as many. */
const FEWEST_AT_LEVEL = 10;

/** From this many recorded jobs on the newer half says something of its own. */
const FEWEST_TO_HALVE = 6;

/** The newer half must show the change beyond the limits by this many standard errors; chosen by `bench/decision`. */
const HALF_MARGIN = 0.6;

/** More jobs a side than this are thinned to as many quantiles, evenly spaced: all differences would be too many. */
const MOST_JOBS = 256;

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
    order: toOrder(before, after),
    orderRole: 'beside',
    newest: [],
    alternated: false,
  };
}

/** Jobs measured apart: the median of all differences; noise from the history and both sides. */
export function estimateFromJobs(values: MetricValues, direction: Direction): Estimate {
  const toLogs = (values: readonly number[]) => values.map((value) => signOf(direction) * Math.log(value));
  const measuredNow = thin(toLogs(values.measuredNow));
  const candidate = toLogs(values.candidate);
  const after = thin(candidate);
  const alternated = measuredNow.length >= FEWEST_NOW;
  const apart = toLogs(values.recorded);
  const recorded = alternated ? apart : [...apart, ...measuredNow];
  const { level, older } = findLevel(recorded);
  const groups = [...values.history.map(toLogs), ...older, level, alternated ? measuredNow : [], candidate];
  const noise = pooledNoise(groups.map((values) => ({ values })));
  const before = alternated ? chooseBefore(level, measuredNow, noise) : level;
  const errorFor = (size: number) => (count: number) => noise.sd * medianDifferenceError(size, count);
  const toNewest = (baseline: readonly number[], margin: number, tested: boolean): Newest => {
    const order = toOrder(baseline, after);
    return { logChange: changeOf(order), order, errorAt: errorFor(baseline.length), margin, tested };
  };
  const order = toOrder(before, after);
  return {
    logChange: changeOf(order),
    noise,
    count: candidate.length,
    errorAt: errorFor(before.length),
    baseline: before,
    order,
    orderRole: 'interval',
    newest: alternated ? [toNewest(measuredNow, HALF_MARGIN, false)] : newestOf(recorded, level, toNewest),
    alternated,
  };
}

/** How far sessions stand apart, from all that were recorded; logs. */
export function noiseOfSessions({ history, recorded, candidate }: MetricValues): Noise {
  return plainNoise([...history, recorded, candidate].map((values) => values.map(Math.log)));
}

/**
 * Sessions, which are few: the difference of means and Student's interval. The spread between them is taken as it is, for
 * one odd session in the history must widen it. Fewer values inside the candidate's session than in those of the history
 * add what that is worth.
 */
export function estimateFromSessions(values: MetricValues, direction: Direction): Estimate {
  const toLogs = (values: readonly number[]) => values.map((value) => signOf(direction) * Math.log(value));
  const recorded = toLogs(values.recorded);
  const candidate = toLogs(values.candidate);
  const { level, older } = findLevel(recorded);
  const noise = plainNoise([...values.history.map(toLogs), ...older, level, candidate]);
  const { variance = 0, candidateSize = 1, recordedSize = 1 } = values.within ?? {};
  const extra = Math.max(0, variance * (1 / candidateSize - 1 / recordedSize));
  const errorFor = (size: number) => (count: number) =>
    Math.sqrt(noise.sd ** 2 * (1 / size + 1 / count) + extra / count);
  const toNewest = (baseline: readonly number[], margin: number): Newest => ({
    logChange: mean(candidate) - mean(baseline),
    order: toOrder(baseline, candidate),
    errorAt: errorFor(baseline.length),
    margin,
    tested: false,
  });
  return {
    logChange: mean(candidate) - mean(level),
    noise,
    count: candidate.length,
    errorAt: errorFor(level.length),
    baseline: level,
    order: toOrder(level, candidate),
    orderRole: 'none',
    newest: newestOf(recorded, level, toNewest),
    alternated: false,
  };
}

/** The last ten where the level rests on more, and the newer half of those. */
function newestOf(
  recorded: readonly number[],
  level: readonly number[],
  toNewest: (baseline: readonly number[], margin: number, tested: boolean) => Newest,
): readonly Newest[] {
  if (recorded.length < FEWEST_TO_HALVE) return [];
  const ten = recorded.slice(-FEWEST_AT_LEVEL);
  const half = toNewest(ten.slice(-Math.ceil(ten.length / 2)), HALF_MARGIN, false);
  return level.length > ten.length ? [toNewest(ten, 0, true), half] : [half];
}

/**
 * The recorded jobs that tell the level: those since the last change point, but the last ten where that is younger or
 * the level rises. The older ones, level by level, tell only the noise.
 */
function findLevel(recorded: readonly number[]): {
  readonly level: readonly number[];
  readonly older: readonly (readonly number[])[];
} {
  const stretches = findLevels(recorded);
  const last = stretches.at(-1)?.from ?? 0;
  const ten = Math.max(0, recorded.length - FEWEST_AT_LEVEL);
  const from = last > ten || isRising(recorded.slice(last)) ? ten : last;
  const older = stretches.map((stretch) => recorded.slice(stretch.from, Math.min(stretch.to, from)));
  return { level: recorded.slice(from), older };
}

function toOrder(baseline: readonly number[], candidate: readonly number[]): Order {
  const differences = sortedDifferences(baseline, candidate);
  return { differences, baselineCount: baseline.length, candidateCount: candidate.length };
}

/** The median of all differences (Hodges & Lehmann 1963): no stray moves it far. */
function changeOf({ differences }: Order): number {
  return medianOfSorted(differences);
}

/** Evenly spaced quantiles of many values; few are left as they are. */
function thin(values: readonly number[]): readonly number[] {
  if (values.length <= MOST_JOBS) return values;
  const sorted = Float64Array.from(values).sort();
  return Array.from({ length: MOST_JOBS }, (_, place) => {
    const index = Math.floor(((place + 0.5) * sorted.length) / MOST_JOBS);
    return sorted[index] ?? 0;
  });
}

/** Jobs measured now are the baseline's level; recorded ones add precision where they agree with them. */
function chooseBefore(recorded: readonly number[], measuredNow: readonly number[], noise: Noise): readonly number[] {
  if (recorded.length === 0) return measuredNow;
  const apart = Math.abs(medianDifference(recorded, measuredNow));
  const agrees = apart <= AGREEMENT * noise.sd * medianDifferenceError(recorded.length, measuredNow.length);
  return agrees ? [...recorded, ...measuredNow] : measuredNow;
}

function signOf(direction: Direction): 1 | -1 {
  return direction === 'lower' ? 1 : -1;
}
