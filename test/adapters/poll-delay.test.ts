// Few looks at a job, and none of them far behind its end.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../bench/decision/draws.ts';
import { nextPollMs } from '../../src/adapters/http/poll-delay.ts';

const MINUTE = 60_000;

/** Looks at a job from its submission on: how many there were, and how late the last one saw its end. */
function follow(durationMs: number, usualMs: number | undefined, seed: number) {
  const random = seeded(seed);
  let elapsedMs = 0;
  let looks = 1;
  while (elapsedMs < durationMs) {
    elapsedMs += nextPollMs({ elapsedMs, usualMs }, 1000, random);
    looks += 1;
  }
  return { looks, lateMs: elapsedMs - durationMs };
}

/** What is allowed: a part of the job's time, or a second, and the jitter. */
const within = (part: number, durationMs: number) => Math.max(1000, part * durationMs) * 1.06;

describe('looks at a job', () => {
  it('see its end within 5 % of its time, or a second, where the last ones took about as long', () => {
    const duration = fc.integer({ min: 500, max: 15 * MINUTE });
    fc.assert(
      fc.property(duration, fc.double({ min: 0.82, max: 1.2, noNaN: true }), fc.nat(), (durationMs, factor, seed) => {
        const { lateMs } = follow(durationMs, durationMs * factor, seed);
        expect(lateMs).toBeLessThanOrEqual(within(0.05, durationMs));
      }),
    );
  });

  it('see the end of a job of which nothing is known within a fifth of its time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 500, max: 60 * MINUTE }), fc.nat(), (durationMs, seed) => {
        expect(follow(durationMs, undefined, seed).lateMs).toBeLessThanOrEqual(within(0.2, durationMs));
      }),
    );
  });

  it.each([undefined, 0.1, 0.8, 0.9, 1, 1.1, 1.25, 3])(
    'are at most 40 in ten minutes, with the usual time %s of it',
    (factor) => {
      const usualMs = factor === undefined ? undefined : factor * 10 * MINUTE;
      for (let seed = 1; seed <= 50; seed += 1) {
        expect(follow(10 * MINUTE, usualMs, seed).looks).toBeLessThanOrEqual(40);
      }
    },
  );

  it('are never further apart than a minute, unless the user wants them to be', () => {
    expect(nextPollMs({ elapsedMs: 600 * MINUTE }, 1000, () => 0.5)).toBe(MINUTE);
    expect(nextPollMs({ elapsedMs: 600 * MINUTE }, 300_000, () => 0.5)).toBe(300_000);
  });
});
