// The shapes with which a model's inputs are fed: what the user says, what samples have, else what is plausible.

import type { GraphValue, OnnxGraph } from '../onnx/graph.ts';
import { guessByName, guessSize } from './guess-shape.ts';
import { Refusal } from './refusal.ts';

export interface WantedShapes {
  /** Whole shapes by input name. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** Sizes of named dimensions, for all inputs. */
  readonly dims: Readonly<Record<string, number>>;
  /** Shapes of sample data, by input name. */
  readonly samples: ReadonlyMap<string, readonly number[]>;
  /** Sizes to prefer over a guess, by input name. */
  readonly hints: ReadonlyMap<string, readonly (number | undefined)[]>;
}

export interface Shapes {
  readonly byInput: ReadonlyMap<string, readonly number[]>;
  /** Inputs with a size that was guessed, other than a batch of one. */
  readonly assumed: readonly string[];
}

/** Throws a Refusal that prints the lines to paste where a size is neither given nor plausible. */
export function resolveShapes(graph: OnnxGraph, wanted: WantedShapes): Shapes {
  refuseUnknown(graph, wanted);
  const sizes = new Map(Object.entries(wanted.dims));
  const assumed = new Set<string>();
  const given = (value: GraphValue) => wanted.shapes[value.name] ?? wanted.samples.get(value.name);
  for (const value of graph.inputs) bindNames(value, given(value), sizes);
  const byInput = new Map<string, readonly number[]>();
  const unknown: GraphValue[] = [];
  for (const value of graph.inputs) {
    const shape = given(value) ?? fillShape(graph, value, sizes, assumed, wanted.hints.get(value.name));
    if (shape === undefined) unknown.push(value);
    else byInput.set(value.name, shape);
  }
  if (unknown.length > 0) throw refuseShapes(graph, unknown);
  return { byInput, assumed: [...assumed] };
}

function refuseUnknown({ inputs }: OnnxGraph, { shapes, dims }: WantedShapes): void {
  const names = inputs.map(({ name }) => name);
  const input = Object.keys(shapes).find((name) => !names.includes(name));
  if (input !== undefined) {
    const has = names.join(', ');
    throw new Refusal(
      'input',
      `input-shapes names the input "${input}", which the model does not have; it has: ${has}`,
    );
  }
  const free = [...new Set(inputs.flatMap((value) => (value.dims ?? []).flatMap((dim) => termsOf(dim) ?? [])))];
  const dim = Object.keys(dims).find((name) => !free.includes(name));
  if (dim === undefined) return;
  const has = free.length === 0 ? 'none with a name' : free.join(', ');
  throw new Refusal('input', `dims names the dimension "${dim}", which the model does not have; it has: ${has}`);
}

/** Names in a dimension such as `past + sequence`; undefined of a number or of no name. */
function termsOf(dim: number | string | null | undefined): readonly string[] | undefined {
  if (typeof dim !== 'string') return undefined;
  return dim
    .split('+')
    .map((term) => term.trim())
    .filter((term) => !/^\d+$/.test(term));
}

/** Takes a given shape's sizes for the names in it; throws where the shape does not fit. */
function bindNames({ name, dims }: GraphValue, shape: readonly number[] | undefined, sizes: Map<string, number>): void {
  if (shape === undefined || dims === undefined) return;
  const fits =
    shape.length === dims.length && dims.every((dim, i) => typeof dim !== 'number' || dim === shape[i] || dim === 0);
  if (!fits) {
    const wants = dims.map((dim) => dim ?? '?').join(', ');
    throw new Refusal('input', `input-shapes gives "${name}" [${shape.join(', ')}], but the model wants [${wants}]`);
  }
  dims.forEach((dim, index) => {
    const size = shape[index];
    if (typeof dim === 'string' && size !== undefined && !sizes.has(dim)) sizes.set(dim, size);
  });
}

function fillShape(
  graph: OnnxGraph,
  value: GraphValue,
  sizes: Map<string, number>,
  assumed: Set<string>,
  hint: readonly (number | undefined)[] | undefined,
): readonly number[] | undefined {
  if (value.dims === undefined) return undefined;
  const shape = value.dims.map((dim, index) => {
    if (typeof dim === 'number') return dim;
    const known = dim === null ? undefined : (sizes.get(dim) ?? sumOf(dim, sizes));
    if (known !== undefined) return known;
    if (hint?.[index] !== undefined) return hint[index];
    const guess = guessSize(graph, value, index);
    if (guess?.told === true) assumed.add(value.name);
    if (guess !== undefined && dim !== null) sizes.set(dim, guess.size);
    return guess?.size;
  });
  return shape.every((size) => size !== undefined) ? shape : undefined;
}

/** The size of `a + b`, where every part is known or plausible by its name. */
function sumOf(dim: string, sizes: ReadonlyMap<string, number>): number | undefined {
  if (!dim.includes('+')) return undefined;
  const parts = dim.split('+').map((part) => part.trim());
  return parts.reduce<number | undefined>((total, part) => {
    const size = /^\d+$/.test(part) ? Number(part) : (sizes.get(part) ?? guessByName(part)?.size);
    return total === undefined || size === undefined ? undefined : total + size;
  }, 0);
}

function refuseShapes({ inputs }: OnnxGraph, unknown: readonly GraphValue[]): Refusal {
  const wants = unknown.map(
    ({ name, dims }) => `"${name}" [${dims?.map((dim) => dim ?? '?').join(', ') ?? 'of any rank'}]`,
  );
  const lines = inputs
    .filter((value) => unknown.includes(value))
    .map(({ name, dims }) => `  ${name}: [${(dims ?? ['…']).map((dim) => dim ?? '…').join(', ')}]`);
  return new Refusal(
    'input',
    `the sizes of ${wants.join(' and ')} are free, and nothing tells which are sensible; add, with numbers:\ninput-shapes:\n${lines.join('\n')}`,
  );
}
