// Several benchmarks in one file: which of them is meant.

/** The only name there is, or the wanted one. Throws an Error that lists the others. */
export function choose(names: readonly string[], wanted: string | undefined): string {
  const distinct = [...new Set(names)];
  const [first, second] = distinct;
  if (first !== undefined && (second === undefined || first === wanted) && (wanted ?? first) === first) return first;
  if (wanted !== undefined && distinct.includes(wanted)) return wanted;
  const listed = distinct.slice(0, 5).join(', ');
  throw new Error(
    wanted === undefined
      ? `it holds ${distinct.length} benchmarks (${listed}); choose one with the option "benchmark"`
      : `it holds no benchmark named "${wanted}", but ${listed}`,
  );
}
