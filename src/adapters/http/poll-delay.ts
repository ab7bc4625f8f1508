// How long to wait before the next look at a job that runs elsewhere: few looks, and none of them far behind its end.

import type { JobTimes } from '../../ports/profiler.ts';

/** By how much of its age a job may be over before that is noticed. */
const RATES = { beforeItsTime: 0.25, aroundItsTime: 0.05, unknown: 0.2 };
/** When the end is expected, as parts of the usual time. */
const EXPECTED = { from: 0.8, to: 1.25 };
const LONGEST_MS = 60_000;
/** A twentieth up or down, so that many jobs are not looked at in the same moment. */
const JITTER = 0.05;

/**
 * Looks thin out in proportion to the job's age, and are close to each other around the time at which the last jobs
 * ended. A job of ten minutes whose like is known is looked at about thirty times and seen within 5 % of its time.
 * `random`: 0 to 1. Answers milliseconds.
 */
export function nextPollMs({ elapsedMs, usualMs }: JobTimes, shortestMs: number, random: () => number): number {
  const jitter = 1 + JITTER * (2 * random() - 1);
  const [rate, most] = pace(elapsedMs, usualMs);
  const delay = Math.max(shortestMs, Math.min(elapsedMs * rate, most)) * jitter;
  return Math.min(delay, Math.max(LONGEST_MS, shortestMs));
}

/** The share of its age to wait, and the longest wait that does not pass the time at which the end is expected. */
function pace(elapsedMs: number, usualMs: number | undefined): readonly [rate: number, mostMs: number] {
  if (usualMs === undefined || elapsedMs > usualMs * EXPECTED.to) return [RATES.unknown, Number.POSITIVE_INFINITY];
  const from = usualMs * EXPECTED.from;
  return elapsedMs < from ? [RATES.beforeItsTime, from - elapsedMs] : [RATES.aroundItsTime, Number.POSITIVE_INFINITY];
}
