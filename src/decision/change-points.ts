// Where the level of a history changed, found from the values alone.

/** A stretch of values that share a level, from `from` up to but not including `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Shorter stretches are noise. */
export const SHORTEST_LEVEL = 4;

/**
 * A stretch is another level where its rank sum is off by √(2 ln n) and this many standard deviations more. Of histories
 * without any change about two in a hundred are split, whatever their length; counted by simulation.
 */
const MORE_ERRORS = 0.8;

/** A rank trend upward by this many standard deviations counts as rising. */
const RISING_ERRORS = 1;

/**
 * The stretches of one level each, oldest first. The stretch whose ranks differ most from those of all others is cut
 * out, then each part is searched again: circular binary segmentation (Olshen et al. 2004, Biostatistics 5), by ranks so
 * that no stray counts for more than one.
 */
export function findLevels(values: readonly number[]): readonly Stretch[] {
  return splitBetween(values, 0, values.length);
}

function splitBetween(values: readonly number[], from: number, to: number): readonly Stretch[] {
  const odd = findOdd(values.slice(from, to));
  if (odd === undefined) return [{ from, to }];
  const cuts = [from, from + odd.from, from + odd.to, to];
  return cuts.slice(1).flatMap((end, place) => {
    const start = cuts[place] ?? from;
    return end > start ? splitBetween(values, start, end) : [];
  });
}

/** The stretch that differs most from the rest, if it does so beyond chance; what it leaves is long enough or nothing. */
function findOdd(values: readonly number[]): Stretch | undefined {
  const count = values.length;
  const sums = sumsOf(ranksOf(values));
  const isPiece = (size: number) => size === 0 || size >= SHORTEST_LEVEL;
  let most = Math.sqrt(2 * Math.log(count)) + MORE_ERRORS;
  let found: Stretch | undefined;
  for (let from = 0; from <= count - SHORTEST_LEVEL; from += 1) {
    for (let to = from + SHORTEST_LEVEL; isPiece(from) && to <= count; to += 1) {
      const size = to - from;
      if (size === count || !isPiece(count - to)) continue;
      const distance = (sums[to] ?? 0) - (sums[from] ?? 0) - (size * (count + 1)) / 2;
      const errors = Math.abs(distance) / Math.sqrt((size * (count - size) * (count + 1)) / 12);
      if (errors > most) [most, found] = [errors, { from, to }];
    }
  }
  return found;
}

/** Element k: the sum of the first k. */
function sumsOf(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, index) => {
    sums[index + 1] = (sums[index] ?? 0) + value;
  });
  return sums;
}

/** Ranks from 1; equal values share the middle of theirs. */
function ranksOf(values: readonly number[]): Float64Array {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end += 1;
    for (let place = start; place < end; place += 1) ranks[order[place] ?? 0] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

/** Whether the values tend upward in their order (Mann 1945, Econometrica 13; Kendall's S). */
export function isRising(values: readonly number[]): boolean {
  const count = values.length;
  let score = 0;
  for (const [index, value] of values.entries()) {
    for (let later = index + 1; later < count; later += 1) score += Math.sign((values[later] ?? 0) - value);
  }
  const spread = Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18);
  return score - Math.sign(score) > RISING_ERRORS * spread;
}
