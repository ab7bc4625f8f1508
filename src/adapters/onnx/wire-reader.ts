// Reads protobuf's wire format field by field from a file that may be larger than memory: what is skipped is not read.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Bytes that can be read at any place. */
export interface ByteSource {
  readonly length: number;
  /** The bytes from there on; fewer than asked for at the end. */
  read(offset: number, length: number): Uint8Array;
}

/** One field: for numbers `value`, for everything with a length the place of its bytes. */
export interface WireField {
  readonly number: number;
  /** Of a varint, exact up to 2^53; NaN of other fields. */
  readonly value: number;
  readonly start: number;
  readonly end: number;
  readonly hasLength: boolean;
}

const TRUNCATED = 'it ends in the middle of a field: the file is truncated';
const WINDOW = 1 << 14;
const LONGEST_VARINT = 10;

export function fromBytes(bytes: Uint8Array): ByteSource {
  return { length: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** Opens a file for `use`, keeping one window of it in memory at a time. */
export function withFileSource<T>(path: string, use: (source: ByteSource) => T): T {
  const descriptor = openSync(path, 'r');
  try {
    const { size } = fstatSync(descriptor);
    let window = new Uint8Array(0);
    let start = 0;
    return use({
      length: size,
      read(offset, length) {
        if (offset < start || offset + length > start + window.length) {
          const bytes = new Uint8Array(Math.max(WINDOW, length));
          window = bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, offset));
          start = offset;
        }
        return window.subarray(offset - start, offset - start + length);
      },
    });
  } finally {
    closeSync(descriptor);
  }
}

/** The fields of the message that lies from `start` to `end`. Throws an Error where the bytes are no protobuf. */
export function* readFields(source: ByteSource, start = 0, end = source.length): Generator<WireField> {
  let at = start;
  while (at < end) {
    const tag = readVarint(source, at, end);
    const number = Math.floor(tag.value / 8);
    if (number < 1 || number >= 2 ** 29) throw new Error('it is not protobuf: a field has an impossible number');
    const field = readField(source, tag.next, end, number, tag.value % 8);
    yield field.field;
    at = field.next;
  }
}

function readField(source: ByteSource, at: number, end: number, number: number, type: number) {
  if (type === 0) {
    const { value, next } = readVarint(source, at, end);
    return { field: { number, value, start: at, end: next, hasLength: false }, next };
  }
  const length = type === 2 ? readVarint(source, at, end) : { value: type === 1 ? 8 : 4, next: at };
  if (type !== 1 && type !== 2 && type !== 5) throw new Error(`it is not protobuf: a field has the wire type ${type}`);
  const next = length.next + length.value;
  if (next > end) throw new Error(TRUNCATED);
  return { field: { number, value: Number.NaN, start: length.next, end: next, hasLength: type === 2 }, next };
}

function readVarint(source: ByteSource, at: number, end: number): { value: number; next: number } {
  const bytes = source.read(at, Math.min(LONGEST_VARINT, end - at));
  let value = 0;
  for (const [index, byte] of bytes.entries()) {
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, next: at + index + 1 };
  }
  throw new Error(bytes.length < LONGEST_VARINT ? TRUNCATED : 'it is not protobuf: a number has more than ten bytes');
}
