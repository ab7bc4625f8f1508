import { describe, expect, it } from 'vitest';
import { shiftToSeparate } from '../../src/decision/precedence-test.ts';

/** Ranks 1 … m+n, and every way to deal n of them to `after`. */
function* deals(m: number, n: number): Generator<readonly [number[], number[]]> {
  for (let mask = 0; mask < 2 ** (m + n); mask += 1) {
    const after = Array.from({ length: m + n }, (_, rank) => rank).filter((rank) => mask & (1 << rank));
    if (after.length !== n) continue;
    yield [Array.from({ length: m + n }, (_, rank) => rank).filter((rank) => !after.includes(rank)), after];
  }
}

function choose(n: number, k: number): number {
  return k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k;
}

describe('shiftToSeparate', () => {
  it.each([
    [5, 3],
    [6, 4],
    [7, 5],
  ])('comes true no more often than its level says, whatever the strays: %i and %i values', (m, n) => {
    for (const level of [0.005, 0.01, 0.05]) {
      const through = [...deals(m, n)].filter(([before, after]) => shiftToSeparate(before, after, level, false) < 0);
      expect(through.length / choose(m + n, n)).toBeLessThanOrEqual(level);
    }
  });

  it('asks for nothing that so few values cannot show, unless it is lenient', () => {
    expect(shiftToSeparate([1, 2, 3], [10, 11, 12], 0.01, false)).toBe(Number.POSITIVE_INFINITY);
    expect(shiftToSeparate([1, 2, 3], [10, 11, 12, 13, 14], 0.01, true)).toBe(3 - 10);
    expect(shiftToSeparate([1, 2, 3], [10, 11, 12], 0.01, true)).toBe(Number.POSITIVE_INFINITY);
  });

  it('says by how much the candidate would have to move', () => {
    const before = Array.from({ length: 10 }, (_, index) => index);
    const after = [5, 6, 7, 8, 9, 10];
    const shift = shiftToSeparate(before, after, 0.01, false);
    expect(shift).toBeGreaterThan(0);
    const moved = after.map((value) => value + shift + 1e-9);
    expect(shiftToSeparate(before, moved, 0.01, false)).toBeLessThan(0);
  });

  it('forgives a stray on either side where many values speak', () => {
    const before = [...Array.from({ length: 9 }, () => 1), 100];
    const after = [2, 2, 2, 2, 2, 0.5];
    expect(shiftToSeparate(before, after, 0.01, false)).toBeLessThan(0);
  });
});
