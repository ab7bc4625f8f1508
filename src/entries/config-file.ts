// Reads the config file, for the action and the command line alike.

import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { RunnerEnvironment } from '../adapters/runner/environment.ts';
import { type RawInputs, readInput } from '../config/config.ts';
import { type FileSettings, NO_FILE, parseConfigFile } from '../config/file.ts';
import { GateError } from '../domain/errors.ts';

/** The file's settings; none where it is absent and nobody named it. */
export async function readConfigFile(inputs: RawInputs, { workspace }: RunnerEnvironment): Promise<FileSettings> {
  const path = readInput('config', inputs);
  const found: { readonly path: string; readonly text: string }[] = [];
  for (const name of inputs['config'] === undefined ? [path, path.replace(/\.yml$/, '.yaml')] : [path]) {
    const text = await readText(resolve(workspace, name), name);
    if (text !== undefined) found.push({ path: name, text });
  }
  const [file, another] = found;
  if (another !== undefined) {
    const message = `config: found both ${path} and ${another.path}; allowed: one of them.`;
    throw new GateError('invalid-input', message, 'Merge them into one, and delete the other.');
  }
  if (file !== undefined) return parseConfigFile(file.text, file.path);
  if (inputs['config'] === undefined) return NO_FILE;
  throw new GateError(
    'invalid-input',
    `config: ${path} cannot be read.`,
    'Give a path from the workspace, or leave it out.',
  );
}

/** Bytes; a file of a hundred models with limits of their own has a tenth of it. */
const LARGEST_FILE = 1 << 20;

async function readText(path: string, name: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) return undefined;
  if (found.size <= LARGEST_FILE) return readFile(path, 'utf8').catch(() => undefined);
  const message = `config: ${name} has ${found.size} bytes; allowed: at most ${LARGEST_FILE}.`;
  throw new GateError('invalid-input', message, 'Check that it is the right file.');
}
