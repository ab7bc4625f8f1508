// From a path to a model that a measuring program for Android takes: TensorFlow Lite, ONNX, or ONNX Runtime's own format.

import { open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { GateError } from '../../domain/errors.ts';
import type { Model } from '../../domain/model.ts';
import { digestFiles } from '../files/digest.ts';
import { inspectOnnx } from '../onnx/inspect.ts';
import type { ProgramKind } from './options.ts';

const ADVICE = 'benchmark_model takes .tflite, onnxruntime_perf_test takes .onnx and .ort.';

/** Reads and checks the model; nothing is uploaded. Throws a GateError that names the file. */
export async function inspectForPhone(path: string, name: string): Promise<Model> {
  if ((await readIdentifier(path)) !== 'TFL3') return inspectOnnx(path, name, ADVICE);
  const folder = await realpath(dirname(path));
  const files = [basename(path)];
  return { name, format: 'tflite', path: join(folder, basename(path)), files, ...(await digestFiles(folder, files)) };
}

/** Empty where there is no such file, which the check of ONNX then tells. */
async function readIdentifier(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || !found.isFile() || found.size < 8) return '';
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 4);
    return buffer.toString('latin1');
  } finally {
    await file.close();
  }
}

/** The measuring program that executes a format; a GateError where the chosen one cannot. */
export function programFor(
  { format, name }: Pick<Model, 'format' | 'name'>,
  chosen: ProgramKind | undefined,
): ProgramKind {
  const fitting = format === 'tflite' ? 'benchmark_model' : 'onnxruntime_perf_test';
  if (chosen === undefined || chosen === fitting) return fitting;
  throw new GateError('model-unsupported', `model: ${name} is ${format}, which ${chosen} does not execute.`, ADVICE);
}
