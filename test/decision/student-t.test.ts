// Against the published tables of Student's t (NIST/SEMATECH e-Handbook 1.3.6.7.2).

import { describe, expect, it } from 'vitest';
import { studentQuantile, studentTail } from '../../src/decision/student-t.ts';

describe('studentQuantile', () => {
  it.each([
    [0.025, 1, 12.706],
    [0.001, 2, 22.327],
    [0.025, 5, 2.571],
    [0.005, 10, 3.169],
    [0.001, 30, 3.385],
    [0.1, 100, 1.29],
  ])('is exceeded with probability %d at %d degrees of freedom beyond %d', (tail, df, expected) => {
    expect(studentQuantile(tail, df)).toBeCloseTo(expected, 3);
  });

  it('approaches the normal quantile', () => {
    expect(studentQuantile(0.025, 1e7)).toBeCloseTo(1.959964, 5);
  });

  it('undoes the tail', () => {
    for (const df of [1, 2.5, 7, 40]) expect(studentTail(studentQuantile(0.0003, df), df)).toBeCloseTo(0.0003, 10);
  });
});
