// Several results of one name in one file: told apart by the parameters in which they differ.

/** Something that was measured, and with which parameters. */
export interface Named {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Names in the same order: `fib (n=10)` and `fib (n=20)` for two that were called `fib`; else as they were. */
export function distinguish(items: readonly Named[]): readonly string[] {
  return items.map(({ name, parameters }) => {
    const same = items.filter((other) => other.name === name);
    const differing = Object.keys(parameters).filter(
      (key) => new Set(same.map((other) => String(other.parameters[key] ?? ''))).size > 1,
    );
    const told = differing.map((key) => `${key}=${String(parameters[key] ?? '')}`);
    return told.length === 0 ? name : `${name} (${told.join(', ')})`;
  });
}
