// Whether two samples stand apart by their order alone, whatever the shape of the noise.
//
// A t interval trusts that noise is about normal. On shared machines it is not: it comes in bursts and in modes. If the
// jobs of both sides were exchangeable, the chance that all but a few of one side lie beyond all but a few of the other
// is a matter of counting. This is the precedence test (Nelson 1963, Technometrics 5; Balakrishnan & Ng 2006,
// Precedence-Type Tests and Applications), and it holds for every distribution.

import { logGamma } from './student.ts';

/**
 * By how much `after` would have to move up so that its order beside `before` has a probability of at most `level`
 * where both are of one kind: negative where it stands apart already, infinite where so few values never can. Strays are
 * allowed on both sides as far as the level permits; `lenient` accepts complete separation at any level.
 */
export function shiftToSeparate(
  before: readonly number[],
  after: readonly number[],
  level: number,
  lenient: boolean,
): number {
  const highest = [...before].sort((a, b) => b - a);
  const lowest = [...after].sort((a, b) => a - b);
  let shift = Number.POSITIVE_INFINITY;
  for (const [strays, bar] of highest.entries()) {
    const below = mostBelow(before.length, after.length, strays, level);
    const allowed = below < 0 && strays === 0 && lenient ? 0 : below;
    const reached = lowest[allowed];
    if (reached === undefined) break;
    shift = Math.min(shift, bar - reached);
  }
  return shift;
}

/** How many of n may lie below the m-th less `strays` of the others, if that is to happen with at most `level`; -1: not even none. */
function mostBelow(m: number, n: number, strays: number, level: number): number {
  let probability = 0;
  for (let below = 0; below < n; below += 1) {
    const above = n - below;
    probability += Math.exp(
      logChoose(above + strays, strays) + logChoose(below + m - strays - 1, below) - logChoose(m + n, n),
    );
    if (probability > level) return below - 1;
  }
  return n - 1;
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
