// The archive in which the device cloud takes a model: a ZIP of stored entries, written while it is sent, each with its
// complete local header (no data descriptor), for readers on the other side may be strict.

import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';

/** A file of the archive. */
export interface ArchiveEntry {
  readonly name: string;
  readonly sizeBytes: number;
  /** CRC-32 of the bytes, unsigned. */
  readonly crc32: number;
  readonly open: () => AsyncIterable<Buffer> | Iterable<Buffer>;
}

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const VERSION = 10;
/** 1 January 1980, the oldest date that ZIP knows: the same files give the same archive. */
const DATE = 0x21;
const HEADERS = 30 + 46;
const END = 22;
/** Beyond this, with room for the small files, ZIP needs its 64-bit form, which strict readers refuse. */
export const LARGEST_MODEL_BYTES = 0xfffffffe - (1 << 20);

export function textEntry(name: string, text: string): ArchiveEntry {
  const bytes = Buffer.from(text, 'utf8');
  return { name, sizeBytes: bytes.length, crc32: crc32(bytes), open: () => [bytes] };
}

export function fileEntry(name: string, file: { path: string; sizeBytes: number; crc32: number }): ArchiveEntry {
  const open = () => createReadStream(file.path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>;
  return { name, sizeBytes: file.sizeBytes, crc32: file.crc32, open };
}

/** The archive's exact length, for the Content-Length header. */
export function archiveLength(entries: readonly ArchiveEntry[]): number {
  return entries.reduce((sum, { name, sizeBytes }) => sum + sizeBytes + HEADERS + 2 * Buffer.byteLength(name), END);
}

/** The archive as a stream; memory does not grow with the model. */
export function openArchive(entries: readonly ArchiveEntry[]): Readable {
  return Readable.from(writeArchive(entries), { objectMode: false });
}

async function* writeArchive(entries: readonly ArchiveEntry[]): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const local = localHeader(entry);
    directory.push(centralHeader(entry, offset));
    yield local;
    for await (const chunk of entry.open()) yield chunk;
    offset += local.length + entry.sizeBytes;
  }
  const central = Buffer.concat(directory);
  yield central;
  yield endOfDirectory(entries.length, central.length, offset);
}

function localHeader(entry: ArchiveEntry): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(LOCAL_HEADER, 0);
  header.writeUInt16LE(VERSION, 4);
  writeCommon(header, 6, entry);
  return Buffer.concat([header, Buffer.from(entry.name, 'utf8')]);
}

function centralHeader(entry: ArchiveEntry, offset: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(CENTRAL_HEADER, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(VERSION, 6);
  writeCommon(header, 8, entry);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, Buffer.from(entry.name, 'utf8')]);
}

/** Flags, method (0: stored), time, date, CRC-32, both sizes, name length: alike in both headers. */
function writeCommon(header: Buffer, offset: number, { name, crc32: sum, sizeBytes }: ArchiveEntry): void {
  header.writeUInt16LE(DATE, offset + 6);
  header.writeUInt32LE(sum, offset + 8);
  header.writeUInt32LE(sizeBytes, offset + 12);
  header.writeUInt32LE(sizeBytes, offset + 16);
  header.writeUInt16LE(Buffer.byteLength(name), offset + 20);
}

function endOfDirectory(entries: number, directoryBytes: number, directoryOffset: number): Buffer {
  const end = Buffer.alloc(END);
  end.writeUInt32LE(END_OF_DIRECTORY, 0);
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(directoryOffset, 16);
  return end;
}
