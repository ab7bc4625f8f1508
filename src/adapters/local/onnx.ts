// Reads just enough of an ONNX file to know that it is one and which other files belong to it. Nothing is executed.

import { PbfReader } from 'pbf';

/** What the file says of itself. */
export interface OnnxOutline {
  readonly irVersion: number;
  readonly nodes: number;
  /** Locations of external data as the file names them, each once. */
  readonly externalFiles: readonly string[];
}

interface Reading {
  irVersion: number;
  nodes: number;
  graphs: number;
  operatorSets: number;
  external: Set<string>;
}

/** Field numbers of onnx.proto that lead to nodes, tensors and their external data. */
const MODEL = { irVersion: 1, graph: 7, operatorSet: 8, functions: 25 } as const;
const GRAPH = { node: 1, initializer: 5, sparseInitializer: 15 } as const;
const NODE_ATTRIBUTE = 5;
const FUNCTION_NODE = 7;
const ATTRIBUTE = { tensor: 5, graph: 6, tensors: 10, graphs: 11, sparseTensor: 22, sparseTensors: 23 } as const;
const SPARSE_TENSOR = { values: 1, indices: 2 } as const;
const TENSOR_EXTERNAL_DATA = 13;

/** Parses a ModelProto; throws an Error whose message says what is wrong with the bytes. */
export function outlineOnnx(bytes: Uint8Array): OnnxOutline {
  const reading: Reading = { irVersion: 0, nodes: 0, graphs: 0, operatorSets: 0, external: new Set() };
  const pbf = new PbfReader(bytes);
  pbf.readFields(readModel, reading);
  if (pbf.pos !== bytes.length) throw new Error('it ends in the middle of a field: the file is truncated');
  if (reading.irVersion < 1 || reading.graphs === 0) throw new Error('it has no ONNX version or no graph');
  if (reading.nodes === 0) throw new Error('its graph has no nodes');
  if (reading.operatorSets === 0) throw new Error('it names no operator set: is it truncated?');
  const { irVersion, nodes, external } = reading;
  return { irVersion, nodes, externalFiles: [...external] };
}

function readModel(tag: number, reading: Reading, pbf: PbfReader): void {
  if (tag === MODEL.irVersion) reading.irVersion = pbf.readVarint();
  else if (tag === MODEL.graph) {
    reading.graphs += 1;
    readInside(pbf, readGraph, reading);
  } else if (tag === MODEL.operatorSet) reading.operatorSets += 1;
  else if (tag === MODEL.functions) readInside(pbf, readFunction, reading);
}

function readGraph(tag: number, reading: Reading, pbf: PbfReader): void {
  if (tag === GRAPH.node) {
    reading.nodes += 1;
    readInside(pbf, readNode, reading);
  } else if (tag === GRAPH.initializer) readInside(pbf, readTensor, reading);
  else if (tag === GRAPH.sparseInitializer) readInside(pbf, readSparseTensor, reading);
}

function readFunction(tag: number, reading: Reading, pbf: PbfReader): void {
  if (tag === FUNCTION_NODE) readInside(pbf, readNode, reading);
}

function readNode(tag: number, reading: Reading, pbf: PbfReader): void {
  if (tag === NODE_ATTRIBUTE) readInside(pbf, readAttribute, reading);
}

function readAttribute(tag: number, reading: Reading, pbf: PbfReader): void {
  if (tag === ATTRIBUTE.graph || tag === ATTRIBUTE.graphs) readInside(pbf, readGraph, reading);
  else if (tag === ATTRIBUTE.tensor || tag === ATTRIBUTE.tensors) readInside(pbf, readTensor, reading);
  else if (tag === ATTRIBUTE.sparseTensor || tag === ATTRIBUTE.sparseTensors)
    readInside(pbf, readSparseTensor, reading);
}

function readSparseTensor(tag: number, reading: Reading, pbf: PbfReader): void {
  if (tag === SPARSE_TENSOR.values || tag === SPARSE_TENSOR.indices) readInside(pbf, readTensor, reading);
}

function readTensor(tag: number, reading: Reading, pbf: PbfReader): void {
  if (tag !== TENSOR_EXTERNAL_DATA) return;
  const entry = { key: '', value: '' };
  pbf.readMessage((field, into, inner) => {
    if (field === 1) into.key = inner.readString();
    if (field === 2) into.value = inner.readString();
  }, entry);
  if (entry.key === 'location') reading.external.add(entry.value);
}

/** Reads a nested message; one that claims more bytes than there are is a truncated file. */
function readInside(pbf: PbfReader, read: typeof readModel, reading: Reading): void {
  const start = pbf.pos;
  const end = pbf.readVarint() + pbf.pos;
  if (end > pbf.length) throw new Error('it ends in the middle of a field: the file is truncated');
  pbf.pos = start;
  pbf.readMessage(read, reading);
}
