// Numbers to the little-endian bytes of a type and back. Whole numbers of 64 bits stay exact as bigint.

import type { CarriedType } from './types.ts';

type NumericType = Exclude<CarriedType, 'string'>;

interface Layout {
  readonly bytes: number;
  readonly read: (view: DataView, offset: number) => number | bigint;
  readonly write: (view: DataView, offset: number, value: number | bigint) => void;
}

const LAYOUTS: Readonly<Record<NumericType, Layout>> = {
  float32: layout(
    4,
    (v, o) => v.getFloat32(o, true),
    (v, o, n) => v.setFloat32(o, Number(n), true),
  ),
  float64: layout(
    8,
    (v, o) => v.getFloat64(o, true),
    (v, o, n) => v.setFloat64(o, Number(n), true),
  ),
  float16: layout(
    2,
    (v, o) => fromHalf(v.getUint16(o, true)),
    (v, o, n) => v.setUint16(o, toHalf(Number(n)), true),
  ),
  uint8: layout(
    1,
    (v, o) => v.getUint8(o),
    (v, o, n) => v.setUint8(o, Number(n)),
  ),
  int8: layout(
    1,
    (v, o) => v.getInt8(o),
    (v, o, n) => v.setInt8(o, Number(n)),
  ),
  bool: layout(
    1,
    (v, o) => v.getUint8(o),
    (v, o, n) => v.setUint8(o, n === 0 || n === 0n ? 0 : 1),
  ),
  uint16: layout(
    2,
    (v, o) => v.getUint16(o, true),
    (v, o, n) => v.setUint16(o, Number(n), true),
  ),
  int16: layout(
    2,
    (v, o) => v.getInt16(o, true),
    (v, o, n) => v.setInt16(o, Number(n), true),
  ),
  uint32: layout(
    4,
    (v, o) => v.getUint32(o, true),
    (v, o, n) => v.setUint32(o, Number(n), true),
  ),
  int32: layout(
    4,
    (v, o) => v.getInt32(o, true),
    (v, o, n) => v.setInt32(o, Number(n), true),
  ),
  uint64: layout(
    8,
    (v, o) => v.getBigUint64(o, true),
    (v, o, n) => v.setBigUint64(o, BigInt(n), true),
  ),
  int64: layout(
    8,
    (v, o) => v.getBigInt64(o, true),
    (v, o, n) => v.setBigInt64(o, BigInt(n), true),
  ),
};

function layout(bytes: number, read: Layout['read'], write: Layout['write']): Layout {
  return { bytes, read, write };
}

/** Bytes of one element. */
export function elementBytes(type: NumericType): number {
  return LAYOUTS[type].bytes;
}

/** `size` elements, made one after the other. */
export function encodeNumbers(type: NumericType, size: number, make: (index: number) => number | bigint): Uint8Array {
  const { bytes, write } = LAYOUTS[type];
  const out = new Uint8Array(size * bytes);
  const view = new DataView(out.buffer);
  for (let index = 0; index < size; index += 1) write(view, index * bytes, make(index));
  return out;
}

export function decodeNumbers(type: NumericType, data: Uint8Array): (number | bigint)[] {
  const { bytes, read } = LAYOUTS[type];
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: Math.floor(data.byteLength / bytes) }, (_, index) => read(view, index * bytes));
}

/** IEEE half precision, rounded to the nearest, ties to even. */
function toHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  const exponent = size < 2 ** -14 ? -14 : Math.floor(Math.log2(size));
  const mantissa = roundToEven((size / 2 ** exponent) * 1024);
  return sign + (size < 2 ** -14 ? mantissa : (exponent + 14) * 1024 + mantissa);
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

function fromHalf(bits: number): number {
  return fromMinifloat(bits, { exponentBits: 5, mantissaBits: 10, bias: 15, infinite: true });
}

export interface Minifloat {
  readonly exponentBits: number;
  readonly mantissaBits: number;
  readonly bias: number;
  /** Whether the highest exponent means infinity and NaN. */
  readonly infinite: boolean;
  /** Bits that are NaN where that is no IEEE format. */
  readonly nan?: (bits: number) => boolean;
}

/** The value of a small floating-point number: sign, exponent, mantissa. */
export function fromMinifloat(bits: number, format: Minifloat): number {
  if (format.nan?.(bits) === true) return Number.NaN;
  const { exponentBits, mantissaBits, bias, infinite } = format;
  const mantissa = bits & (2 ** mantissaBits - 1);
  const exponent = (bits >> mantissaBits) & (2 ** exponentBits - 1);
  const sign = (bits >> (mantissaBits + exponentBits)) & 1 ? -1 : 1;
  if (infinite && exponent === 2 ** exponentBits - 1) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : NaN;
  const fraction = mantissa / 2 ** mantissaBits;
  return exponent === 0 ? sign * fraction * 2 ** (1 - bias) : sign * (1 + fraction) * 2 ** (exponent - bias);
}
