// Small real models for tests, written once into a folder of their own.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildMobileNet } from '../../demo/mobilenet.ts';
import { encodeModel, type Graph, type Tensor } from '../../demo/onnx.ts';

const SHAPE = { imageSize: 64, channels: [32, 32], strides: [1, 1] };

/** The baseline's model, equally fast ones with other weights, and one that takes about three times as long. */
export const MODELS = {
  base: () => encodeModel(buildMobileNet({ ...SHAPE, seed: 1 })),
  sameSpeed: () => encodeModel(buildMobileNet({ ...SHAPE, seed: 2 })),
  slower: () => encodeModel(buildMobileNet({ ...SHAPE, seed: 3, fullConvolutions: [0, 1] })),
  /** The first one, fed by another name. */
  renamedInput: () => {
    const graph = buildMobileNet({ ...SHAPE, seed: 4 });
    const rename = (name: string) => (name === 'image' ? 'pixels' : name);
    const nodes = graph.nodes.map((node) => ({ ...node, inputs: node.inputs.map(rename) }));
    return encodeModel({
      ...graph,
      nodes,
      inputs: graph.inputs.map((input) => ({ ...input, name: rename(input.name) })),
    });
  },
} as const;

export function writeModel(folder: string, name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

const FLOAT = 1;
const COMPLEX = 14;

/** One node with one input; operator, domain and input type can be made unsupported. */
export function tinyModel(change: { operator?: string; type?: number; weightFile?: string } = {}): Uint8Array {
  const weight: Tensor = {
    name: 'w',
    dims: [4],
    data: new Float32Array([1, 2, 3, 4]),
    ...(change.weightFile === undefined ? {} : { externalFile: change.weightFile }),
  };
  const graph: Graph = {
    name: 'tiny',
    nodes: [{ operator: change.operator ?? 'Add', name: 'add', inputs: ['x', 'w'], outputs: ['y'] }],
    weights: [weight],
    inputs: [{ name: 'x', type: change.type ?? FLOAT, dims: ['n', 4] }],
    outputs: [{ name: 'y', type: change.type ?? FLOAT, dims: ['n', 4] }],
  };
  return encodeModel(graph);
}

/** A model whose only input is a complex number, which nothing can be filled in for. */
export function complexModel(): Uint8Array {
  return encodeModel({
    name: 'complex',
    nodes: [{ operator: 'Identity', name: 'same', inputs: ['x'], outputs: ['y'] }],
    weights: [],
    inputs: [{ name: 'x', type: COMPLEX, dims: [1] }],
    outputs: [{ name: 'y', type: COMPLEX, dims: [1] }],
  });
}
