// When a verdict may fall: after how many candidate jobs (or pairs), and how strict each of those looks is.

/** The share of gates in which nothing changed that may fail all the same. */
export const ERROR_BUDGET = 0.01;

/** Nobody is accused on fewer units of evidence than this. */
export const FEWEST_TO_REGRESS = 3;

/** How many units of evidence are bought, and at which counts a verdict may fall. */
export interface Plan {
  /** Counts of candidate jobs (pairs, where they are measured) at which a verdict may fall, ascending. */
  readonly looks: readonly number[];
  /** The first count at which something may regress. */
  readonly regressFrom: number;
}

const USUAL_LOOKS = { job: [1, 3, 5, 6], pair: [3, 6] } as const;

/**
 * Looks at 1, 3, 5 and 6 jobs; for pairs at 3 and 6. `repeats` moves the first look, `maxRepeats` ends them.
 * With pairs nothing regresses at the first look, however many pairs it has.
 */
export function planLooks(unit: 'job' | 'pair', repeats: number | undefined, maxRepeats: number): Plan {
  const usual = USUAL_LOOKS[unit];
  const first = Math.min(repeats ?? usual[0], maxRepeats);
  const later = usual.filter((look) => look > first && look < maxRepeats);
  const looks = [...new Set([first, ...later, maxRepeats])];
  const second = looks[1] ?? Number.POSITIVE_INFINITY;
  const regressFrom = unit === 'pair' ? Math.max(FEWEST_TO_REGRESS, second) : FEWEST_TO_REGRESS;
  return { looks, regressFrom };
}

/** Whether any number of jobs that the plan allows could show a regression at all. */
export function canRegress(plan: Plan): boolean {
  return plan.looks.some((look) => look >= plan.regressFrom);
}

/** The next look after `count`, or undefined when the plan is spent. */
export function nextLook(plan: Plan, count: number): number | undefined {
  return plan.looks.find((look) => look > count);
}

/**
 * The two-sided error that one look may spend on one comparison. The budget is shared evenly over the gate's
 * comparisons and over every count from three to the last (Bonferroni), as if a verdict could fall at each, so that
 * it depends on the count alone and jobs may be fed one by one.
 */
export function errorPerLook(plan: Plan, comparisons: number): number {
  const last = plan.looks.at(-1) ?? FEWEST_TO_REGRESS;
  return ERROR_BUDGET / Math.max(1, comparisons) / Math.max(1, last - FEWEST_TO_REGRESS + 1);
}
