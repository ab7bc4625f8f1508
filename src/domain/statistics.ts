// Order statistics and robust estimates on plain arrays of numbers. Nothing here knows about models or jobs.

/** The q-quantile (0 to 1) with linear interpolation (type 7 of Hyndman & Fan 1996); NaN of nothing. */
export function quantile(values: readonly number[], q: number): number {
  return quantileOfSorted(
    [...values].sort((a, b) => a - b),
    q,
  );
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation with n − 1 in the denominator; 0 of one value. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

/** Above this many values the pairwise means would cost more than they tell, and the median serves. */
const MOST_FOR_PAIRWISE = 200;

/**
 * The pseudo-median of Hodges & Lehmann (1963): the median of the means of all pairs, each value with itself too.
 * As robust as needed against stray jobs (29 % of them) and 95 % as efficient as the mean on normal data.
 */
export function pseudoMedian(values: readonly number[]): number {
  if (values.length > MOST_FOR_PAIRWISE) return median(values);
  const means: number[] = [];
  values.forEach((value, index) => {
    for (const other of values.slice(index)) means.push((value + other) / 2);
  });
  return median(means);
}

function quantileOfSorted(sorted: readonly number[], q: number): number {
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
