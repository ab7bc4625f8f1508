// Order statistics and robust estimates on plain arrays of numbers. Nothing here knows about models or jobs.

/** The q-quantile (0 to 1) with linear interpolation (type 7 of Hyndman & Fan 1996); NaN of nothing. */
export function quantile(values: readonly number[], q: number): number {
  return quantileOfSorted(Float64Array.from(values).sort(), q);
}

/** The middle value, or the mean of the two middle ones; NaN of nothing. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The arithmetic mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The level a reader sees: the median of the jobs, null of none. */
export function levelOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : median(values);
}

/** Standard deviation with n − 1 in the denominator; 0 of one value. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

/**
 * Variance of the median of n standard normal values, n from 1 to 12, by numerical integration of the order statistics'
 * densities (David & Nagaraja 2003, Order Statistics, 3rd ed., section 2.1).
 */
const MEDIAN_VARIANCES = [1, 0.5, 0.4487, 0.2982, 0.2868, 0.2147, 0.2104, 0.1682, 0.1661, 0.1383, 0.1372, 0.1175];

/**
 * Standard error of the median of n values whose standard deviation is 1, if they are about normal. The median takes
 * up to a quarter more values than the mean for the same precision, and in return one stray job of three moves it
 * hardly at all. Beyond the table by its limit, √(π / 2n).
 */
export function medianError(n: number): number {
  return Math.sqrt(MEDIAN_VARIANCES[n - 1] ?? Math.PI / (2 * n));
}

/** All differences of `after` from `before`, ascending: m × n of them. */
export function sortedDifferences(before: readonly number[], after: readonly number[]): Float64Array {
  const differences = new Float64Array(before.length * after.length);
  let place = 0;
  for (const value of after) {
    for (const other of before) {
      differences[place] = value - other;
      place += 1;
    }
  }
  return differences.sort();
}

/**
 * How far `after` stands from `before`: the median of all differences (Hodges & Lehmann 1963, Annals of Mathematical
 * Statistics 34). Nearly as precise as the difference of means on normal data, and no stray moves it far; NaN of nothing.
 */
export function medianDifference(before: readonly number[], after: readonly number[]): number {
  return quantileOfSorted(sortedDifferences(before, after), 0.5);
}

/** The middle of ascending values; NaN of nothing. */
export function medianOfSorted(sorted: ArrayLike<number>): number {
  return quantileOfSorted(sorted, 0.5);
}

/** Its efficiency beside the mean on normal data (Lehmann 1963). */
const EFFICIENCY = 3 / Math.PI;

/** Standard error of `medianDifference` for m and n values whose standard deviation is 1. */
export function medianDifferenceError(m: number, n: number): number {
  return Math.sqrt((1 / m + 1 / n) / EFFICIENCY);
}

function quantileOfSorted(sorted: ArrayLike<number>, q: number): number {
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
