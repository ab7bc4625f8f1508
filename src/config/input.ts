// What an input is: its words, its default, and how its text becomes a value.

import type { Parser } from './values.ts';

export interface Input<T, F extends string | undefined = string | undefined> {
  /** One or two plain sentences, as action.yml shows them. */
  readonly description: string;
  /** As a user would write it; undefined: no default. */
  readonly fallback: F;
  readonly parse: Parser<T>;
}

/** A row of the table of inputs. */
export function input<T, F extends string | undefined>(
  parse: Parser<T>,
  fallback: F,
  description: string,
): Input<T, F> {
  return { parse, fallback, description };
}
