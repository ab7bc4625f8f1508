// Whether two samples stand apart by their order alone, whatever the shape of the noise: the exact rank-sum test.
//
// A t interval trusts that noise is about normal. On shared machines it is not: it comes in bursts and in modes. If the
// jobs of both sides were exchangeable, the chance of an order is a matter of counting (Mann & Whitney 1947, Annals of
// Mathematical Statistics 18). Turned around, the test gives the interval of the shift (Hodges & Lehmann 1963).

import { studentQuantile } from './student-t.ts';

/** Above this many pairs of values the counts are normal to three digits. */
const MOST_COUNTED = 10_000;

export interface RankLevel {
  /** What the order may have as its probability if both sides are of one kind (one-sided). */
  readonly error: number;
  /** Where even complete separation of so few values is likelier than that, it counts all the same up to this chance. */
  readonly leniency: number;
}

/**
 * The interval of the shift, from the ascending differences of each candidate's from each baseline's value, m × n of
 * them: what it leaves out is refuted at the level's error on either side. Undefined where so few values refute nothing.
 */
export function rankInterval(
  differences: Float64Array,
  m: number,
  n: number,
  level: RankLevel,
): readonly [low: number, high: number] | undefined {
  const needed = neededAbove(m, n, level);
  if (needed === undefined) return undefined;
  const low = differences[m * n - needed];
  const high = differences[needed - 1];
  return low === undefined || high === undefined ? undefined : [low, high];
}

/** Whether the level is kept only because so few values that are wholly apart are let through. */
export function isByLeniency(m: number, n: number, { error }: RankLevel): boolean {
  return neededAbove(m, n, { error, leniency: 0 }) === undefined;
}

const known = new Map<string, number>();
const MOST_KNOWN = 2000;
const NEVER = -1;

/** How many of the m × n differences must be positive; undefined where not even all of them are enough. */
function neededAbove(m: number, n: number, { error, leniency }: RankLevel): number | undefined {
  const key = `${m} ${n} ${error} ${leniency}`;
  const found = known.get(key) ?? searchNeeded(m, n, error, leniency);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, found);
  return found === NEVER ? undefined : found;
}

function searchNeeded(m: number, n: number, error: number, leniency: number): number {
  const all = m * n;
  if (all === 0) return NEVER;
  if (all > MOST_COUNTED) {
    const spread = Math.sqrt((all * (m + n + 1)) / 12);
    return Math.min(all, Math.ceil(all / 2 + 0.5 + studentQuantile(error, 1e6) * spread));
  }
  const orders = countOrders(m, n);
  const total = orders.reduce((sum, count) => sum + count, 0);
  let probability = 0;
  for (let above = all; above >= 0; above -= 1) {
    probability += (orders[above] ?? 0) / total;
    if (probability > error) return above < all ? above + 1 : probability <= leniency ? all : NEVER;
  }
  return 0;
}

/** How many orders have u positive differences, for each u: the coefficients of a Gaussian binomial. */
function countOrders(m: number, n: number): Float64Array {
  const counts = new Float64Array(m * n + 1);
  counts[0] = 1;
  for (let i = 1; i <= n; i += 1) {
    for (let u = m * n; u >= m + i; u -= 1) counts[u] = (counts[u] ?? 0) - (counts[u - m - i] ?? 0);
    for (let u = i; u <= m * n; u += 1) counts[u] = (counts[u] ?? 0) + (counts[u - i] ?? 0);
  }
  return counts;
}
