// Opens an archive from outside without trusting it: no path escapes, no links, no bombs.

import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl';

/** A model of more than this belongs somewhere else than in a workflow artifact. */
const MOST_BYTES = 8 * 2 ** 30;
const MOST_ENTRIES = 1000;
/** Deflate cannot do better than about 1,032 to 1; real models stay far below. */
const MOST_RATIO = 200;
const SMALL_ENTRY = 1 << 20;

/** Writes every file of the archive below `folder`; rejects with an Error that says what is wrong with it. */
export async function extractZip(archive: string, folder: string): Promise<void> {
  const zip = await openPromise(archive, { lazyEntries: true, autoClose: false, strictFileNames: true });
  try {
    await extractEntries(zip, folder);
  } finally {
    zip.close();
  }
}

/** The entries with one of these base names, wherever they lie in the archive; the first of each name. */
export async function readZipEntries(
  archive: Buffer,
  names: readonly string[],
  largest: number,
): Promise<ReadonlyMap<string, Buffer>> {
  const zip = await fromBufferPromise(archive, { lazyEntries: true, strictFileNames: true });
  const found = new Map<string, Buffer>();
  refuseCrowd(zip);
  for await (const entry of zip.eachEntry()) {
    const name = basename(entry.fileName);
    if (!names.includes(name) || found.has(name)) continue;
    refuseBomb(entry, entry.uncompressedSize > largest);
    found.set(name, await buffer(await zip.openReadStreamPromise(entry)));
  }
  return found;
}

async function extractEntries(zip: ZipFile, folder: string): Promise<void> {
  refuseCrowd(zip);
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    total += entry.uncompressedSize;
    refuseBomb(entry, total > MOST_BYTES);
    await extractEntry(zip, entry, join(folder, entry.fileName));
  }
}

function refuseCrowd(zip: ZipFile): void {
  if (zip.entryCount > MOST_ENTRIES) throw new Error(`the archive has ${zip.entryCount} entries`);
}

function refuseBomb(entry: Entry, tooLarge: boolean): void {
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
  if (!tooLarge && (entry.uncompressedSize <= SMALL_ENTRY || ratio <= MOST_RATIO)) return;
  throw new Error(`the archive's entry ${entry.fileName} unpacks to suspiciously much`);
}

async function extractEntry(zip: ZipFile, entry: Entry, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target, { flags: 'wx' }));
}
