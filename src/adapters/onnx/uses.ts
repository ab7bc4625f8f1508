// What a graph's operators tell of an input: how many channels or features it must have, and which table it indexes.

import type { GraphNode, OnnxGraph } from './graph.ts';

/** Operators that hand a value on without changing what its numbers mean. */
const PASSING = new Set([
  'Cast',
  'Clip',
  'Flatten',
  'Identity',
  'Reshape',
  'Squeeze',
  'Transpose',
  'Unsqueeze',
  'Where',
  'Max',
  'Min',
]);

/** Every operator that takes the input itself, and the place at which it does. */
function usersOf(graph: OnnxGraph, name: string): readonly { node: GraphNode; place: number }[] {
  return graph.nodes.flatMap((node) =>
    node.inputs.flatMap((input, place) => (input === name ? [{ node, place }] : [])),
  );
}

/** The rows of the smallest embedding table that the input indexes; undefined where it indexes none. */
export function tableRows(graph: OnnxGraph, name: string): number | undefined {
  const rows = reach(graph, name).flatMap(({ node, place }) => rowsOf(graph, node, place) ?? []);
  return rows.length === 0 ? undefined : Math.min(...rows);
}

/** Users of the input and of what merely passes it on. */
function reach(graph: OnnxGraph, name: string): readonly { node: GraphNode; place: number }[] {
  const seen = new Set([name]);
  const found: { node: GraphNode; place: number }[] = [];
  for (const value of seen) {
    for (const user of usersOf(graph, value)) {
      found.push(user);
      if (PASSING.has(user.node.operator)) for (const output of user.node.outputs) seen.add(output);
    }
  }
  return found;
}

/** EmbedLayerNormalization's tables, by the place of what indexes them. */
const EMBEDDINGS: Readonly<Record<number, number>> = { 0: 2, 1: 4 };

function rowsOf(graph: OnnxGraph, node: GraphNode, place: number): number | undefined {
  if (node.operator === 'EmbedLayerNormalization') {
    return shapeOf(graph, node.inputs[EMBEDDINGS[place] ?? -1])?.[0];
  }
  if (!['Gather', 'GatherBlockQuantized'].includes(node.operator) || place !== 1) return undefined;
  return shapeOf(graph, node.inputs[0])?.at(node.integers.get('axis') ?? 0);
}

function shapeOf(graph: OnnxGraph, name: string | undefined): readonly number[] | undefined {
  if (name === undefined) return undefined;
  const weight = graph.weights.get(name);
  if (weight !== undefined) return weight;
  const maker = graph.nodes.find((node) => node.outputs.includes(name));
  if (maker?.operator === 'Constant') return maker.constantDims;
  const through = maker !== undefined && ['DequantizeLinear', 'Identity', 'Cast'].includes(maker.operator);
  return through ? shapeOf(graph, maker.inputs[0]) : undefined;
}

/** The size of a dimension that the weights of the input's own users prescribe. */
export function prescribedSize(graph: OnnxGraph, name: string, index: number, rank: number): number | undefined {
  for (const { node, place } of usersOf(graph, name)) {
    const shape = place === 0 ? shapeOf(graph, node.inputs[1]) : undefined;
    const size = shape && PRESCRIBED[node.operator]?.({ node, shape, index, rank });
    if (size !== undefined) return size;
  }
  return undefined;
}

interface Weighted {
  readonly node: GraphNode;
  readonly shape: readonly number[];
  readonly index: number;
  readonly rank: number;
}

const PRESCRIBED: Readonly<Record<string, (weighted: Weighted) => number | undefined>> = {
  Conv: ({ node, shape, index }) => (index === 1 ? (shape[1] ?? 1) * (node.integers.get('group') ?? 1) : undefined),
  MatMul: ({ shape, index, rank }) => (index === rank - 1 ? (shape.at(-2) ?? shape[0]) : undefined),
  Gemm: ({ node, shape, index }) => {
    if (index !== 1 || node.integers.get('transA') === 1) return undefined;
    return node.integers.get('transB') === 1 ? shape[1] : shape[0];
  },
};

/** Whether a two-dimensional convolution takes the input, which makes it an image with its channels first. */
export function isConvolved(graph: OnnxGraph, name: string): boolean {
  return usersOf(graph, name).some(
    ({ node, place }) => node.operator === 'Conv' && place === 0 && shapeOf(graph, node.inputs[1])?.length === 4,
  );
}
