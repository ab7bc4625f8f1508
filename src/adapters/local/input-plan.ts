// Everything that a model is fed with, made once and given to every process that executes it.

import { createHash } from 'node:crypto';
import { messageOf } from '../../domain/errors.ts';
import { findEdges } from '../onnx/edges.ts';
import type { GraphValue, OnnxGraph } from '../onnx/graph.ts';
import { convertNumbers } from '../tensors/npy.ts';
import { elementBytes } from '../tensors/numbers.ts';
import { carrierOf, type ElementType, sizeOf, type TensorValue } from '../tensors/types.ts';
import { Refusal } from './refusal.ts';
import { resolveShapes, type WantedShapes } from './shapes.ts';
import { readSources, type Source, type WrittenInputs } from './sources.ts';
import { chooseRecipe, describeRecipe, makeValue } from './values.ts';

export interface PlannedInput {
  readonly name: string;
  /** The name by which it is fed; another one where the model's edge was rewritten. */
  readonly feedName: string;
  readonly type: ElementType;
  readonly value: TensorValue;
  /** Where its values come from, in a few words. */
  readonly from: string;
  readonly madeUp: boolean;
}

export interface InputPlan {
  readonly inputs: readonly PlannedInput[];
  /** Inputs with a size that was guessed. */
  readonly assumed: readonly string[];
}

export interface WrittenPlan extends Pick<WantedShapes, 'shapes' | 'dims'> {
  readonly inputs: WrittenInputs;
}

/** What the other model of a pair is fed with, by this one's input names; followed where nothing else is said. */
export interface ShapeHints {
  readonly shapes: ReadonlyMap<string, readonly (number | undefined)[]>;
  readonly values: ReadonlyMap<string, Pick<PlannedInput, 'value' | 'type' | 'from'>>;
}

const NO_HINTS: ShapeHints = { shapes: new Map(), values: new Map() };

/** Throws a Refusal that names the input which cannot be filled. */
export async function planInputs(
  graph: OnnxGraph,
  written: WrittenPlan,
  workspace: string,
  hints: ShapeHints = NO_HINTS,
): Promise<InputPlan> {
  for (const value of graph.inputs) refuseUnfillable(value);
  const sources = await readSources(graph, written.inputs, workspace);
  const samples = new Map(
    [...sources].flatMap(([name, source]) => {
      const dims = source.kind === 'tensor' ? source.value.dims : source.kind === 'raw' ? source.dims : undefined;
      return dims === undefined ? [] : [[name, dims] as const];
    }),
  );
  const { byInput, assumed } = resolveShapes(graph, { ...written, samples, hints: hints.shapes });
  const fed = new Map(findEdges(graph).inputs.map((edge) => [edge.name, edge.newName]));
  const inputs = graph.inputs.map((value, place): PlannedInput => {
    const { name, type = 'float32' } = value;
    const dims = byInput.get(name) ?? [];
    const filled = sources.has(name) ? undefined : follow(hints.values.get(name), type, dims);
    return {
      name,
      feedName: fed.get(name) ?? name,
      type,
      ...(filled ?? fill(graph, value, dims, sources.get(name), place)),
    };
  });
  return { inputs, assumed };
}

function follow(
  hint: Pick<PlannedInput, 'value' | 'type' | 'from'> | undefined,
  type: ElementType,
  dims: readonly number[],
): Pick<PlannedInput, 'value' | 'from' | 'madeUp'> | undefined {
  if (hint?.type !== type || hint.value.dims.join() !== dims.join()) return undefined;
  return { value: hint.value, from: hint.from, madeUp: true };
}

function refuseUnfillable({ name, kind, type }: GraphValue): void {
  if (kind !== 'tensor') {
    const is = kind === 'unknown' ? 'is of a kind not known here' : `is a ${kind}`;
    throw new Refusal('model', `its input "${name}" ${is}; ONNX Runtime for Node takes only tensors`);
  }
  if (type === undefined || carrierOf(type) === undefined) {
    throw new Refusal('model', `its input "${name}" has the type ${type ?? 'unknown'}, which cannot be filled`);
  }
}

function fill(
  graph: OnnxGraph,
  input: GraphValue,
  dims: readonly number[],
  source: Source | undefined,
  place: number,
): Pick<PlannedInput, 'value' | 'from' | 'madeUp'> {
  const { name, type = 'float32' } = input;
  if (source?.kind === 'tensor' || source?.kind === 'raw') {
    try {
      const value = source.kind === 'raw' ? toTensor(source.bytes, type, dims) : toCarrier(source.value, type, dims);
      return { value, from: source.path, madeUp: false };
    } catch (error) {
      const why = messageOf(error);
      throw new Refusal('input', `inputs gives "${name}" the file ${source.path}, which cannot be used: ${why}`);
    }
  }
  const given = source?.recipe === 'default' ? undefined : source?.recipe;
  const recipe = given ?? chooseRecipe(graph, input);
  const value = makeValue(type, dims, recipe, place);
  return { value, from: describeRecipe(recipe), madeUp: given === undefined };
}

function toCarrier(value: TensorValue, type: ElementType, dims: readonly number[]): TensorValue {
  const carrier = carrierOf(type) ?? 'float32';
  if (sizeOf(value.dims) !== sizeOf(dims)) {
    throw new Error(`it holds [${value.dims.join(', ')}], but input-shapes says [${dims.join(', ')}]`);
  }
  return { ...convertNumbers(value, carrier), dims };
}

function toTensor(bytes: Uint8Array, type: ElementType, dims: readonly number[]): TensorValue {
  const carrier = carrierOf(type);
  if (carrier === undefined || carrier === 'string' || carrier !== type) {
    throw new Error(`raw bytes cannot be taken for ${type}; use .npy or .pb`);
  }
  const wanted = sizeOf(dims) * elementBytes(carrier);
  if (bytes.length !== wanted) {
    throw new Error(`it has ${bytes.length} bytes, but ${carrier} [${dims.join(', ')}] needs ${wanted}`);
  }
  return { type: carrier, dims, bytes };
}

/** sha256 over the values alone; the same for equal data of equal layout. */
export function digestValue(value: TensorValue): string {
  const hash = createHash('sha256');
  if (value.type === 'string') hash.update(JSON.stringify(value.words));
  else hash.update(value.bytes);
  return hash.digest('hex').slice(0, 16);
}
