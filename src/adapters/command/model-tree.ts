// A model of any kind: one file, or a folder that is one (a package, a saved model, a checkpoint directory), hashed as
// a tree.

import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { GateError } from '../../domain/errors.ts';
import type { Model } from '../../domain/model.ts';
import { digestFiles } from '../files/digest.ts';
import { pathWithin } from '../files/within.ts';

const MOST_FILES = 10_000;

/** The format of a model that is a folder without an ending. */
const FOLDER_FORMAT = 'folder';

/** Throws a GateError where there is nothing to measure. Links are not followed: they would name files elsewhere. */
export async function inspectTree(path: string, name: string): Promise<Model> {
  const found = await lstat(path).catch((error: unknown) => {
    throw new GateError(
      'model-missing',
      `model: ${path} cannot be read.`,
      'Give the path of a file or a folder.',
      error,
    );
  });
  const root = dirname(path);
  const files = found.isDirectory() ? await listFiles(path, basename(path)) : [basename(path)];
  if (files.length === 0)
    throw new GateError('model-unreadable', `model: the folder ${path} holds no file.`, 'Give the folder of a model.');
  const { sha256, sizeBytes } = await digestFiles(root, files);
  const ending = extname(path).slice(1).toLowerCase();
  return { name, sha256, sizeBytes, format: ending || (found.isDirectory() ? FOLDER_FORMAT : 'unknown'), path, files };
}

/** Regular files below a folder, relative to the one that holds it, in order. */
async function listFiles(folder: string, prefix: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const inside = (pathWithin(folder, join(entry.parentPath, entry.name)) ?? '').split('/');
    if (inside.some((part) => part === '.git' || part === '.cache')) continue;
    if (entry.isSymbolicLink()) throw refuseLink(join(entry.parentPath, entry.name));
    if (entry.isFile()) files.push([prefix, ...inside].join('/'));
    if (files.length > MOST_FILES) throw refuseSize(folder);
  }
  return files.sort();
}

function refuseLink(path: string): GateError {
  const message = `model: ${path} is a link; allowed in a model's folder: files and folders.`;
  return new GateError('model-unreadable', message, 'Copy what it points to into the folder (cp -L).');
}

function refuseSize(folder: string): GateError {
  const message = `model: the folder ${folder} holds more than ${MOST_FILES} files.`;
  return new GateError('model-unreadable', message, "Give the model's own folder, not the workspace.");
}
