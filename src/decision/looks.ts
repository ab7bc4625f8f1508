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
  /** What a green costs; `normal` where absent. */
  readonly effort?: Effort;
  /** Whether an improvement is confirmed: by one more look, or like a regression where its level will be the baseline. */
  readonly confirmImprovements?: 'once' | 'always';
}

/**
 * What a green costs. `quick`: the first look may end within the limits. `normal`: one that could well hide twice the
 * limit goes on to the second. `thorough`: until what the evidence rules out is within the limit, or all is spent.
 */
export type Effort = 'quick' | 'normal' | 'thorough';

const USUAL_LOOKS = { job: [1, 3, 5, 6], pair: [3, 6] } as const;

/**
 * Looks at 1, 3, 5 and 6 jobs; for pairs at 3 and 6. `repeats` moves the first look, `maxRepeats` ends them.
 * With pairs nothing regresses at the first look, however many pairs it has.
 * @example planLooks('job', undefined, 6).looks // [1, 3, 5, 6]
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

/** Pairs that were all measured before anybody looked: one look at them, at which something may regress. */
export function planOnlyLook(count: number): Plan {
  return { looks: [count], regressFrom: FEWEST_TO_REGRESS };
}

/** Sessions are what they are: one look at all of them, at which something may regress. */
export function planSessions(plan: Plan, count: number): Plan {
  return { ...plan, looks: [count], regressFrom: count };
}

/** Whether any number of jobs that the plan allows could show a regression at all. */
export function canRegress(plan: Plan): boolean {
  return plan.looks.some((look) => look >= plan.regressFrom);
}

/** The next look after `count`, or undefined when the plan is spent. */
export function nextLook(plan: Plan, count: number): number | undefined {
  return plan.looks.find((look) => look > count);
}

/** The count at which the plan ends; at least `count`, where more were measured than it asked for. */
export function lastLook(plan: Plan, count: number): number {
  return Math.max(count, plan.looks.at(-1) ?? count);
}

/** How strict a verdict at one count is; both are chances of a false accusation in one comparison. */
export interface Strictness {
  /** What the interval's lower end may spend (one-sided). */
  readonly error: number;
  /** What the order of the jobs may have as its probability if nothing changed. */
  readonly separation: number;
  /** Up to which chance few values that are wholly apart are enough, though that is likelier than the error. */
  readonly leniency: number;
}

/** Bursts of noise last for a few jobs, so most of the budget waits for the last count. */
const SHARE_OF_LAST = 0.65;

/** The order of pairs only stands beside the interval, so it may be a little more likely than the budget by itself. */
const SEPARATION = { early: 0.5, last: 1.5 } as const;

/**
 * Few jobs cannot be told apart by their order at a small error: three beside ten are wholly apart in one of 286. They
 * may be beyond chance by their spread all the same, which then decides. At the last count there are no more to come.
 */
const LENIENCY = { early: 0.5, last: 0.02 } as const;

/**
 * How strict a verdict at `count` is. The budget is shared over the gate's comparisons and over every count from the
 * first that may regress to the last, as if a verdict could fall at each, so that it depends on the count alone and
 * jobs may be fed one by one. The last count gets most of it and the first next to nothing: an error-spending function
 * in the sense of Lan & DeMets (1983, Biometrika 70), strict early like that of O'Brien & Fleming, its parts added up by
 * Bonferroni's inequality. Counts beyond the last are as strict as the one before it.
 */
export function strictnessAt(plan: Plan, comparisons: number, count: number): Strictness {
  const budget = ERROR_BUDGET / Math.max(1, comparisons);
  const last = lastLook(plan, 0);
  const earlier = Math.max(0, last - plan.regressFrom);
  if (count === last || earlier === 0)
    return {
      error: earlier === 0 ? budget : SHARE_OF_LAST * budget,
      separation: SEPARATION.last * budget,
      leniency: LENIENCY.last,
    };
  // Shares rise with the square of the place.
  const place = Math.min(earlier, Math.max(1, count - plan.regressFrom + 1));
  const share = (6 * place ** 2) / (earlier * (earlier + 1) * (2 * earlier + 1));
  return {
    error: (1 - SHARE_OF_LAST) * share * budget,
    separation: SEPARATION.early * budget,
    leniency: LENIENCY.early * budget,
  };
}

/** Nothing fails on an improvement, so it has a budget of its own, for each comparison and at each count. */
const IMPROVEMENT_ERROR = 0.005;

/** How strict an improvement at `count` is. */
export function improvementStrictness(plan: Plan, count: number): Strictness {
  const leniency = count >= lastLook(plan, 0) ? LENIENCY.last : 0;
  return { error: IMPROVEMENT_ERROR, separation: SEPARATION.last * IMPROVEMENT_ERROR, leniency };
}

/** One-sided errors of 1 to 10 equally strict looks that together spend 5 %: Jennison & Turnbull 2000, table 2.1. */
const EQUALLY_STRICT = [0.05, 0.0304, 0.0232, 0.0194, 0.0169, 0.0152, 0.014, 0.013, 0.0123, 0.0116];
const BOUND_ERROR = 0.05;

/**
 * The one-sided error of what a comparison rules out, at each count, so that it holds over all of them with 95 %: equally
 * strict at every count (Pocock 1977, Biometrika 64). Beyond ten counts by Bonferroni's inequality.
 */
export function boundErrorOf({ looks }: Plan): number {
  const [first = 1, last = first] = [looks[0], looks.at(-1)];
  const counts = last - first + 1;
  return EQUALLY_STRICT[counts - 1] ?? BOUND_ERROR / counts;
}
