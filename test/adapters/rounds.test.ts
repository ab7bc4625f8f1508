import { describe, expect, it } from 'vitest';
import {
  balancedOrders,
  estimateLevels,
  isContended,
  isPrecise,
  measureContention,
  type Round,
  type RoundOrder,
} from '../../src/adapters/local/rounds.ts';

/** Blocks of three inferences, whose middle one is the level. */
const block = (ms: number): readonly number[] => [ms * 0.98, ms, ms * 1.05];
const round = (baseline: readonly number[], candidate: readonly number[]): Round => ({
  baseline: baseline.map(block),
  candidate: candidate.map(block),
});

describe('balancedOrders', () => {
  it('has both orders equally often, in an order of chance', () => {
    let turn = 0;
    const draws = [0.1, 0.9, 0.9, 0.1];
    const orders = balancedOrders(() => draws[turn++ % draws.length] ?? 0);
    const first = Array.from({ length: 8 }, (): RoundOrder => orders.next().value);
    expect(first).toEqual(['ABBA', 'BAAB', 'BAAB', 'ABBA', 'BAAB', 'ABBA', 'ABBA', 'BAAB']);
  });
});

describe('estimateLevels', () => {
  it('has levels with exactly the ratio that is told', () => {
    const rounds = [round([1, 1.1], [1.2, 1.25]), round([4, 9], [5, 11]), round([1, 1], [1.2, 1.2])];
    const { logRatio, baseline, candidate } = estimateLevels(rounds);
    expect(Math.log(candidate / baseline)).toBeCloseTo(logRatio, 12);
  });

  it('is not off by a factor where load came to one side of some rounds', () => {
    const quiet = Array.from({ length: 6 }, () => round([0.38, 0.38], [0.4, 0.4]));
    const loaded = Array.from({ length: 4 }, () => round([0.38, 0.38], [2, 3.6]));
    const { logRatio, baseline, candidate } = estimateLevels([...quiet, ...loaded]);
    expect(Math.exp(logRatio)).toBeCloseTo(0.4 / 0.38, 6);
    expect(candidate / baseline).toBeCloseTo(0.4 / 0.38, 6);
    expect(baseline).toBeLessThan(0.5);
  });
});

describe('measureContention', () => {
  it('is about one on an idle machine, and counts as disturbed from half as slow again', () => {
    const idle = Array.from({ length: 8 }, (_, index) => round([1 + index / 200, 1.02], [1, 1]));
    expect(measureContention(idle)).toBeLessThan(1.05);
    expect(isContended(measureContention(idle))).toBe(false);
    const busy = Array.from({ length: 8 }, (_, index) => round(index < 2 ? [1, 1] : [2.2, 1.9], [2, 2]));
    expect(measureContention(busy)).toBeGreaterThan(1.8);
    expect(isContended(measureContention(busy))).toBe(true);
  });

  it('does not take a slower candidate for load', () => {
    expect(isContended(measureContention(Array.from({ length: 8 }, () => round([1, 1.01], [5, 5.1]))))).toBe(false);
  });
});

describe('isPrecise', () => {
  it('holds where the rounds agree to half a percent, and not where they do not', () => {
    const agreeing = [1.1, 1.101, 1.099, 1.1, 1.102, 1.098].map((ratio) => round([1, 1], [ratio, ratio]));
    const apart = [1.1, 1.13, 1.07, 1.1, 1.12, 1.08].map((ratio) => round([1, 1], [ratio, ratio]));
    expect(isPrecise(agreeing)).toBe(true);
    expect(isPrecise(apart)).toBe(false);
  });

  it('takes more rounds for noisier ones', () => {
    const ratios = [1.02, 0.99, 0.98, 1.01, 1];
    const noisy = Array.from({ length: 30 }, (_, place) => round([1], [ratios[place % ratios.length] ?? 1]));
    expect(isPrecise(noisy.slice(0, 8))).toBe(false);
    expect(isPrecise(noisy)).toBe(true);
  });

  it('waits where the rounds stand on two levels', () => {
    const rounds = [1, 1.1, 1, 1.1, 1, 1.1, 1].map((ratio) => round([1], [ratio]));
    expect(isPrecise(rounds)).toBe(false);
  });

  it('does not wait for a few that met other load, which move no median', () => {
    const rounds = [1, 1.001, 0.999, 1.3, 1, 1.002, 0.8, 0.998].map((ratio) => round([1], [ratio]));
    expect(isPrecise(rounds)).toBe(true);
  });
});
