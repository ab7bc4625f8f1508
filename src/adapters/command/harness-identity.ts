// What makes two calls of a user's program the same: its words, and what stands in the files that they name.

import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { digestFiles } from '../files/digest.ts';
import { pathWithin } from '../files/within.ts';

/**
 * `bench.py 3f2a91c07d5e`: the first file of the workspace that the commands name (else the program), and the start of
 * a sha256 over all their words and those files' contents. Files that the program reads by itself are not known.
 */
export async function identifyHarness(commands: readonly (readonly string[])[], workspace: string): Promise<string> {
  const words = commands.flat();
  const files: string[] = [];
  for (const word of new Set(words)) {
    const path = pathWithin(workspace, resolve(workspace, word));
    if (path !== undefined && path !== '' && (await isFile(resolve(workspace, path)))) files.push(path);
  }
  const hash = createHash('sha256').update(JSON.stringify(commands));
  if (files.length > 0) hash.update((await digestFiles(workspace, files)).sha256);
  return `${basename(files[0] ?? words[0] ?? '')} ${hash.digest('hex').slice(0, 12)}`;
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
