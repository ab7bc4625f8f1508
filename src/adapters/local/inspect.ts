// From a path to a model: is it there, is it ONNX, which files belong to it. Every refusal names the file.

import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { GateError } from '../../domain/errors.ts';
import type { Model } from '../../domain/model.ts';
import { digestFiles } from '../files/digest.ts';
import { outlineOnnx } from './onnx.ts';

/** Reads and checks an `.onnx` model with its external data; nothing is executed. */
export async function inspectOnnx(path: string, name: string): Promise<Model> {
  const bytes = await readModel(path);
  const folder = await realpath(dirname(path));
  const external = outline(path, bytes);
  for (const location of external) await checkExternal(path, folder, location);
  const files = [basename(path), ...external];
  const digest = await digestFiles(folder, files);
  return { name, format: 'onnx', path: join(folder, basename(path)), files, ...digest };
}

async function readModel(path: string): Promise<Uint8Array> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new GateError('model-missing', `model: ${path} does not exist.`, 'Give the path of the built model file.');
  }
  if (found.isDirectory()) {
    throw new GateError(
      'model-missing',
      `model: ${path} is a folder.`,
      `Give a file, or a glob such as ${path}/*.onnx.`,
    );
  }
  if (found.size === 0) {
    throw new GateError('model-unreadable', `model: ${path} is empty (0 bytes).`, 'Check the step that builds it.');
  }
  return readFile(path).catch((error: unknown) => {
    throw new GateError(
      'model-unreadable',
      `model: ${path} cannot be read (${String(error)}).`,
      'Check its permissions.',
      error,
    );
  });
}

function outline(path: string, bytes: Uint8Array): readonly string[] {
  const other = recogniseOther(bytes);
  const advice = 'The backend local executes .onnx models; export the model to ONNX, or choose another backend.';
  if (other !== undefined) {
    throw new GateError('model-unreadable', `model: ${path} is not ONNX: it looks like ${other}.`, advice);
  }
  try {
    return outlineOnnx(bytes).externalFiles;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new GateError('model-unreadable', `model: ${path} is not a readable ONNX model: ${why}.`, advice, error);
  }
}

const SIGNATURES: readonly (readonly [offset: number, bytes: string, format: string])[] = [
  [4, 'TFL3', 'a TensorFlow Lite model'],
  [0, 'PK\u0003\u0004', 'a ZIP archive (a PyTorch or Keras checkpoint?)'],
  [0, '\u0089HDF', 'an HDF5 file (a Keras model?)'],
  [0, '\u0080\u0002', 'a Python pickle'],
  [0, 'version https://git-lfs', 'a Git LFS pointer: check out with lfs: true'],
  [0, '{', 'JSON'],
  [0, '<', 'HTML or XML'],
];

function recogniseOther(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  return SIGNATURES.find(([offset, text]) => head.startsWith(text, offset))?.[2];
}

async function checkExternal(path: string, folder: string, location: string): Promise<void> {
  const advice = "External data must lie in the model's own folder, or below it, so that it is kept with the model.";
  const target = join(folder, location);
  if (isAbsolute(location) || isOutside(folder, target)) {
    throw new GateError('model-unreadable', `model: ${path} keeps data outside its folder, in "${location}".`, advice);
  }
  const real = await realpath(target).catch(() => undefined);
  if (real === undefined) {
    throw new GateError(
      'model-unreadable',
      `model: ${path} keeps data in "${location}", which does not exist.`,
      advice,
    );
  }
  if (!(await stat(real)).isFile()) {
    throw new GateError('model-unreadable', `model: ${path} keeps data in "${location}", which is no file.`, advice);
  }
  if (isOutside(folder, real)) {
    throw new GateError('model-unreadable', `model: "${location}" of ${path} is a link out of its folder.`, advice);
  }
}

function isOutside(folder: string, target: string): boolean {
  const path = relative(folder, target);
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
}
