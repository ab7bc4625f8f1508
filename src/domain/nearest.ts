// Which known name somebody meant: for commands, keys, devices, models and patterns alike.

/** Below this likeness a suggestion would be a guess. */
const LIKE_ENOUGH = 0.4;

/** Names that share the most letter pairs with `name` come first (Dice's coefficient on bigrams). */
export function nearestFirst(name: string, names: readonly string[]): readonly string[] {
  return [...names].sort((a, b) => likeness(name, b) - likeness(name, a));
}

/**
 * The one name that was probably meant, or undefined where none is alike.
 * @example findNearest('maxRegresion', ['maxRegression', 'minChange']) // 'maxRegression'
 */
export function findNearest(name: string, names: readonly string[]): string | undefined {
  const [first] = nearestFirst(name, names);
  return first !== undefined && likeness(name, first) >= LIKE_ENOUGH ? first : undefined;
}

/** ` Did you mean "x"?` with its leading space, or nothing. */
export function didYouMean(name: string, names: readonly string[]): string {
  const nearest = findNearest(name, names);
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
}

/** From 0 (no letter pair in common) to 1. */
function likeness(one: string, other: string): number {
  const [a, b] = [bigrams(one), bigrams(other)];
  const shared = [...a].filter((pair) => b.has(pair)).length;
  return (2 * shared) / Math.max(1, a.size + b.size);
}

/** Case, and the sign that separates words, do not matter. */
function bigrams(text: string): ReadonlySet<string> {
  const plain = text.toLowerCase().replaceAll(/[\s_.-]+/g, ' ');
  return new Set(Array.from({ length: Math.max(0, plain.length - 1) }, (_, index) => plain.slice(index, index + 2)));
}
