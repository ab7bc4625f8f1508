// What the rounds of one pair say: ratio and levels by one estimator, and whether other load disturbed them. Pure.

import { mean, median, quantile } from '../../domain/statistics.ts';

/** The times of each block of both sides, milliseconds. */
export interface Round {
  readonly baseline: readonly (readonly number[])[];
  readonly candidate: readonly (readonly number[])[];
}

/** Which side's block comes when: A the baseline's, B the candidate's. */
export type RoundOrder = 'ABBA' | 'BAAB';

/** Both orders equally often, the first of each two by chance: whatever follows a rhythm falls on both sides. */
export function* balancedOrders(random: () => number = Math.random): Generator<RoundOrder, never> {
  while (true) {
    const first: RoundOrder = random() < 0.5 ? 'ABBA' : 'BAAB';
    yield first;
    yield first === 'ABBA' ? 'BAAB' : 'ABBA';
  }
}

/** One pair's ratio, and two levels that have exactly this ratio. */
export interface PairLevels {
  readonly logRatio: number;
  /** Milliseconds. */
  readonly baseline: number;
  readonly candidate: number;
}

/** More than this between pairs comes from the processes themselves, and more rounds in one pair do not lessen it. */
const PRECISE = 0.005;

/** The standard error of a median over that of a mean, for normally distributed values. */
const OF_MEDIAN = Math.sqrt(Math.PI / 2);

/** The interquartile range over the standard deviation, for normally distributed values. */
const QUARTILES_APART = 1.349;

/**
 * Whether the rounds agree so well that their median ratio is known to half a percent. A few rounds that met other load
 * do not move a median, so they do not count here either; a quarter of them on another level does.
 */
export function isPrecise(rounds: readonly Round[]): boolean {
  const logRatios = rounds.map(({ baseline, candidate }) => logLevel(candidate) - logLevel(baseline));
  const deviation = (quantile(logRatios, 0.75) - quantile(logRatios, 0.25)) / QUARTILES_APART;
  return (OF_MEDIAN * deviation) / Math.sqrt(rounds.length) <= PRECISE;
}

/** The median of the rounds' log-ratios, each of block medians, and the level of both sides around which it stands. */
export function estimateLevels(rounds: readonly Round[]): PairLevels {
  const logs = rounds.map(({ baseline, candidate }) => ({
    baseline: logLevel(baseline),
    candidate: logLevel(candidate),
  }));
  const logRatio = median(logs.map((round) => round.candidate - round.baseline));
  const middle = median(logs.map((round) => (round.candidate + round.baseline) / 2));
  return { logRatio, baseline: Math.exp(middle - logRatio / 2), candidate: Math.exp(middle + logRatio / 2) };
}

function logLevel(blocks: readonly (readonly number[])[]): number {
  return mean(blocks.map((times) => Math.log(median(times))));
}

/** Above this the baseline's own blocks were disturbed: on an idle machine they stay within a few percent. */
const DISTURBED = 1.5;

/** Its undisturbed level is where its fastest tenth of the blocks stands. */
const UNDISTURBED = 0.1;

/** How many times slower than undisturbed the baseline's blocks typically were; 1 where nothing else ran. */
export function measureContention(rounds: readonly Round[]): number {
  const blocks = rounds.flatMap(({ baseline }) => baseline.map(median));
  return median(blocks) / quantile(blocks, UNDISTURBED);
}

/** Whether that is more than an idle machine does. */
export function isContended(contention: number): boolean {
  return contention > DISTURBED;
}
