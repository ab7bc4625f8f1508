// Decodes tflite-op-profile.pb: BenchmarkProfilingData of TensorFlow's profiling_info.proto (proto2).

import { PbfReader } from 'pbf';
import type { Layer } from '../../domain/job.ts';

/** One operator with its average time in whole microseconds. */
interface Operation {
  name: string;
  type: string;
  averageUs: number;
}

/** Compute units by what an operator's type says of its delegate; every other operator is the CPU's. */
const DELEGATES: readonly (readonly [unit: string, type: RegExp])[] = [
  ['GPU', /gpu/i],
  ['NPU', /nnapi|hexagon|coreml|edgetpu|qnn|neuron/i],
];
/** A real model has thousands of operators at most; more is an attack on memory. */
const MOST_OPERATIONS = 100_000;

/**
 * All operators of the run-time profile's subgraphs, in order. `onGpu`: the log says that a GPU delegate was applied,
 * whose operators bear names that begin with `Delegate/`. Throws an Error that says what is wrong.
 */
export function decodeOpProfile(bytes: Uint8Array, onGpu = false): readonly Layer[] {
  const operations: Operation[] = [];
  const pbf = new PbfReader(bytes);
  pbf.readFields((tag, into, reader) => {
    if (tag === 3) readInside(reader, readProfile, into);
  }, operations);
  if (pbf.pos !== bytes.length) throw new Error('the operator profile is truncated');
  if (operations.length === 0) throw new Error('the operator profile holds no operator');
  return operations.map(({ name, type, averageUs }) => ({
    name,
    operator: type,
    unit: unitOf(type, name, onGpu),
    timeMs: averageUs / 1000,
  }));
}

/** As the official client tells them, so that counts of layers stay comparable. */
function unitOf(type: string, name: string, onGpu: boolean): string {
  const named = DELEGATES.find(([, pattern]) => pattern.test(type))?.[0];
  return named ?? (onGpu && name.startsWith('Delegate/') ? 'GPU' : 'CPU');
}

type MessageReader<T> = (tag: number, into: T, reader: PbfReader) => void;

/** ModelProfilingData: subgraphs only; delegates profile the same operators a second time. */
function readProfile(tag: number, operations: Operation[], reader: PbfReader): void {
  if (tag === 1) readInside(reader, readSubgraph, operations);
}

function readSubgraph(tag: number, operations: Operation[], reader: PbfReader): void {
  if (tag !== 3) return;
  if (operations.length >= MOST_OPERATIONS) throw new Error('the operator profile holds too many operators');
  const operation: Operation = { name: '', type: '', averageUs: 0 };
  readInside(reader, readOperation, operation);
  operations.push(operation);
}

function readOperation(tag: number, operation: Operation, reader: PbfReader): void {
  if (tag === 1) operation.type = reader.readString();
  else if (tag === 2) readInside(reader, readStatistics, operation);
  else if (tag === 5) operation.name = reader.readString();
}

/** OpProfilingStat: only `avg`. */
function readStatistics(tag: number, operation: Operation, reader: PbfReader): void {
  if (tag === 3) operation.averageUs = reader.readVarint(true);
}

function readInside<T>(reader: PbfReader, read: MessageReader<T>, into: T): void {
  const start = reader.pos;
  if (reader.readVarint() + reader.pos > reader.length) throw new Error('the operator profile is truncated');
  reader.pos = start;
  reader.readMessage(read, into);
}
