// Reads just enough of an ONNX file to know that it is one and which other files belong to it. Nothing is executed, and
// weights are passed over unread: memory does not grow with the model.

import { type ByteSource, readFields, type WireField } from './wire-reader.ts';

/** What the file says of itself. */
export interface OnnxOutline {
  readonly irVersion: number;
  readonly nodes: number;
  /** Tensors whose data lie in other files. */
  readonly external: readonly ExternalData[];
}

/** Where a tensor's data lie, as the file says; nothing of it is checked yet. */
export interface ExternalData {
  readonly location: string;
  /** Bytes; undefined: from the start, and to the end of the file. */
  readonly offset: string | undefined;
  readonly length: string | undefined;
}

interface Reading {
  readonly source: ByteSource;
  irVersion: number;
  nodes: number;
  graphs: number;
  operatorSets: number;
  readonly external: ExternalData[];
}

type Read = (field: WireField, reading: Reading, depth: number) => void;

/** Field numbers of onnx.proto that lead to nodes, tensors and their external data. */
const MODEL = { irVersion: 1, graph: 7, operatorSet: 8, functions: 25 } as const;
const GRAPH = { node: 1, initializer: 5, sparseInitializer: 15 } as const;
const NODE_ATTRIBUTE = 5;
const FUNCTION_NODE = 7;
const ATTRIBUTE = { tensor: 5, graph: 6, tensors: 10, graphs: 11, sparseTensor: 22, sparseTensors: 23 } as const;
const SPARSE_TENSOR = { values: 1, indices: 2 } as const;
const TENSOR_EXTERNAL_DATA = 13;

/** Graphs lie inside of nodes of graphs; real models stay below ten. */
const DEEPEST = 100;
/** Names of files and the numbers beside them. */
const LONGEST_TEXT = 4096;
const MOST_EXTERNAL = 1_000_000;

/** Parses a ModelProto; throws an Error whose message says what is wrong with the bytes. */
export function outlineOnnx(source: ByteSource): OnnxOutline {
  const reading: Reading = { source, irVersion: 0, nodes: 0, graphs: 0, operatorSets: 0, external: [] };
  for (const field of readFields(source)) readModel(field, reading, 0);
  if (reading.irVersion < 1 || reading.graphs === 0) throw new Error('it has no ONNX version or no graph');
  if (reading.nodes === 0) throw new Error('its graph has no nodes');
  if (reading.operatorSets === 0) throw new Error('it names no operator set: is it truncated?');
  const { irVersion, nodes, external } = reading;
  return { irVersion, nodes, external };
}

const readModel: Read = (field, reading, depth) => {
  if (field.number === MODEL.irVersion) reading.irVersion = field.value;
  else if (field.number === MODEL.graph) {
    reading.graphs += 1;
    readInside(field, readGraph, reading, depth);
  } else if (field.number === MODEL.operatorSet) reading.operatorSets += 1;
  else if (field.number === MODEL.functions) readInside(field, readFunction, reading, depth);
};

const readGraph: Read = (field, reading, depth) => {
  if (field.number === GRAPH.node) {
    reading.nodes += 1;
    readInside(field, readNode, reading, depth);
  } else if (field.number === GRAPH.initializer) readTensor(field, reading);
  else if (field.number === GRAPH.sparseInitializer) readInside(field, readSparseTensor, reading, depth);
};

const readFunction: Read = (field, reading, depth) => {
  if (field.number === FUNCTION_NODE) readInside(field, readNode, reading, depth);
};

const readNode: Read = (field, reading, depth) => {
  if (field.number === NODE_ATTRIBUTE) readInside(field, readAttribute, reading, depth);
};

const readAttribute: Read = (field, reading, depth) => {
  const { number } = field;
  if (number === ATTRIBUTE.graph || number === ATTRIBUTE.graphs) readInside(field, readGraph, reading, depth);
  else if (number === ATTRIBUTE.tensor || number === ATTRIBUTE.tensors) readTensor(field, reading);
  else if (number === ATTRIBUTE.sparseTensor || number === ATTRIBUTE.sparseTensors)
    readInside(field, readSparseTensor, reading, depth);
};

const readSparseTensor: Read = (field, reading) => {
  const { number } = field;
  if (number === SPARSE_TENSOR.values || number === SPARSE_TENSOR.indices) readTensor(field, reading);
};

function readInside(field: WireField, read: Read, reading: Reading, depth: number): void {
  if (depth >= DEEPEST) throw new Error(`its graphs lie more than ${DEEPEST} deep in each other`);
  for (const inner of fieldsOf(field, reading)) read(inner, reading, depth + 1);
}

function fieldsOf({ hasLength, start, end }: WireField, { source }: Reading): Generator<WireField> {
  if (!hasLength) throw new Error('it is not ONNX: a part of it has the wrong type');
  return readFields(source, start, end);
}

/** Finds `location`, `offset` and `length` among the string pairs of one tensor. */
function readTensor(tensor: WireField, reading: Reading): void {
  const { source, external } = reading;
  const pairs = new Map<string, string>();
  for (const field of fieldsOf(tensor, reading)) {
    if (field.number !== TENSOR_EXTERNAL_DATA || !field.hasLength) continue;
    const [key, value] = readPair(source, field);
    pairs.set(key, value);
  }
  const location = pairs.get('location');
  if (location === undefined) return;
  if (external.length >= MOST_EXTERNAL) throw new Error(`it has more than ${MOST_EXTERNAL} tensors in other files`);
  external.push({ location, offset: pairs.get('offset'), length: pairs.get('length') });
}

function readPair(source: ByteSource, { start, end }: WireField): readonly [key: string, value: string] {
  const texts = new Map<number, string>();
  for (const field of readFields(source, start, end)) {
    const length = field.end - field.start;
    if (length > LONGEST_TEXT) throw new Error(`it names external data by ${length} characters`);
    if (field.hasLength) texts.set(field.number, Buffer.from(source.read(field.start, length)).toString('utf8'));
  }
  return [texts.get(1) ?? '', texts.get(2) ?? ''];
}
