// Rewrites the edges of an ONNX model so that ONNX Runtime for Node can feed and fetch it: a cast behind every input
// and before every output of a type that it cannot hand over, and a tensor in place of a lone output that is none.

import { PbfReader, PbfWriter } from 'pbf';
import { type CarriedType, carrierOf, codeOfType, type ElementType } from '../tensors/types.ts';
import type { GraphValue, OnnxGraph } from './graph.ts';

/** Field numbers of onnx.proto. */
const MODEL_GRAPH = 7;
const GRAPH = { node: 1, input: 11, output: 12 };
const NODE = { input: 1, output: 2, operator: 4, attribute: 5 };
const ATTRIBUTE = { name: 1, integer: 3, type: 20 };
const ATTRIBUTE_INT = 2;

/** One input or output that is handed over as something else. */
export interface Edge {
  readonly name: string;
  /** Its name in the rewritten model. */
  readonly newName: string;
  readonly operator: 'Cast' | 'SequenceLength' | 'OptionalHasElement';
  readonly type: ElementType | undefined;
  readonly carrier: CarriedType;
  readonly dims: GraphValue['dims'];
}

export interface Edges {
  readonly inputs: readonly Edge[];
  readonly outputs: readonly Edge[];
}

/** Operators that turn what is no tensor into a small one. */
const COUNTED: Readonly<Record<string, Pick<Edge, 'operator' | 'carrier'>>> = {
  sequence: { operator: 'SequenceLength', carrier: 'int64' },
  optional: { operator: 'OptionalHasElement', carrier: 'bool' },
};

/** What cannot be handed over. Outputs that are no tensors are not fetched, unless there is no other. */
export function findEdges({ inputs, outputs }: Pick<OnnxGraph, 'inputs' | 'outputs'>): Edges {
  const lone = outputs.every(({ kind }) => kind !== 'tensor');
  return {
    inputs: inputs.flatMap((value) => castOf(value, 'fed') ?? []),
    outputs: outputs.flatMap((value) => (lone ? countOf(value) : castOf(value, 'fetched')) ?? []),
  };
}

function castOf({ name, type, dims }: GraphValue, suffix: string): Edge | undefined {
  const carrier = type === undefined ? undefined : carrierOf(type);
  if (carrier === undefined || carrier === type) return undefined;
  return { name, newName: `${name}__${suffix}`, operator: 'Cast', type, carrier, dims };
}

function countOf({ name, kind }: GraphValue): Edge | undefined {
  const counted = COUNTED[kind];
  return counted && { name, newName: `${name}__fetched`, ...counted, type: undefined, dims: [] };
}

/** The model with other edges; everything between them stays byte for byte. */
export function rewriteEdges(model: Uint8Array, edges: Edges): Uint8Array {
  return rewriteFields(model, (tag, raw) =>
    tag === MODEL_GRAPH ? (out) => out.writeBytesField(tag, rewriteGraph(raw, edges)) : undefined,
  );
}

function rewriteGraph(graph: Uint8Array, { inputs, outputs }: Edges): Uint8Array {
  const nodes = new PbfWriter();
  for (const edge of inputs) nodes.writeMessage(GRAPH.node, writeNode, { edge, from: edge.newName, to: edge.name });
  for (const edge of outputs) nodes.writeMessage(GRAPH.node, writeNode, { edge, from: edge.name, to: edge.newName });
  const body = rewriteFields(graph, (tag, raw) => {
    const edge = (tag === GRAPH.input ? inputs : tag === GRAPH.output ? outputs : []).find(
      ({ name }) => name === nameOf(raw),
    );
    return edge && ((out) => out.writeMessage(tag, writeValue, edge));
  });
  return Buffer.concat([body, nodes.finish()]);
}

/** Copies the fields of a message as they are, but for those that `replace` writes anew. */
function rewriteFields(
  message: Uint8Array,
  replace: (tag: number, raw: Uint8Array) => ((out: PbfWriter) => void) | undefined,
): Uint8Array {
  const parts: Uint8Array[] = [];
  const pbf = new PbfReader(message);
  while (pbf.pos < message.length) {
    const start = pbf.pos;
    const tag = pbf.readVarint();
    const bytes = (tag & 7) === 2 ? pbf.readBytes() : undefined;
    if (bytes === undefined) pbf.skip(tag);
    const write = bytes && replace(tag >>> 3, bytes);
    if (write === undefined) parts.push(message.subarray(start, pbf.pos));
    else {
      const out = new PbfWriter();
      write(out);
      parts.push(out.finish());
    }
  }
  return Buffer.concat(parts);
}

/** The name of a ValueInfoProto. */
function nameOf(raw: Uint8Array): string {
  return new PbfReader(raw).readFields(
    (tag, into, pbf) => {
      if (tag === 1) into.name = pbf.readString();
    },
    { name: '' },
  ).name;
}

/** A cast of an input goes to the type that the model wants, one of an output to the type that can be fetched. */
function writeNode({ edge, from, to }: { edge: Edge; from: string; to: string }, pbf: PbfWriter): void {
  pbf.writeStringField(NODE.input, from);
  pbf.writeStringField(NODE.output, to);
  pbf.writeStringField(NODE.operator, edge.operator);
  if (edge.operator !== 'Cast') return;
  const target = from === edge.newName ? (edge.type ?? edge.carrier) : edge.carrier;
  pbf.writeMessage(
    NODE.attribute,
    (code: number, out) => {
      out.writeStringField(ATTRIBUTE.name, 'to');
      out.writeVarintField(ATTRIBUTE.integer, code);
      out.writeVarintField(ATTRIBUTE.type, ATTRIBUTE_INT);
    },
    codeOfType(target),
  );
}

function writeValue({ newName, carrier, dims }: Edge, pbf: PbfWriter): void {
  pbf.writeStringField(1, newName);
  pbf.writeMessage(2, (_: null, type) => type.writeMessage(1, writeTensorType, { carrier, dims }), null);
}

function writeTensorType({ carrier, dims }: Pick<Edge, 'carrier' | 'dims'>, pbf: PbfWriter): void {
  pbf.writeVarintField(1, codeOfType(carrier));
  if (dims !== undefined) pbf.writeMessage(2, writeShape, dims);
}

function writeShape(dims: NonNullable<GraphValue['dims']>, pbf: PbfWriter): void {
  for (const dim of dims) {
    pbf.writeMessage(
      1,
      (size, out) => {
        if (typeof size === 'number') out.writeVarintField(1, size);
        else if (size !== null) out.writeStringField(2, size);
      },
      dim,
    );
  }
}
