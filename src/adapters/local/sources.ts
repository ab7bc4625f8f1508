// Where the values of each input come from: what the user wrote under `inputs`, with its files read.

import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { messageOf } from '../../domain/errors.ts';
import type { GraphValue, OnnxGraph } from '../onnx/graph.ts';
import { readNpy, readNpz } from '../tensors/npy.ts';
import { readTensorProto } from '../tensors/tensor-proto.ts';
import type { TensorValue } from '../tensors/types.ts';
import { Refusal } from './refusal.ts';
import type { Recipe } from './values.ts';

const Scalar = z.union([z.number(), z.boolean()]);
const Size = z.int().min(0);

/** One input: a constant, a keyword, a file, or one of these with its details. */
const SourceSchema = z.union([
  Scalar,
  z.string().min(1),
  z.strictObject({ value: z.union([Scalar, z.string()]) }),
  z.strictObject({ range: z.tuple([z.number(), z.number()]) }),
  z.strictObject({ file: z.string().min(1), entry: z.string().optional(), shape: z.array(Size).optional() }),
]);

/** All inputs by name, or a folder with a sample of each. */
export const InputsSchema = z.union([z.string().min(1), z.record(z.string(), SourceSchema)]);
export type WrittenInputs = z.output<typeof InputsSchema>;

/** Bytes without a shape or type of their own take those of the input. */
export type Source =
  | { readonly kind: 'recipe'; readonly recipe: Recipe | 'default' }
  | { readonly kind: 'tensor'; readonly value: TensorValue; readonly path: string }
  | {
      readonly kind: 'raw';
      readonly bytes: Uint8Array;
      readonly dims: readonly number[] | undefined;
      readonly path: string;
    };

const KEYWORDS: Readonly<Record<string, Recipe | 'default'>> = {
  ones: { kind: 'constant', value: 1 },
  zeros: { kind: 'constant', value: 0 },
  random: 'default',
};

/** Throws a Refusal that names the input and the file at fault. */
export async function readSources(
  graph: Pick<OnnxGraph, 'inputs'>,
  written: WrittenInputs,
  workspace: string,
): Promise<ReadonlyMap<string, Source>> {
  if (typeof written === 'string') return readFolder(graph.inputs, resolve(workspace, written), written);
  const names = graph.inputs.map(({ name }) => name);
  const unknown = Object.keys(written).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const has = names.join(', ');
    throw new Refusal('input', `inputs names "${unknown}", which the model does not have; it has: ${has}`);
  }
  const sources = new Map<string, Source>();
  for (const [name, source] of Object.entries(written)) sources.set(name, await readSource(name, source, workspace));
  return sources;
}

async function readSource(name: string, written: z.output<typeof SourceSchema>, workspace: string): Promise<Source> {
  if (typeof written === 'number' || typeof written === 'boolean') return toConstant(written);
  if (typeof written === 'string') {
    const keyword = KEYWORDS[written];
    return keyword === undefined ? readSample(name, { file: written }, workspace) : { kind: 'recipe', recipe: keyword };
  }
  if ('value' in written) return toConstant(written.value);
  if ('file' in written) return readSample(name, written, workspace);
  const [low, high] = written.range;
  if (low > high) throw new Refusal('input', `inputs gives "${name}" the range [${low}, ${high}], which is empty`);
  return { kind: 'recipe', recipe: { kind: 'range', low, high } };
}

function toConstant(value: number | string | boolean): Source {
  return { kind: 'recipe', recipe: { kind: 'constant', value } };
}

interface SampleFile {
  readonly file: string;
  readonly entry?: string | undefined;
  readonly shape?: readonly number[] | undefined;
}

async function readSample(name: string, { file, entry, shape }: SampleFile, workspace: string): Promise<Source> {
  const bytes = await readFile(resolve(workspace, file)).catch((error: unknown) => {
    const allowed = 'a number, ones, zeros, random, {value: …}, {range: [low, high]}, or a .npy, .npz, .pb or raw file';
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Refusal(
      'input',
      `inputs gives "${name}" the file ${file}, which cannot be read (${why}); allowed are ${allowed}`,
    );
  });
  try {
    const value = await parseSample(name, file, bytes, entry);
    return value === undefined
      ? { kind: 'raw', bytes, dims: shape, path: file }
      : { kind: 'tensor', value: shape === undefined ? value : { ...value, dims: shape }, path: file };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const why = messageOf(error);
    throw new Refusal('input', `inputs gives "${name}" the file ${file}, which cannot be used: ${why}`);
  }
}

/** Undefined of a file of bare bytes. */
async function parseSample(
  name: string,
  file: string,
  bytes: Uint8Array,
  entry: string | undefined,
): Promise<TensorValue | undefined> {
  if (file.endsWith('.npy')) return readNpy(bytes);
  if (file.endsWith('.pb')) return readTensorProto(bytes).value;
  if (!file.endsWith('.npz')) return undefined;
  const arrays = await readNpz(bytes);
  const [only] = arrays.size === 1 ? [...arrays.values()] : [];
  const found = arrays.get(entry ?? name) ?? (entry === undefined ? only : undefined);
  if (found === undefined) throw new Error(`it has no array "${entry ?? name}", but ${[...arrays.keys()].join(', ')}`);
  return found;
}

/** `input_0.pb`, `input_1.pb`, … as in the ONNX project's tests, also one folder down; or one file named after each input. */
async function readFolder(
  inputs: readonly GraphValue[],
  folder: string,
  written: string,
): Promise<ReadonlyMap<string, Source>> {
  const entries = await readdir(folder).catch(() => undefined);
  if (entries === undefined) {
    const is =
      (await stat(folder).catch(() => undefined)) === undefined ? 'which does not exist' : 'which is no folder';
    throw new Refusal('input', `inputs: expected a folder of samples or a list by input name, found ${written}, ${is}`);
  }
  const set = entries.sort().find((name) => name.startsWith('test_data_set_'));
  if (set !== undefined && !entries.includes('input_0.pb')) return readFolder(inputs, join(folder, set), written);
  const sources = new Map<string, Source>();
  for (const [index, { name }] of inputs.entries()) {
    const named = [`${name}.npy`, `${name}.pb`].find((file) => entries.includes(file));
    const file = entries.includes(`input_${index}.pb`) ? `input_${index}.pb` : named;
    if (file !== undefined) sources.set(name, await readSample(name, { file }, folder));
  }
  if (sources.size > 0 || inputs.length === 0) return sources;
  throw new Refusal(
    'input',
    `inputs: the folder ${written} has neither input_0.pb nor a .npy or .pb file named after an input`,
  );
}
