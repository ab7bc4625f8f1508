// One thing or several, in words.

/** The noun as it stands behind the number: `job` behind 1, `jobs` behind any other. */
export function plural(count: number, noun: string): string {
  return count === 1 ? noun : `${noun}s`;
}
