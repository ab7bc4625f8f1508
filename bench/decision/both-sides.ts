// Both sides of one sitting, file by file: sittings and files differ by far more than the two sides of a pair.

import { compareSampled } from '../../src/decision/compare-metric.ts';
import { planOnlyLook } from '../../src/decision/looks.ts';
import { builtIn } from '../../src/domain/metric.ts';
import { normal, type Random } from './draws.ts';

const LATENCY = builtIn('latency');

export interface SittingSetting {
  readonly pairs: number;
  /** Standard deviation of a pair's log-ratio: what alternating leaves of the machine's luck. */
  readonly sd: number;
  /** True change, a fraction. */
  readonly change: number;
  /** One in ten pairs is this many standard deviations wider; 1: all are normal. */
  readonly tail?: number;
}

/** Share of gates that end red, at a limit of 5 %. */
export function playSittings(random: Random, { pairs, sd, change, tail = 1 }: SittingSetting, gates: number): number {
  const maxRegression = { unit: '%', value: 0.05 };
  const shared = { metric: LATENCY, maxRegression, minChange: undefined, budget: undefined };
  const terms = { ...shared, plan: planOnlyLook(pairs), comparisonCount: 1 };
  let red = 0;
  for (let gate = 0; gate < gates; gate += 1) {
    const ratios = Array.from({ length: pairs }, () => {
      const wide = random() < 0.1 ? tail : 1;
      return Math.log1p(change) + wide * sd * normal(random);
    });
    const levels = ratios.map(() => 10 * Math.exp(0.1 * normal(random)));
    const candidate = levels.map((level, place) => level * Math.exp(ratios[place] ?? 0));
    const values = { recorded: [], history: [], measuredNow: levels, candidate, pairs: ratios, aaPairs: [] };
    if (compareSampled(terms, values).verdict === 'regressed') red += 1;
  }
  return red / gates;
}
