// What a figure must be, and how shares are printed.

/** Figures that miss their bounds, in words. */
export const misses: string[] = [];

/** A mark for the table where it does not hold. */
export function must(holds: boolean, what: string): string {
  if (!holds) misses.push(what);
  return holds ? '' : ' ✗';
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.0995 ? 2 : 1)} %`;
}
