// Unpacks part of an npm package's archive (gzip around tar), without a program named tar.

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { pathWithin } from './within.ts';

const BLOCK = 512;

/** Places in a header of the ustar format (POSIX.1-1988): offset and length. */
const NAME = [0, 100] as const;
const SIZE = [124, 12] as const;
const TYPE = [156, 1] as const;
const PREFIX = [345, 155] as const;

interface Member {
  readonly path: string;
  readonly data: Buffer;
}

/**
 * Writes the files at or below `wanted` to `folder`, without their first folder, which npm calls `package`. Throws an
 * Error where the archive is cut off or a path leads out of the folder.
 */
export async function extractTgz(archive: Uint8Array, wanted: readonly string[], folder: string): Promise<void> {
  for (const { path, data } of readMembers(gunzipSync(archive))) {
    if (!wanted.some((prefix) => path === prefix || path.startsWith(`${prefix}/`))) continue;
    const target = join(folder, path.split('/').slice(1).join('/'));
    if (pathWithin(folder, target) === undefined) throw new Error(`the archive's ${path} leads out of it`);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, data);
  }
}

/** Plain files only: links and devices have no place in a package. */
function* readMembers(tar: Buffer): Generator<Member> {
  let longPath: string | undefined;
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const header = tar.subarray(at, at + BLOCK);
    const size = Number.parseInt(textOf(header, SIZE), 8);
    const data = tar.subarray(at + BLOCK, at + BLOCK + size);
    if (!(size >= 0) || data.length < size) throw new Error('the archive is cut off');
    const type = textOf(header, TYPE);
    const plain = [textOf(header, PREFIX), textOf(header, NAME)].filter((part) => part !== '').join('/');
    if (type === '' || type === '0') yield { path: longPath ?? plain, data };
    // A header of its own tells a long path of the next file (pax).
    longPath = type === 'x' ? /\d+ path=([^\n]*)\n/.exec(data.toString('utf8'))?.[1] : undefined;
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

function textOf(header: Buffer, [offset, length]: readonly [number, number]): string {
  return (
    header
      .toString('utf8', offset, offset + length)
      .split('\0')[0]
      ?.trim() ?? ''
  );
}
