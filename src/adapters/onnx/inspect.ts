// From a path to a model: is it there, is it ONNX, which files belong to it. Every refusal names the file.

import { access, constants, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { GateError, messageOf } from '../../domain/errors.ts';
import type { Model } from '../../domain/model.ts';
import { digestFiles } from '../files/digest.ts';
import { checkExternalData } from './external-data.ts';
import { type ExternalData, outlineOnnx } from './outline.ts';
import { withFileSource } from './wire-reader.ts';

const LOCAL = 'The backend local executes .onnx and .ort models; export the model to ONNX, or choose another backend.';

/**
 * Reads and checks an `.onnx` model with its external data, or an `.ort` file; nothing is executed. `advice`: what to do
 * where it is something else.
 */
export async function inspectOnnx(path: string, name: string, advice = LOCAL): Promise<Model> {
  await checkFile(path);
  const folder = await realpath(dirname(path));
  const format = isOrt(path) ? 'ort' : 'onnx';
  const external = format === 'ort' ? [] : await checkExternalData(path, folder, outline(path, advice));
  const files = [basename(path), ...external];
  const digest = await digestFiles(folder, files);
  return { name, format, path: join(folder, basename(path)), files, ...digest };
}

async function checkFile(path: string): Promise<void> {
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
  await access(path, constants.R_OK).catch((error: unknown) => {
    throw new GateError(
      'model-unreadable',
      `model: ${path} cannot be read (${String(error)}).`,
      'Check its permissions.',
      error,
    );
  });
}

/** ONNX Runtime's own format, a FlatBuffer, has its name at this place. */
function isOrt(path: string): boolean {
  return withFileSource(path, (source) => Buffer.from(source.read(4, 4)).toString('latin1') === 'ORTM');
}

function outline(path: string, advice: string): readonly ExternalData[] {
  const other = withFileSource(path, (source) => recogniseOther(source.read(0, LONGEST_SIGNATURE)));
  if (other !== undefined) {
    throw new GateError('model-unreadable', `model: ${path} is not ONNX: it looks like ${other}.`, advice);
  }
  try {
    return withFileSource(path, outlineOnnx).external;
  } catch (error) {
    const why = messageOf(error);
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

const LONGEST_SIGNATURE = 64;

function recogniseOther(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes).toString('latin1');
  return SIGNATURES.find(([offset, text]) => head.startsWith(text, offset))?.[2];
}
