// JSON from outside, bounded before anything is made of it: one rule for every file that may be forged.

import { messageOf } from '../domain/errors.ts';

/** Characters. The largest real record, of a model of 20,000 layers, has a tenth of it. */
const LONGEST_TEXT = 64 << 20;
/** Items of one list or object. */
const MOST_ITEMS = 100_000;
/** Values in all. */
const MOST_VALUES = 2_000_000;
const DEEPEST = 64;

/** Throws an Error that says which bound is exceeded, or what is no JSON about the text. */
export function parseBoundedJson(text: string): unknown {
  if (text.length > LONGEST_TEXT) throw new Error(`it has ${text.length} characters; at most ${LONGEST_TEXT} are read`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`it is not JSON: ${messageOf(error)}`, { cause: error });
  }
  checkSize(value);
  return value;
}

/** Without recursion: what is nested too deeply would exhaust the stack before it could be refused. */
function checkSize(root: unknown): void {
  let values = 0;
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    values += 1;
    if (values > MOST_VALUES) throw new Error(`it holds more than ${MOST_VALUES} values`);
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= DEEPEST) throw new Error(`it is nested more than ${DEEPEST} deep`);
    const items: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
    if (items.length > MOST_ITEMS)
      throw new Error(`it holds a list of ${items.length}; at most ${MOST_ITEMS} are read`);
    for (const item of items) open.push({ value: item, depth: depth + 1 });
  }
}
