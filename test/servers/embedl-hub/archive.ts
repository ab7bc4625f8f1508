// What a phone of the hub stand-in finds in an uploaded archive. The reader is as strict as one on the other side may
// be: stored entries with CRC and sizes in their local headers, no data descriptor.

import { crc32 } from 'node:zlib';
import type { Fields } from './rules.ts';
import type { HubState, HubUpload } from './state.ts';

/** Set whatever the user says. */
const ALWAYS: Fields = {
  graph: '/data/local/tmp/model.tflite',
  enable_op_profiling: 'true',
  op_profiling_output_mode: 'proto',
  op_profiling_output_file: '/data/user/0/org.tensorflow.lite.benchmark/files/profile.pb',
};

/** Files by name; undefined where it is no archive that a strict reader takes. */
export function readArchive(zip: Buffer): ReadonlyMap<string, Buffer> | undefined {
  const files = new Map<string, Buffer>();
  let at = 0;
  while (at + 30 <= zip.length && zip.readUInt32LE(at) === 0x04034b50) {
    const [flags, method, sum] = [zip.readUInt16LE(at + 6), zip.readUInt16LE(at + 8), zip.readUInt32LE(at + 14)];
    const [packed, size] = [zip.readUInt32LE(at + 18), zip.readUInt32LE(at + 22)];
    const start = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
    const name = zip.subarray(at + 30, at + 30 + zip.readUInt16LE(at + 26)).toString('utf8');
    const content = zip.subarray(start, start + size);
    if (flags !== 0 || method !== 0 || packed !== size || crc32(content) !== sum) return undefined;
    files.set(name, content);
    at = start + size;
  }
  return listsAll(zip, at, [...files.keys()]) ? files : undefined;
}

/** The central directory names the same files, and the end of it is where it must be. */
function listsAll(zip: Buffer, directory: number, names: readonly string[]): boolean {
  let at = directory;
  for (const name of names) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== 0x02014b50) return false;
    const length = zip.readUInt16LE(at + 28);
    if (zip.subarray(at + 46, at + 46 + length).toString('utf8') !== name) return false;
    at += 46 + length + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  if (at + 22 !== zip.length || zip.readUInt32LE(at) !== 0x06054b50) return false;
  return zip.readUInt16LE(at + 10) === names.length && zip.readUInt32LE(at + 16) === directory;
}

/** Why a job made of that upload leaves no files; undefined where everything is there. */
export function wrongArchive({ files, webhook }: HubUpload, flags: Fields, state: HubState): string | undefined {
  const text = (name: string) => files.get(name)?.toString('utf8');
  if (state.manners.downloads && !state.downloads.some(({ url }) => url === text('downloads-url.txt')))
    return 'downloads-url.txt is missing or names no slot';
  if (webhook !== undefined && text('webhook-url.txt') !== webhook.url) return 'webhook-url.txt is missing or wrong';
  if (webhook !== undefined && text('webhook-secret.txt') !== webhook.secret)
    return 'webhook-secret.txt is missing or wrong';
  if (!files.has('benchmark-params.json')) return 'benchmark-params.json is missing';
  const loose = Object.entries(flags).find(([, value]) => typeof value !== 'string');
  if (loose !== undefined) return `benchmark-params.json: ${loose[0]} is no string`;
  const wrong = Object.entries(ALWAYS).find(([name, value]) => flags[name] !== value);
  return wrong === undefined ? undefined : `benchmark-params.json: ${wrong[0]} must be ${String(wrong[1])}`;
}
