// The archive in which the device cloud takes a model: a ZIP with one stored entry, written while it is sent, with its
// complete local header (no data descriptor), for readers on the other side may be strict.

import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

export interface ArchiveSource {
  readonly path: string;
  readonly sizeBytes: number;
  /** CRC-32 of the bytes, unsigned. */
  readonly crc32: number;
}

const ENTRY = Buffer.from('model.tflite');
const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const VERSION = 10;
/** 1 January 1980, the oldest date that ZIP knows: the same model gives the same archive. */
const DATE = 0x21;
const OVERHEAD = 30 + 46 + 22 + 2 * ENTRY.length;
/** Beyond this ZIP needs its 64-bit form, which strict readers refuse. */
export const LARGEST_MODEL_BYTES = 0xfffffffe - OVERHEAD;

/** The archive's exact length, for the Content-Length header. */
export function archiveLength(source: Pick<ArchiveSource, 'sizeBytes'>): number {
  return source.sizeBytes + OVERHEAD;
}

/** The archive as a stream; memory does not grow with the model. */
export function openArchive(source: ArchiveSource): Readable {
  return Readable.from(writeArchive(source), { objectMode: false });
}

async function* writeArchive(source: ArchiveSource): AsyncGenerator<Buffer> {
  const local = localHeader(source);
  yield local;
  for await (const chunk of createReadStream(source.path, { highWaterMark: 1 << 18 })) yield chunk as Buffer;
  const central = centralHeader(source);
  yield central;
  yield endOfDirectory(central.length, local.length + source.sizeBytes);
}

function localHeader(source: ArchiveSource): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(LOCAL_HEADER, 0);
  header.writeUInt16LE(VERSION, 4);
  writeCommon(header, 6, source);
  return Buffer.concat([header, ENTRY]);
}

function centralHeader(source: ArchiveSource): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(CENTRAL_HEADER, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(VERSION, 6);
  writeCommon(header, 8, source);
  return Buffer.concat([header, ENTRY]);
}

/** Flags, method (0: stored), time, date, CRC-32, both sizes, name length: alike in both headers. */
function writeCommon(header: Buffer, offset: number, { crc32, sizeBytes }: ArchiveSource): void {
  header.writeUInt16LE(DATE, offset + 6);
  header.writeUInt32LE(crc32, offset + 8);
  header.writeUInt32LE(sizeBytes, offset + 12);
  header.writeUInt32LE(sizeBytes, offset + 16);
  header.writeUInt16LE(ENTRY.length, offset + 20);
}

function endOfDirectory(directoryBytes: number, directoryOffset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END_OF_DIRECTORY, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(directoryOffset, 16);
  return end;
}
