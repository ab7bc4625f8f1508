// From a path to a TensorFlow Lite model: recognised by its identifier, read once for sha256 and CRC-32.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { crc32 } from 'node:zlib';
import { GateError } from '../../domain/errors.ts';
import type { Model } from '../../domain/model.ts';
import { LARGEST_MODEL_BYTES } from './model-archive.ts';

export interface TfliteModel extends Model {
  readonly crc32: number;
}

const IDENTIFIER = 'TFL3';
const IDENTIFIER_OFFSET = 4;

/** Refuses, with a GateError, whatever the device cloud would: it takes TensorFlow Lite models only. */
export async function inspectTflite(path: string, name: string): Promise<TfliteModel> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || found.isDirectory()) {
    const what = found === undefined ? 'does not exist' : 'is a folder';
    throw new GateError(
      'model-missing',
      `model: ${path} ${what}.`,
      'Give the path of the built .tflite file, or a glob.',
    );
  }
  if (found.size === 0) {
    throw new GateError('model-unreadable', `model: ${path} is empty (0 bytes).`, 'Check the step that builds it.');
  }
  if ((await readIdentifier(path)) !== IDENTIFIER) {
    const advice = 'Convert the model to TensorFlow Lite; the device cloud executes .tflite only.';
    throw new GateError(
      'model-unsupported',
      `model: ${path} is not a TensorFlow Lite model (no ${IDENTIFIER} identifier).`,
      advice,
    );
  }
  if (found.size > LARGEST_MODEL_BYTES) {
    throw new GateError(
      'model-unsupported',
      `model: ${path} has ${found.size} bytes; at most 4 GB can be uploaded.`,
      'Use a smaller model.',
    );
  }
  return {
    name,
    format: 'tflite',
    path: resolve(path),
    files: [basename(path)],
    sizeBytes: found.size,
    ...(await digest(path)),
  };
}

async function readIdentifier(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(IDENTIFIER.length), 0, IDENTIFIER.length, IDENTIFIER_OFFSET);
    return buffer.toString('latin1');
  } finally {
    await file.close();
  }
}

async function digest(path: string): Promise<{ sha256: string; crc32: number }> {
  const hash = createHash('sha256');
  let sum = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(chunk as Buffer);
    sum = crc32(chunk as Buffer, sum);
  }
  return { sha256: hash.digest('hex'), crc32: sum };
}
