import { describe, expect, it } from 'vitest';
import { median, medianError, quantile, standardDeviation } from '../../src/domain/statistics.ts';

describe('quantile', () => {
  it('interpolates like type 7 of Hyndman & Fan', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5], 0.95)).toBeCloseTo(4.8, 12);
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe('standardDeviation', () => {
  it('divides by n − 1, and is 0 of one value', () => {
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(2.138, 3);
    expect(standardDeviation([3])).toBe(0);
  });
});

describe('medianError', () => {
  it.each([1, 3, 6, 20])('is the spread of the median of %d normal values', (n) => {
    const random = createNormal(n);
    const medians = Array.from({ length: 20_000 }, () => median(Array.from({ length: n }, random)));
    expect(standardDeviation(medians) / medianError(n)).toBeCloseTo(1, 1);
  });
});

/** Box & Muller on a linear congruential generator: the same draws every time. */
function createNormal(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
