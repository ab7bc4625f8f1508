// Whose commit was it: of models in order, each measured in pairs beside both ends, the first one that has the new level.

import type { Direction } from '../domain/metric.ts';
import { median, medianError } from '../domain/statistics.ts';
import { NOISE_FLOOR, pooledNoise } from './noise.ts';
import { studentQuantile } from './student-t.ts';

/** Log-ratios of pairs, second model over first. */
export type LogRatios = readonly number[];

/** What was measured of one model between the ends. */
export interface StepPairs {
  /** The model over the good end. */
  readonly fromGood: LogRatios;
  /** The bad end over the model. */
  readonly toBad: LogRatios;
}

/** How the ends stand apart, or a step lies between them. */
export interface Told<T extends string> {
  readonly answer: T;
  /** Of the log-ratio, or of the difference of distances. */
  readonly estimate: number;
  readonly interval: readonly [low: number, high: number];
}

/** The chance of a wrong answer over a whole search, shared over its questions. */
const ERROR = 0.05;

/** A question is never answered on fewer pairs. */
const FEWEST = 2;

/** All pairs of a search tell its noise together, each group around its own level. */
export function noiseOfGroups(groups: readonly LogRatios[]): { readonly sd: number; readonly df: number } {
  return pooledNoise(
    groups.map((values) => ({ values })),
    NOISE_FLOOR,
  );
}

/** How strict one look at one of `questions` is, where each may be looked at `looks` times (Bonferroni's inequality). */
export function errorPerLook(questions: number, looks: number): number {
  return ERROR / Math.max(1, questions) / Math.max(1, looks);
}

/**
 * Whether the bad end is worse than the good one: the median of the pairs beyond Student's interval. `open`: more pairs are
 * wanted.
 */
export function tellEnds(
  pairs: LogRatios,
  direction: Direction,
  error: number,
  noise: { readonly sd: number; readonly df: number },
): Told<'worse' | 'better' | 'open'> {
  const sign = direction === 'lower' ? 1 : -1;
  const { estimate, interval } = intervalOf(pairs, error, noise, 1);
  const [low, high] = sign === 1 ? interval : [-interval[1], -interval[0]];
  const told = pairs.length >= FEWEST;
  const answer = told && low > 0 ? 'worse' : told && high < 0 ? 'better' : 'open';
  return { answer, estimate, interval };
}

/**
 * Whether a model is nearer to the good end or to the bad one. Its distance from the good end less its distance to the bad
 * one is measured, not the place of either alone: it is twice as far from zero as the nearer end, and any error of the
 * ends' own levels falls out. A model half-way, which many small steps make, stays open.
 */
export function tellStep(
  { fromGood, toBad }: StepPairs,
  gap: number,
  error: number,
  noise: { readonly sd: number; readonly df: number },
): Told<'good' | 'bad' | 'open'> {
  const count = Math.min(fromGood.length, toBad.length);
  const differences = Array.from({ length: count }, (_, place) => (fromGood[place] ?? 0) - (toBad[place] ?? 0));
  const { estimate, interval } = intervalOf(differences, error, noise, Math.SQRT2);
  const toward = Math.sign(gap);
  const [low, high] = toward >= 0 ? interval : [-interval[1], -interval[0]];
  const answer = count < 1 ? 'open' : low > 0 ? 'bad' : high < 0 ? 'good' : 'open';
  return { answer, estimate, interval };
}

/** `scale`: how many times the noise of one pair each value has. */
function intervalOf(
  values: LogRatios,
  error: number,
  { sd, df }: { readonly sd: number; readonly df: number },
  scale: number,
): { readonly estimate: number; readonly interval: readonly [number, number] } {
  // Other load makes some pairs far too long: they must not move the answer.
  const estimate = median(values);
  if (df < 1 || values.length === 0)
    return { estimate, interval: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] };
  const reach = studentQuantile(error, df) * sd * scale * medianError(values.length);
  return { estimate, interval: [estimate - reach, estimate + reach] };
}
