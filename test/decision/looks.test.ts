import { describe, expect, it } from 'vitest';
import { canRegress, ERROR_BUDGET, nextLook, planLooks, strictnessAt } from '../../src/decision/looks.ts';

describe('planLooks', () => {
  it('looks at 1, 3, 5 and 6 jobs and lets none regress before the third', () => {
    expect(planLooks('job', undefined, 6)).toEqual({ looks: [1, 3, 5, 6], regressFrom: 3 });
  });

  it('looks at 3 and 6 pairs and lets none regress at the first look', () => {
    expect(planLooks('pair', undefined, 6)).toEqual({ looks: [3, 6], regressFrom: 6 });
  });

  it('ends at max-repeats, which replaces any later look', () => {
    expect(planLooks('job', undefined, 4).looks).toEqual([1, 3, 4]);
    expect(planLooks('pair', 2, 4).looks).toEqual([2, 3, 4]);
    expect(planLooks('job', 8, 10).looks).toEqual([8, 10]);
  });

  it('cannot regress with two jobs, nor with pairs at one look only', () => {
    expect(canRegress(planLooks('job', undefined, 2))).toBe(false);
    expect(canRegress(planLooks('pair', undefined, 3))).toBe(false);
    expect(canRegress(planLooks('pair', undefined, 4))).toBe(true);
  });
});

describe('strictnessAt', () => {
  it('shares the budget over comparisons and counts, most of it for the last', () => {
    const plan = planLooks('job', undefined, 6);
    const spent = [3, 4, 5, 6].map((count) => strictnessAt(plan, 6, count).error);
    expect(6 * spent.reduce((sum, error) => sum + error, 0)).toBeCloseTo(ERROR_BUDGET, 12);
    expect(Math.max(...spent)).toBe(spent[3]);
  });

  it('gives it all to the only look that may accuse', () => {
    expect(strictnessAt(planLooks('pair', undefined, 6), 1, 6).error).toBe(ERROR_BUDGET);
  });
});

describe('nextLook', () => {
  it('is undefined when the plan is spent', () => {
    const plan = planLooks('job', undefined, 6);
    expect([1, 2, 5, 6].map((count) => nextLook(plan, count))).toEqual([3, 3, 6, undefined]);
  });
});
