// Reads arrays as NumPy keeps them: one in a `.npy` file, several by name in an `.npz` archive.
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

import { readEntries } from '../files/unzip.ts';
import { decodeNumbers, elementBytes, encodeNumbers } from './numbers.ts';
import { type CarriedType, sizeOf, type TensorValue } from './types.ts';

const MAGIC = '\u0093NUMPY';

const TYPES: Readonly<Record<string, Exclude<CarriedType, 'string'>>> = {
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  u8: 'uint64',
  b1: 'bool',
};

/** Throws an Error whose message says what is wrong with the bytes. */
export function readNpy(bytes: Uint8Array): TensorValue {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.toString('latin1', 0, 6) !== MAGIC) throw new Error('it does not begin as a .npy file does');
  const wide = (buffer[6] ?? 1) >= 2;
  const start = wide ? 12 : 10;
  const end = start + (wide ? buffer.readUInt32LE(8) : buffer.readUInt16LE(8));
  const header = buffer.toString('latin1', start, end);
  const descr = /'descr':\s*'([<>|=]?)([a-zA-Z])(\d+)'/.exec(header);
  if (descr === null) throw new Error(`its elements are no plain numbers or words: ${header.trim().slice(0, 80)}`);
  const [, order = '', kind = '', width = ''] = descr;
  const dims = (/'shape':\s*\(([^)]*)\)/.exec(header)?.[1] ?? '').split(',').filter(Boolean).map(Number);
  const data = buffer.subarray(end);
  if (/'fortran_order':\s*True/.test(header) && dims.length > 1) {
    throw new Error('it is kept in Fortran order; save np.ascontiguousarray(array) instead');
  }
  if (kind === 'U' || kind === 'S') return { type: 'string', dims, words: readWords(data, kind, Number(width), dims) };
  const type = TYPES[`${kind}${width}`];
  if (type === undefined) throw new Error(`its elements have the type ${kind}${width}, which no model takes`);
  const length = sizeOf(dims) * elementBytes(type);
  if (data.length < length) throw new Error(`it holds ${data.length} bytes of ${length}: it is truncated`);
  const exact = Uint8Array.from(data.subarray(0, length));
  return { type, dims, bytes: order === '>' ? swapBytes(exact, elementBytes(type)) : exact };
}

/** The arrays of an archive by name. */
export async function readNpz(bytes: Uint8Array): Promise<ReadonlyMap<string, TensorValue>> {
  const arrays = new Map<string, TensorValue>();
  for (const [name, data] of await readEntries(Buffer.from(bytes))) {
    if (name.endsWith('.npy')) arrays.set(name.slice(0, -'.npy'.length), readNpy(data));
  }
  return arrays;
}

function swapBytes(bytes: Uint8Array, width: number): Uint8Array {
  for (let start = 0; start < bytes.length; start += width) bytes.subarray(start, start + width).reverse();
  return bytes;
}

/** NumPy pads words with zeros to the longest. */
function readWords(data: Buffer, kind: string, width: number, dims: readonly number[]): string[] {
  const bytes = kind === 'U' ? width * 4 : width;
  return Array.from({ length: sizeOf(dims) }, (_, index) => {
    const word = data.subarray(index * bytes, (index + 1) * bytes);
    if (kind === 'S') return word.toString('utf8').replace(/\0+$/, '');
    const points = Array.from({ length: width }, (_unused, place) => word.readUInt32LE(place * 4));
    return String.fromCodePoint(...points.filter((point) => point !== 0));
  });
}

/** The same numbers in another type; throws where one would lose its fraction or leave the type's range. */
export function convertNumbers(value: TensorValue, type: CarriedType): TensorValue {
  if (value.type === type) return value;
  if (value.type === 'string' || type === 'string') throw new Error(`it holds ${value.type}, the model wants ${type}`);
  const floating = type.startsWith('float');
  const numbers = decodeNumbers(value.type, value.bytes);
  if (!floating && value.type.startsWith('float')) throw new Error(`it holds ${value.type}, the model wants ${type}`);
  const bytes = encodeNumbers(type, numbers.length, (index) => numbers[index] ?? 0);
  // Numbers and bigints of the same value are written the same.
  const changed = floating ? -1 : decodeNumbers(type, bytes).findIndex((number, i) => `${number}` !== `${numbers[i]}`);
  if (changed >= 0) throw new Error(`it holds ${numbers[changed]}, which is no ${type}`);
  return { type, dims: value.dims, bytes };
}
