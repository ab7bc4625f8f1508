// What an ONNX file says of its inputs and outputs, and which operators take them. Read from the file itself, so that
// every version of ONNX Runtime will do. Nothing is executed.

import { PbfReader } from 'pbf';
import { type ElementType, typeOfCode } from '../tensors/types.ts';

/** A number, a name of a free dimension, or null of one without a name. */
export type Dimension = number | string | null;

export interface GraphValue {
  readonly name: string;
  /** `tensor`, or what else it is; only tensors can be filled and fetched. */
  readonly kind: 'tensor' | 'sequence' | 'map' | 'optional' | 'sparse tensor' | 'unknown';
  /** Undefined of what is no tensor, or of a type that this program does not know. */
  readonly type: ElementType | undefined;
  /** Undefined where the file does not even tell the rank. */
  readonly dims: readonly Dimension[] | undefined;
}

export interface GraphNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Whole numbers by attribute name. */
  readonly integers: ReadonlyMap<string, number>;
  /** Shape of the tensor of a node that is a constant. */
  readonly constantDims: readonly number[] | undefined;
}

export interface OnnxGraph {
  /** Those that must be fed: an input with a default value is none of them. */
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  readonly nodes: readonly GraphNode[];
  /** Shapes of the weights by name. */
  readonly weights: ReadonlyMap<string, readonly number[]>;
  /** What the exporter wrote beside the graph. */
  readonly metadata: ReadonlyMap<string, string>;
  /** The version of the default operator set. */
  readonly operatorSet: number;
}

interface Reading {
  inputs: GraphValue[];
  outputs: GraphValue[];
  nodes: GraphNode[];
  weights: Map<string, readonly number[]>;
  metadata: Map<string, string>;
  operatorSet: number;
}

/** Parses a ModelProto that is known to be whole. */
export function readGraph(bytes: Uint8Array): OnnxGraph {
  const reading: Reading = {
    inputs: [],
    outputs: [],
    nodes: [],
    weights: new Map(),
    metadata: new Map(),
    operatorSet: 0,
  };
  new PbfReader(bytes).readFields(readModel, reading);
  return { ...reading, inputs: reading.inputs.filter(({ name }) => !reading.weights.has(name)) };
}

function readModel(tag: number, reading: Reading, pbf: PbfReader): void {
  if (tag === 7) pbf.readMessage(readGraphField, reading);
  else if (tag === 8) {
    const set = { domain: '', version: 0 };
    pbf.readMessage((field, into, inner) => {
      if (field === 1) into.domain = inner.readString();
      if (field === 2) into.version = inner.readVarint();
    }, set);
    if (set.domain === '' || set.domain === 'ai.onnx') reading.operatorSet = set.version;
  } else if (tag === 14) {
    const entry = readEntry(pbf);
    reading.metadata.set(entry.key, entry.value);
  }
}

function readEntry(pbf: PbfReader): { key: string; value: string } {
  return pbf.readMessage(
    (field, into, inner) => {
      if (field === 1) into.key = inner.readString();
      if (field === 2) into.value = inner.readString();
    },
    { key: '', value: '' },
  );
}

function readGraphField(tag: number, reading: Reading, pbf: PbfReader): void {
  if (tag === 1) reading.nodes.push(readNode(pbf));
  else if (tag === 5) {
    const { name, dims } = readTensorHead(pbf);
    reading.weights.set(name, dims);
  } else if (tag === 11) reading.inputs.push(readValue(pbf));
  else if (tag === 12) reading.outputs.push(readValue(pbf));
  else if (tag === 15) readSparseWeight(pbf, reading);
}

/** The name of a sparse weight is that of its values. */
function readSparseWeight(pbf: PbfReader, reading: Reading): void {
  const sparse = { name: '', dims: [] as number[] };
  pbf.readMessage((field, into, inner) => {
    if (field === 1) into.name = readTensorHead(inner).name;
    if (field === 3) inner.readPackedVarint(into.dims, true);
  }, sparse);
  reading.weights.set(sparse.name, sparse.dims);
}

function readTensorHead(pbf: PbfReader): { name: string; dims: number[] } {
  return pbf.readMessage(
    (field, into, inner) => {
      if (field === 1) inner.readPackedVarint(into.dims, true);
      if (field === 8) into.name = inner.readString();
    },
    { name: '', dims: [] as number[] },
  );
}

function readNode(pbf: PbfReader): GraphNode {
  const node = {
    operator: '',
    inputs: [] as string[],
    outputs: [] as string[],
    integers: new Map<string, number>(),
    constantDims: undefined as readonly number[] | undefined,
  };
  return pbf.readMessage((tag, into, inner) => {
    if (tag === 1) into.inputs.push(inner.readString());
    else if (tag === 2) into.outputs.push(inner.readString());
    else if (tag === 4) into.operator = inner.readString();
    else if (tag === 5) {
      const { name, integer, dims } = readAttribute(inner);
      if (integer !== undefined) into.integers.set(name, integer);
      into.constantDims = dims ?? into.constantDims;
    }
  }, node);
}

interface Attribute {
  name: string;
  integer: number | undefined;
  dims: readonly number[] | undefined;
}

function readAttribute(pbf: PbfReader): Attribute {
  const attribute: Attribute = { name: '', integer: undefined, dims: undefined };
  return pbf.readMessage((tag, into, inner) => {
    if (tag === 1) into.name = inner.readString();
    else if (tag === 3) into.integer = inner.readVarint(true);
    else if (tag === 5) into.dims = readTensorHead(inner).dims;
  }, attribute);
}

const KINDS = { 1: 'tensor', 4: 'sequence', 5: 'map', 8: 'sparse tensor', 9: 'optional' } as const;

interface ValueReading {
  name: string;
  kind: GraphValue['kind'];
  code: number;
  dims: Dimension[] | undefined;
}

function readValue(pbf: PbfReader): GraphValue {
  const value: ValueReading = { name: '', kind: 'unknown', code: 0, dims: undefined };
  pbf.readMessage((tag, into, inner) => {
    if (tag === 1) into.name = inner.readString();
    else if (tag === 2) inner.readMessage(readType, into);
  }, value);
  const { name, kind, code, dims } = value;
  return { name, kind, type: kind === 'tensor' ? typeOfCode(code) : undefined, dims };
}

function readType(tag: number, value: ValueReading, pbf: PbfReader): void {
  if (!(tag in KINDS)) return;
  value.kind = KINDS[tag as keyof typeof KINDS];
  if (value.kind === 'tensor') pbf.readMessage(readTensorType, value);
}

function readTensorType(tag: number, value: ValueReading, pbf: PbfReader): void {
  if (tag === 1) value.code = pbf.readVarint();
  else if (tag === 2) {
    const dims: Dimension[] = [];
    pbf.readMessage((field, into, inner) => {
      if (field === 1) into.push(inner.readMessage(readDimension, { dim: null as Dimension }).dim);
    }, dims);
    value.dims = dims;
  }
}

/** A negative size is how some exporters write a free dimension. */
function readDimension(tag: number, into: { dim: Dimension }, pbf: PbfReader): void {
  if (tag === 1) {
    const size = pbf.readVarint(true);
    into.dim = size < 0 ? null : size;
  } else if (tag === 2) {
    const name = pbf.readString();
    into.dim = name === '' ? null : name;
  }
}
