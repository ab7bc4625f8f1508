// Reads a tensor as ONNX writes it: the `.pb` files of its test suite, and `onnx.numpy_helper.from_array`.

import { PbfReader } from 'pbf';
import { encodeNumbers, fromMinifloat, type Minifloat } from './numbers.ts';
import { type CarriedType, carrierOf, type ElementType, sizeOf, type TensorValue, typeOfCode } from './types.ts';

interface Reading {
  dims: number[];
  code: number;
  name: string;
  raw: Uint8Array | undefined;
  numbers: (number | bigint)[];
  words: string[];
  external: boolean;
}

/** Field numbers of TensorProto. */
const FIELD = { dims: 1, type: 2, floats: 4, ints: 5, strings: 6, longs: 7, name: 8, raw: 9, doubles: 10, ulongs: 11 };
const EXTERNAL = 13;

export interface NamedTensor {
  /** As the file names it; often empty. */
  readonly name: string;
  /** The type in the file; `value` carries it in the type that can be handed over. */
  readonly type: ElementType;
  readonly value: TensorValue;
}

/** Throws an Error whose message says what is wrong with the bytes. */
export function readTensorProto(bytes: Uint8Array): NamedTensor {
  const reading: Reading = { dims: [], code: 0, name: '', raw: undefined, numbers: [], words: [], external: false };
  const pbf = new PbfReader(bytes);
  pbf.readFields(readField, reading);
  if (pbf.pos !== bytes.length) throw new Error('it ends in the middle of a field: is it truncated?');
  const type = typeOfCode(reading.code);
  if (type === undefined) throw new Error(`it has no element type known here (${reading.code}): is it a TensorProto?`);
  if (reading.external) throw new Error('it keeps its data in another file');
  return { name: reading.name, type, value: toValue(type, reading) };
}

function readField(tag: number, reading: Reading, pbf: PbfReader): void {
  if (tag === FIELD.dims) pbf.readPackedVarint(reading.dims, true);
  else if (tag === FIELD.type) reading.code = pbf.readVarint();
  else if (tag === FIELD.name) reading.name = pbf.readString();
  else if (tag === FIELD.raw) reading.raw = pbf.readBytes();
  else if (tag === FIELD.strings) reading.words.push(new TextDecoder().decode(pbf.readBytes()));
  else if (tag === FIELD.floats) pbf.readPackedFloat(asNumbers(reading));
  else if (tag === FIELD.doubles) pbf.readPackedDouble(asNumbers(reading));
  else if (tag === FIELD.ints) pbf.readPackedVarint(asNumbers(reading), true);
  else if (tag === FIELD.longs || tag === FIELD.ulongs) reading.numbers.push(...readLongs(pbf));
  else if (tag === EXTERNAL) reading.external = true;
}

function asNumbers(reading: Reading): number[] {
  return reading.numbers as number[];
}

/** Varints of 64 bits, which lose their last digits as plain numbers. */
function readLongs(pbf: PbfReader): bigint[] {
  const packed = pbf.type === 2;
  const end = packed ? pbf.readVarint() + pbf.pos : pbf.pos + 1;
  const longs: bigint[] = [];
  while (pbf.pos < end) {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = pbf.buf[pbf.pos] ?? 0;
      pbf.pos += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    longs.push(value);
  }
  return longs;
}

function toValue(type: ElementType, { dims, raw, numbers, words }: Reading): TensorValue {
  const size = sizeOf(dims);
  if (type === 'string') return { type, dims, words: takeExactly(words, size) };
  const carrier = carrierOf(type);
  if (carrier === undefined || carrier === 'string') throw new Error(`it holds ${type}, which cannot be handed over`);
  if (type === carrier) {
    if (raw !== undefined) return { type: carrier, dims, bytes: raw };
    // Half precision without raw data is kept as its bits.
    const stored = type === 'float16' ? 'uint16' : carrier;
    return { type: carrier, dims, bytes: encodeStored(stored, takeExactly(numbers, size)) };
  }
  const bits = raw === undefined ? numbers.map(Number) : [...unpack(type, raw)];
  const decoded = isPacked(type) && raw === undefined ? unpack(type, Uint8Array.from(bits)) : bits;
  const values = takeExactly(decoded.slice(0, size), size).map((value) => fromBits(type, value));
  return { type: carrier, dims, bytes: encodeStored(carrier, values) };
}

function encodeStored(type: Exclude<CarriedType, 'string'>, values: readonly (number | bigint)[]): Uint8Array {
  const signed = (value: number | bigint) => (type === 'int64' ? BigInt.asIntN(64, BigInt(value)) : value);
  return encodeNumbers(type, values.length, (index) => signed(values[index] ?? 0));
}

function takeExactly<T>(values: readonly T[], size: number): readonly T[] {
  if (values.length !== size) throw new Error(`it has ${values.length} values for a shape of ${size}`);
  return values;
}

const BITS: Readonly<Record<string, number>> = { float4e2m1: 4, uint4: 4, int4: 4, uint2: 2, int2: 2 };

function isPacked(type: ElementType): boolean {
  return type in BITS;
}

/** The bits of each element; several share a byte where they are smaller than one. */
function unpack(type: ElementType, raw: Uint8Array): number[] {
  if (type === 'bfloat16') return Array.from(raw.subarray(0, raw.length / 2), (_, i) => le16(raw, i * 2));
  const bits = BITS[type];
  if (bits === undefined) return [...raw];
  const places = Array.from({ length: 8 / bits }, (_, place) => place * bits);
  return [...raw].flatMap((byte) => places.map((shift) => (byte >> shift) & (2 ** bits - 1)));
}

function le16(raw: Uint8Array, offset: number): number {
  return (raw[offset] ?? 0) | ((raw[offset + 1] ?? 0) << 8);
}

const MINIFLOATS: Readonly<Record<string, Minifloat>> = {
  bfloat16: { exponentBits: 8, mantissaBits: 7, bias: 127, infinite: true },
  float8e5m2: { exponentBits: 5, mantissaBits: 2, bias: 15, infinite: true },
  float8e5m2fnuz: { exponentBits: 5, mantissaBits: 2, bias: 16, infinite: false, nan: (bits) => bits === 0x80 },
  float8e4m3fn: { exponentBits: 4, mantissaBits: 3, bias: 7, infinite: false, nan: (bits) => (bits & 0x7f) === 0x7f },
  float8e4m3fnuz: { exponentBits: 4, mantissaBits: 3, bias: 8, infinite: false, nan: (bits) => bits === 0x80 },
  float4e2m1: { exponentBits: 2, mantissaBits: 1, bias: 1, infinite: false },
};

function fromBits(type: ElementType, bits: number): number {
  const format = MINIFLOATS[type];
  if (format !== undefined) return fromMinifloat(bits, format);
  if (type === 'float8e8m0') return bits === 255 ? Number.NaN : 2 ** (bits - 127);
  const width = BITS[type] ?? 8;
  return type.startsWith('int') && bits >= 2 ** (width - 1) ? bits - 2 ** width : bits;
}
