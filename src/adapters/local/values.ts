// Numbers and words for inputs of which the user has no sample: seeded, of the right type, and sensible by name.

import type { GraphValue, OnnxGraph } from '../onnx/graph.ts';
import { tableRows } from '../onnx/uses.ts';
import { encodeNumbers } from '../tensors/numbers.ts';
import {
  type CarriedType,
  carrierOf,
  type ElementType,
  isInteger,
  sizeOf,
  type TensorValue,
} from '../tensors/types.ts';

/** How an input is filled where no file says so. */
export type Recipe =
  | { readonly kind: 'constant'; readonly value: number | string | boolean }
  /** Random; whole numbers include both ends. */
  | { readonly kind: 'range'; readonly low: number; readonly high: number }
  /** 0, 1, 2, … along the last dimension. */
  | { readonly kind: 'count' }
  | { readonly kind: 'words' };

const ONES: Recipe = { kind: 'constant', value: 1 };
const ZEROS: Recipe = { kind: 'constant', value: 0 };

/** Names that tell what is in an input, the first that fits. */
const BY_NAME: readonly (readonly [RegExp, Recipe])[] = [
  [/mask/i, ONES],
  [/token_type|segment/i, ZEROS],
  [/position/i, { kind: 'count' }],
  [/^sr$|sample_?rate|sampling_?rate/i, { kind: 'constant', value: 16_000 }],
];

/** What an input is filled with by default. Ids stay inside the table that the graph looks them up in. */
export function chooseRecipe(graph: OnnxGraph, { name, type }: GraphValue): Recipe {
  if (type === 'string') return { kind: 'words' };
  const named = BY_NAME.find(([pattern]) => pattern.test(name))?.[1];
  if (named !== undefined) return named;
  if (type === 'uint8') return { kind: 'range', low: 0, high: 255 };
  const rows = type !== undefined && isInteger(type) ? tableRows(graph, name) : undefined;
  return { kind: 'range', low: 0, high: rows === undefined ? 1 : Math.max(0, rows - 1) };
}

/** A recipe in a few words, as messages name it. */
export function describeRecipe(recipe: Recipe): string {
  if (recipe.kind === 'constant') return `all ${recipe.value}`;
  if (recipe.kind === 'range') return `random from ${recipe.low} to ${recipe.high}`;
  return recipe.kind === 'count' ? '0, 1, 2, …' : 'seeded words';
}

/** The same values for the same place, type and shape, in every process and on every machine. */
export function makeValue(type: ElementType, dims: readonly number[], recipe: Recipe, place: number): TensorValue {
  const carrier: CarriedType | undefined = carrierOf(type);
  if (carrier === undefined) throw new Error(`nothing can be filled in for the type ${type}`);
  const random = createRandom(0x1a7e9c + place * 0x9e3779b9);
  const size = sizeOf(dims);
  if (carrier === 'string') {
    const word = recipe.kind === 'constant' ? () => String(recipe.value) : () => makeWord(random);
    return { type: carrier, dims, words: Array.from({ length: size }, word) };
  }
  const whole = isInteger(type) || type === 'bool';
  return { type: carrier, dims, bytes: encodeNumbers(carrier, size, makerOf(recipe, dims, whole, random)) };
}

function makerOf(recipe: Recipe, dims: readonly number[], whole: boolean, random: () => number) {
  if (recipe.kind === 'constant') return () => Number(recipe.value);
  if (recipe.kind === 'count') return (index: number) => index % Math.max(1, dims.at(-1) ?? 1);
  const { low, high } = recipe.kind === 'range' ? recipe : { low: 0, high: 1 };
  return whole ? () => low + Math.floor(random() * (high - low + 1)) : () => low + random() * (high - low);
}

const WORDS = ['apple', 'bridge', 'cloud', 'drum', 'eagle', 'forest', 'garden', 'harbour', 'island', 'jacket'];

function makeWord(random: () => number): string {
  return WORDS[Math.floor(random() * WORDS.length)] ?? 'apple';
}

/** Mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
