// Decodes tflite-op-profile.pb: BenchmarkProfilingData of TensorFlow's profiling_info.proto (proto2).

import { PbfReader } from 'pbf';
import type { Layer } from '../../domain/job.ts';

/** One operator with its average time in whole microseconds. */
interface Operation {
  name: string;
  type: string;
  averageUs: number;
}

/** The official client counts every operator as the CPU's; so do we, to stay comparable. */
const COMPUTE_UNIT = 'CPU';
/** A real model has thousands of operators at most; more is an attack on memory. */
const MOST_OPERATIONS = 100_000;

/** All operators of the run-time profile's subgraphs, in order. Throws an Error that says what is wrong. */
export function decodeOpProfile(bytes: Uint8Array): readonly Layer[] {
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
    unit: COMPUTE_UNIT,
    timeMs: averageUs / 1000,
  }));
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
