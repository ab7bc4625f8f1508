import { describe, expect, it } from 'vitest';
import { findLevels, isRising } from '../../src/decision/change-points.ts';

/** Noise of about one, the same each time. */
function noise(index: number): number {
  return Math.sin(12.9898 * (index + 1)) + Math.cos(78.233 * (index + 1));
}

const FLAT = Array.from({ length: 40 }, (_, index) => 100 + noise(index));

describe('findLevels', () => {
  it('finds one level where nothing changed', () => {
    expect(findLevels(FLAT)).toEqual([{ from: 0, to: 40 }]);
  });

  it('finds a step and a step back', () => {
    const values = FLAT.map((value, index) => value + (index >= 15 && index < 28 ? 8 : 0));
    expect(findLevels(values)).toEqual([
      { from: 0, to: 15 },
      { from: 15, to: 28 },
      { from: 28, to: 40 },
    ]);
  });

  it('is not moved by single strays', () => {
    expect(findLevels(FLAT.map((value, index) => (index % 13 === 5 ? value + 500 : value)))).toHaveLength(1);
  });

  it('keeps short and constant histories whole', () => {
    expect(findLevels([])).toEqual([{ from: 0, to: 0 }]);
    expect(findLevels([1, 2, 9, 10])).toHaveLength(1);
    expect(findLevels(Array.from({ length: 50 }, () => 4))).toEqual([{ from: 0, to: 50 }]);
  });
});

describe('isRising', () => {
  it('tells a drift from noise and from a fall', () => {
    expect(isRising(FLAT.map((value, index) => value + index / 5))).toBe(true);
    expect(isRising(FLAT.map((value, index) => value - index / 5))).toBe(false);
    expect(isRising([5, 5, 5, 5])).toBe(false);
  });
});
