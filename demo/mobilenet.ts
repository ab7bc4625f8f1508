// A small convolutional network in the manner of MobileNet, with deterministic weights.

import type { Graph, Node, Tensor } from './onnx.ts';

export interface NetworkOptions {
  /** Other seeds give other weights of the same speed. */
  readonly seed: number;
  /** Height and width of the input image. */
  readonly imageSize: number;
  /** Channels after each block; each block halves the image where `strides` says 2. */
  readonly channels: readonly number[];
  readonly strides: readonly number[];
  /** Indices of blocks whose 3×3 depthwise convolution is replaced by a 3×3 full one: the slow mistake. */
  readonly fullConvolutions?: readonly number[];
}

const CLASSES = 100;

/** A stem convolution, depthwise-separable blocks, global pooling and a classifier. */
export function buildMobileNet(options: NetworkOptions): Graph {
  const { imageSize, channels, strides, seed, fullConvolutions = [] } = options;
  const random = createRandom(seed);
  const parts: Part[] = [];
  let width = 16;
  parts.push(convolution({ name: 'stem', input: 'image', from: 3, to: width, kernel: 3, stride: 2 }, random));
  channels.forEach((to, block) => {
    const input = `${parts.at(-1)?.output}`;
    const full = fullConvolutions.includes(block);
    const spatial = {
      name: `block${block}/spatial`,
      input,
      from: width,
      to: width,
      kernel: 3,
      stride: strides[block] ?? 1,
    };
    parts.push(convolution({ ...spatial, groups: full ? 1 : width }, random));
    const pointwise = {
      name: `block${block}/pointwise`,
      input: `${parts.at(-1)?.output}`,
      from: width,
      to,
      kernel: 1,
      stride: 1,
    };
    parts.push(convolution(pointwise, random));
    width = to;
  });
  const head = classifier(`${parts.at(-1)?.output}`, width, random);
  return {
    name: 'mobilenet-like',
    nodes: [...parts.flatMap((part) => part.nodes), ...head.nodes],
    weights: [...parts.flatMap((part) => part.weights), ...head.weights],
    inputs: [{ name: 'image', type: 1, dims: ['batch', 3, imageSize, imageSize] }],
    outputs: [{ name: 'logits', type: 1, dims: ['batch', CLASSES] }],
  };
}

interface Part {
  readonly nodes: readonly Node[];
  readonly weights: readonly Tensor[];
  readonly output: string;
}

interface Convolution {
  readonly name: string;
  readonly input: string;
  readonly from: number;
  readonly to: number;
  readonly kernel: number;
  readonly stride: number;
  readonly groups?: number;
}

function convolution(spec: Convolution, random: () => number): Part {
  const { name, input, from, to, kernel, stride, groups = 1 } = spec;
  const fanIn = (from / groups) * kernel * kernel;
  const weight = tensor(`${name}.weight`, [to, from / groups, kernel, kernel], random, fanIn);
  const bias = tensor(`${name}.bias`, [to], random, fanIn);
  const pad = (kernel - 1) / 2;
  const attributes = {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: [pad, pad, pad, pad],
    group: groups,
  };
  const output = `${name}/out`;
  const nodes: Node[] = [
    { operator: 'Conv', name, inputs: [input, weight.name, bias.name], outputs: [`${name}/conv`], attributes },
    { operator: 'Relu', name: `${name}/relu`, inputs: [`${name}/conv`], outputs: [output] },
  ];
  return { nodes, weights: [weight, bias], output };
}

function classifier(input: string, width: number, random: () => number): Part {
  const weight = tensor('head.weight', [width, CLASSES], random, width);
  const bias = tensor('head.bias', [CLASSES], random, width);
  const nodes: Node[] = [
    { operator: 'GlobalAveragePool', name: 'pool', inputs: [input], outputs: ['pooled'] },
    { operator: 'Flatten', name: 'flatten', inputs: ['pooled'], outputs: ['features'], attributes: { axis: 1 } },
    { operator: 'Gemm', name: 'head', inputs: ['features', weight.name, bias.name], outputs: ['logits'] },
  ];
  return { nodes, weights: [weight, bias], output: 'logits' };
}

function tensor(name: string, dims: readonly number[], random: () => number, fanIn: number): Tensor {
  const size = dims.reduce((product, dim) => product * dim, 1);
  const scale = Math.sqrt(2 / fanIn);
  return { name, dims, data: Float32Array.from({ length: size }, () => (random() * 2 - 1) * scale) };
}

/** Mulberry32: small, seeded, good enough for weights. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
