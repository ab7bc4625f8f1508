import { describe, expect, it } from 'vitest';
import { isByLeniency, rankInterval } from '../../src/decision/rank-test.ts';
import { sortedDifferences } from '../../src/domain/statistics.ts';

const STRICT = { leniency: 0 };

/** Ranks 1 … m+n, and every way to deal n of them to `candidate`. */
function* deals(m: number, n: number): Generator<readonly [number[], number[]]> {
  const ranks = Array.from({ length: m + n }, (_, rank) => rank);
  for (let mask = 0; mask < 2 ** (m + n); mask += 1) {
    const candidate = ranks.filter((rank) => mask & (1 << rank));
    if (candidate.length === n) yield [ranks.filter((rank) => !candidate.includes(rank)), candidate];
  }
}

function intervalOf(baseline: readonly number[], candidate: readonly number[], error: number, leniency = 0) {
  const differences = sortedDifferences(baseline, candidate);
  return rankInterval(differences, baseline.length, candidate.length, { error, leniency });
}

describe('rankInterval', () => {
  it.each([
    [5, 3],
    [6, 4],
    [7, 5],
  ])('excludes "no change" no more often than its error says, counted over every order of %i and %i values', (m, n) => {
    for (const error of [0.005, 0.01, 0.05]) {
      const all = [...deals(m, n)];
      const refuted = all.filter(([baseline, candidate]) => (intervalOf(baseline, candidate, error)?.[0] ?? -1) > 0);
      expect(refuted.length / all.length).toBeLessThanOrEqual(error);
      // The next weaker order would be too likely, so no power is given away.
      if (intervalOf([1], [2], error) !== undefined) expect(refuted.length).toBeGreaterThan(0);
    }
  });

  it('holds the shift at the middle of the differences', () => {
    const baseline = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const [low, high] = intervalOf(baseline, [21, 23, 25, 27, 29, 31], 0.01) ?? [0, 0];
    expect(low).toBeLessThan(20.5);
    expect(high).toBeGreaterThan(20.5);
    expect(low).toBeGreaterThan(10);
  });

  it('says nothing where so few values can show nothing, unless it is lenient', () => {
    expect(intervalOf([1, 2, 3, 4], [10, 11, 12, 13], 0.01)).toBeUndefined();
    expect(intervalOf([1, 2, 3, 4], [10, 11, 12, 13], 0.01, 0.02)?.[0]).toBe(6);
    expect(isByLeniency(4, 4, { error: 0.01, ...STRICT })).toBe(true);
    expect(isByLeniency(10, 6, { error: 0.01, ...STRICT })).toBe(false);
  });

  it('is lenient up to a chance of two in a hundred only', () => {
    expect(intervalOf([1, 2, 3], [10, 11, 12], 0.01, 0.02)).toBeUndefined();
  });

  it('counts many values by the normal distribution', () => {
    const even = Array.from({ length: 150 }, (_, index) => index);
    expect(intervalOf(even, even, 0.01)?.[0]).toBeLessThan(0);
    const moved = even.map((value) => value + 60);
    expect(intervalOf(even, moved, 0.01)?.[0]).toBeGreaterThan(0);
  });
});
