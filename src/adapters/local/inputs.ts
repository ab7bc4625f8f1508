// Fills a model's inputs with seeded data of the right type and shape. Runs in the job's own process.

import type * as Ort from 'onnxruntime-node';
import type { RefusalCode } from './protocol.ts';

/** A model that cannot be executed here, and whose fault that is. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

type Shapes = Readonly<Record<string, readonly number[]>>;
type TensorData = Float32Array | Float64Array | BigInt64Array | BigUint64Array | Int32Array | Uint8Array;

/** Integers are 0 or 1, so that an input used as an index stays inside any table. */
const MAKERS: Readonly<Record<string, (size: number, random: () => number) => TensorData | IntArray>> = {
  float32: (size, random) => Float32Array.from({ length: size }, random),
  float64: (size, random) => Float64Array.from({ length: size }, random),
  float16: (size, random) => Uint16Array.from({ length: size }, () => halfOf(random())),
  int64: (size, random) => BigInt64Array.from({ length: size }, () => BigInt(bit(random))),
  uint64: (size, random) => BigUint64Array.from({ length: size }, () => BigInt(bit(random))),
  int32: (size, random) => Int32Array.from({ length: size }, () => bit(random)),
  uint32: (size, random) => Uint32Array.from({ length: size }, () => bit(random)),
  int16: (size, random) => Int16Array.from({ length: size }, () => bit(random)),
  uint16: (size, random) => Uint16Array.from({ length: size }, () => bit(random)),
  int8: (size, random) => Int8Array.from({ length: size }, () => bit(random)),
  uint8: (size, random) => Uint8Array.from({ length: size }, () => bit(random)),
  bool: (size, random) => Uint8Array.from({ length: size }, () => bit(random)),
};

type IntArray = Int8Array | Int16Array | Uint16Array | Uint32Array;

/** Tensors for every input of the session. Throws a Refusal that names the input which cannot be filled. */
export function makeFeeds(ort: typeof Ort, session: Ort.InferenceSession, shapes: Shapes): Record<string, Ort.Tensor> {
  const unknown = Object.keys(shapes).find((name) => !session.inputNames.includes(name));
  if (unknown !== undefined) {
    throw new Refusal(
      'input',
      `input-shapes names the input "${unknown}", which the model does not have; it has: ${session.inputNames.join(', ')}`,
    );
  }
  const random = createRandom(0x1a7e9c);
  return Object.fromEntries(
    session.inputMetadata.map((meta) => [meta.name, makeTensor(ort, meta, shapes[meta.name], random)]),
  );
}

function makeTensor(
  ort: typeof Ort,
  meta: Ort.InferenceSession.ValueMetadata,
  wanted: readonly number[] | undefined,
  random: () => number,
): Ort.Tensor {
  const make = meta.isTensor ? MAKERS[meta.type] : undefined;
  if (!meta.isTensor || make === undefined) {
    const type = meta.isTensor ? meta.type : 'not a tensor';
    throw new Refusal(
      'model',
      `its input "${meta.name}" has the type ${type}, which cannot be filled; fillable are: ${Object.keys(MAKERS).join(', ')}`,
    );
  }
  const shape = resolveShape(meta.name, meta.shape, wanted);
  const size = shape.reduce((product, dim) => product * dim, 1);
  return new ort.Tensor(meta.type, make(size, random) as Float32Array, shape);
}

function resolveShape(
  name: string,
  declared: readonly (number | string)[],
  wanted: readonly number[] | undefined,
): readonly number[] {
  if (wanted === undefined) return declared.map((dim) => (typeof dim === 'number' ? dim : 1));
  const fits =
    wanted.length === declared.length && declared.every((dim, i) => typeof dim === 'string' || dim === wanted[i]);
  if (!fits) {
    throw new Refusal(
      'input',
      `input-shapes gives "${name}" [${wanted.join(', ')}], but the model wants [${declared.join(', ')}]`,
    );
  }
  return wanted;
}

/** Mulberry32: the same inputs in every process and on every machine. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function bit(random: () => number): number {
  return random() < 0.5 ? 0 : 1;
}

/** IEEE half precision of a number from 0 to 1, by rounding its mantissa down. */
function halfOf(value: number): number {
  if (value < 2 ** -14) return 0;
  const exponent = Math.floor(Math.log2(value));
  return ((exponent + 15) << 10) | Math.floor((value / 2 ** exponent - 1) * 1024);
}
