// Whether two samples stand apart by their order alone, whatever the shape of the noise.
//
// A t interval trusts that noise is about normal. On shared machines it is not: it comes in bursts and in modes. If the
// jobs of both sides were exchangeable, the chance that all but a few of one side lie beyond all but a few of the other
// is a matter of counting. This is the precedence test (Nelson 1963, Technometrics 5; Balakrishnan & Ng 2006,
// Precedence-Type Tests and Applications), and it holds for every distribution.

import { logGamma } from './student-t.ts';

/** Where even complete separation of so few values is likelier than the level, `lenient` accepts it up to this. */
const LIKELIEST = 0.02;

/**
 * By how much `after` would have to move up so that its order beside `before` has a probability of at most `level`
 * where both are of one kind: negative where it stands apart already, infinite where so few values never can. Strays are
 * allowed on both sides as far as the level permits; `lenient` lets few values that are wholly apart count as well.
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
  for (const [strays, below] of allowedOutliers(before.length, after.length, level, lenient).entries()) {
    const [bar, reached] = [highest[strays], lowest[below]];
    if (bar !== undefined && reached !== undefined) shift = Math.min(shift, bar - reached);
  }
  return shift;
}

const known = new Map<string, readonly number[]>();
const MOST_KNOWN = 1000;

/**
 * Element s: how many of the n may lie below the (s+1)-th highest of the m. Each such pattern counts as separation, and
 * all of them together have at most `level` as their probability. Empty where not even complete separation is allowed.
 */
function allowedOutliers(m: number, n: number, level: number, lenient: boolean): readonly number[] {
  const key = `${m} ${n} ${level} ${lenient}`;
  const found = known.get(key) ?? searchOutliers(m, n, level, lenient);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, found);
  return found;
}

/** Patterns overlap, so each may have nearly the level of all; the largest share that keeps the whole below it. */
const SHARES = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];

function searchOutliers(m: number, n: number, level: number, lenient: boolean): readonly number[] {
  for (const share of SHARES) {
    const allowed = Array.from({ length: m }, (_, strays) => mostBelow(m, n, strays, share * level));
    const end = allowed.indexOf(-1);
    const patterns = end === -1 ? allowed : allowed.slice(0, end);
    if (patterns.length > 0 && probabilityOfAny(m, n, patterns) <= level) return patterns;
  }
  return lenient && m > 0 && n > 0 && Math.exp(-logChoose(m + n, n)) <= LIKELIEST ? [0] : [];
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

/**
 * The probability that at least one of the patterns occurs: dealing the ranks from the highest down, every order equally
 * likely, it is one minus the chance that each (s+1)-th of the m comes before enough of the n have been dealt.
 */
function probabilityOfAny(m: number, n: number, patterns: readonly number[]): number {
  // avoided[a]: probability of having dealt a of the n and `dealt` of the m without any pattern so far.
  let avoided = Float64Array.from({ length: n + 1 }, (_, a) => (a === 0 ? 1 : 0));
  for (let dealt = 0; dealt <= m; dealt += 1) {
    for (let a = 1; a <= n; a += 1)
      avoided[a] = (avoided[a] ?? 0) + (avoided[a - 1] ?? 0) * shareOfN(a - 1, dealt, m, n);
    if (dealt === m) break;
    const needed = dealt < patterns.length ? n - (patterns[dealt] ?? 0) : n + 1;
    const next = new Float64Array(n + 1);
    for (let a = 0; a < needed && a <= n; a += 1) next[a] = (avoided[a] ?? 0) * (1 - shareOfN(a, dealt, m, n));
    avoided = next;
  }
  return 1 - (avoided[n] ?? 0);
}

/** The chance that the next rank is one of the n, when a of them and `dealt` of the m have been dealt. */
function shareOfN(a: number, dealt: number, m: number, n: number): number {
  return (n - a) / (m + n - a - dealt);
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
