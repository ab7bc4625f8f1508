// Opens a downloaded archive without trusting it: no path escapes, no links, no bombs.

import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';

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

async function extractEntries(zip: ZipFile, folder: string): Promise<void> {
  if (zip.entryCount > MOST_ENTRIES) throw new Error(`the archive has ${zip.entryCount} entries`);
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    total += entry.uncompressedSize;
    const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
    if (total > MOST_BYTES || (entry.uncompressedSize > SMALL_ENTRY && ratio > MOST_RATIO)) {
      throw new Error(`the archive's entry ${entry.fileName} unpacks to suspiciously much`);
    }
    await extractEntry(zip, entry, join(folder, entry.fileName));
  }
}

async function extractEntry(zip: ZipFile, entry: Entry, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target, { flags: 'wx' }));
}
