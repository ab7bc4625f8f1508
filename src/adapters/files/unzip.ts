// Opens an archive from outside without trusting it: no path escapes, no links, no bombs. Count, size and ratio are
// bounded for the whole archive: a thousand small entries, or one entry listed a thousand times, are a bomb as well.

import { createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl';

/** A model of more than this belongs somewhere else than in a workflow artifact. */
const MOST_BYTES = 8 * 2 ** 30;
const MOST_ENTRIES = 1000;
/** Deflate cannot do better than about 1,032 to 1; real models stay far below. */
const MOST_RATIO = 200;
/** Text files shrink more than models; up to this many bytes in all, no ratio is too much. */
const SMALL = 1 << 20;

/** Writes every file of the archive below `folder`; rejects with an Error that says what is wrong with it. */
export async function extractZip(archive: string, folder: string): Promise<void> {
  const { size } = await stat(archive);
  const zip = await openPromise(archive, { lazyEntries: true, autoClose: false, strictFileNames: true });
  try {
    for (const entry of await listEntries(zip, size, MOST_BYTES)) await extractEntry(zip, entry, folder);
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
  const wanted = new Map<string, Entry>();
  for (const entry of await listEntries(zip, archive.length, MOST_BYTES)) {
    const name = basename(entry.fileName);
    if (names.includes(name) && !wanted.has(name)) wanted.set(name, entry);
  }
  const found = new Map<string, Buffer>();
  for (const [name, entry] of wanted) {
    if (entry.uncompressedSize > largest) throw tooMuch(`its entry ${entry.fileName}`);
    found.set(name, await buffer(await zip.openReadStreamPromise(entry)));
  }
  return found;
}

/** Every file of an archive of the user's own, by its path in it; zeros may well be packed very small there. */
export async function readEntries(archive: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const zip = await fromBufferPromise(archive, { lazyEntries: true, strictFileNames: true });
  const found = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    if (entry.uncompressedSize > MOST_BYTES) throw tooMuch(`its entry ${entry.fileName}`);
    found.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  }
  return found;
}

/** All files, when the whole directory has been found plausible; nothing is unpacked before that. */
async function listEntries(zip: ZipFile, archiveBytes: number, most: number): Promise<readonly Entry[]> {
  if (zip.entryCount > MOST_ENTRIES) throw new Error(`the archive has ${zip.entryCount} entries`);
  const entries: Entry[] = [];
  let packed = 0;
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    packed += entry.compressedSize;
    unpacked += entry.uncompressedSize;
    if (isTooMuch(entry.uncompressedSize, entry.compressedSize)) throw tooMuch(`its entry ${entry.fileName}`);
    if (!entry.fileName.endsWith('/')) entries.push(entry);
  }
  if (packed > archiveBytes) throw new Error('entries of the archive overlap: together they are longer than it is');
  if (unpacked > most || isTooMuch(unpacked, archiveBytes)) throw tooMuch('it');
  return entries;
}

function isTooMuch(unpacked: number, packed: number): boolean {
  return unpacked > SMALL && unpacked > MOST_RATIO * Math.max(1, packed);
}

function tooMuch(what: string): Error {
  return new Error(`the archive is refused: ${what} unpacks to suspiciously much`);
}

async function extractEntry(zip: ZipFile, entry: Entry, folder: string): Promise<void> {
  const target = join(folder, entry.fileName);
  await mkdir(dirname(target), { recursive: true });
  await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target, { flags: 'wx' }));
}
