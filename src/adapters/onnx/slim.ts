// An ONNX model without its weights: the same message, but for the data of its tensors. Small enough to be parsed whole
// whatever the size of the model, since what is left out is never read.

import { PbfWriter } from 'pbf';
import { type ByteSource, readFields, type WireField } from './wire-reader.ts';

type Message = 'model' | 'graph' | 'node' | 'attribute' | 'tensor';

/** Fields of onnx.proto that lead to tensors. */
const INSIDE: Readonly<Record<Message, Readonly<Record<number, Message>>>> = {
  model: { 7: 'graph' },
  graph: { 1: 'node', 5: 'tensor' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph' },
  tensor: {},
};

/** Longer fields of a tensor are its data. */
const LONGEST_OF_TENSOR = 1 << 12;
const SMALL = 1 << 16;

/** Throws an Error where the bytes are no protobuf. */
export function readSlim(source: ByteSource): Uint8Array {
  return slim(source, 'model', 0, source.length);
}

function slim(source: ByteSource, message: Message, start: number, end: number): Uint8Array {
  const out = new PbfWriter();
  for (const field of readFields(source, start, end)) {
    const inner = INSIDE[message][field.number];
    const length = field.end - field.start;
    if (inner !== undefined && field.hasLength && (message === 'model' || inner === 'tensor' || length > SMALL)) {
      out.writeBytesField(field.number, slim(source, inner, field.start, field.end));
    } else if (message !== 'tensor' || length <= LONGEST_OF_TENSOR) copy(source, field, out);
  }
  return out.finish();
}

function copy(source: ByteSource, { number, value, start, end, hasLength }: WireField, out: PbfWriter): void {
  if (hasLength) out.writeBytesField(number, source.read(start, end - start));
  else if (!Number.isNaN(value)) out.writeVarintField(number, value);
  // Floats, whose wire type is none of these, tell nothing here.
}
