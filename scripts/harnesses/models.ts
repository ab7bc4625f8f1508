// Small real models whose time is known by how they are made: chains of equal layers.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeModel, type Node, type Tensor } from '../../demo/onnx.ts';

const FLOAT = 1;
/** An execution takes a third of a millisecond: it is over before a busy machine turns to something else. */
const [BATCH, WIDTH] = [8, 128];
const LAYERS = 40;

/** Paths of a model, another one that is as fast, one that is a tenth slower, and one of twice the time. */
export interface Models {
  readonly base: string;
  readonly equal: string;
  readonly tenth: string;
  readonly double: string;
}

/** Three layers more than forty take a tenth longer on the machines where this was measured in quiet. */
const COUNTS = { base: LAYERS, equal: LAYERS, tenth: LAYERS + 3, double: LAYERS * 2 } as const;

/** Writes one file for each of them. */
export function makeModels(
  folder: string,
  ending: string,
  write: (path: string, layers: number, seed: number) => void,
): Models {
  const path = (name: string) => join(folder, `${name}.${ending}`);
  for (const [index, [name, layers]] of Object.entries(COUNTS).entries()) write(path(name), layers, index + 1);
  return { base: path('base'), equal: path('equal'), tenth: path('tenth'), double: path('double') };
}

/** A chain of matrix products that share one weight. */
export function writeOnnx(path: string, layers: number, seed: number): void {
  const weight: Tensor = { name: 'w', dims: [WIDTH, WIDTH], data: randomNumbers(WIDTH * WIDTH, seed) };
  const nodes: Node[] = Array.from({ length: layers }, (_, index) => ({
    operator: 'MatMul',
    name: `layer${index}`,
    inputs: [`x${index}`, 'w'],
    outputs: [`x${index + 1}`],
  }));
  const value = (name: string) => ({ name, type: FLOAT, dims: [BATCH, WIDTH] });
  const graph = { name: 'chain', nodes, weights: [weight], inputs: [value('x0')], outputs: [value(`x${layers}`)] };
  writeFileSync(path, encodeModel(graph));
}

/** What one of the scripts beside this file makes: the same for LiteRT, a decoder of a language model. */
export function writeByPython(
  python: string,
  script: string,
  scale = 1,
): (path: string, layers: number, seed: number) => void {
  const maker = join(import.meta.dirname, script);
  return (path, layers, seed) =>
    void execFileSync(python, [maker, path, String(Math.round(layers * scale)), String(seed)]);
}

/** A program whose time is what it sleeps. */
export function writeSleep(path: string, layers: number, seed: number): void {
  writeFileSync(path, `sleep ${(layers / 1000).toFixed(3)} # ${seed}\n`);
}

/** Between -1 and 1, divided so that a product keeps its size (a linear congruential generator). */
function randomNumbers(count: number, seed: number): Float32Array {
  let state = seed * 7919 + 1;
  return Float32Array.from({ length: count }, () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return ((state / 2 ** 31 - 1) * Math.sqrt(3)) / Math.sqrt(WIDTH);
  });
}
