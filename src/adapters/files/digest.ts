// One sha256 over all the files of a model.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface Digest {
  readonly sha256: string;
  readonly sizeBytes: number;
}

/**
 * The digest of files named relative to `folder`. Of one file it is the file's own sha256; of several, the sha256 of
 * the lines `<sha256>  <path>\n` in the order of the paths, as `sha256sum * | sha256sum` would say.
 */
export async function digestFiles(folder: string, files: readonly string[]): Promise<Digest> {
  const parts = await Promise.all(files.map((file) => digestFile(join(folder, file))));
  const sizeBytes = parts.reduce((total, part) => total + part.sizeBytes, 0);
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const lines = files.map((file, index) => ({ file, sha256: parts[index]?.sha256 ?? '' }));
  lines.sort((a, b) => (a.file < b.file ? -1 : 1));
  const text = lines.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join('');
  return { sha256: createHash('sha256').update(text).digest('hex'), sizeBytes };
}

async function digestFile(path: string): Promise<Digest> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return { sha256: hash.digest('hex'), sizeBytes: (await stat(path)).size };
}
