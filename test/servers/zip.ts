// Writes ZIP archives by hand, so that they can be as storage hands them out, or lie.

import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer;
  /** What the headers claim instead of the true size. */
  readonly claimedSize?: number;
}

/** One entry of `content`, listed under many names: the directory is all that grows. */
export function zipOverlapping(content: Buffer, count: number): Buffer {
  const name = (index: number) => String(index).padStart(4, '0');
  const one = zipFiles([{ name: name(0), content }]);
  const directoryAt = one.readUInt32LE(one.length - 6);
  const listed = one.subarray(directoryAt, one.length - 22);
  const directory = Array.from({ length: count }, (_, index) =>
    Buffer.concat([listed.subarray(0, listed.length - 4), Buffer.from(name(index))]),
  );
  const end = Buffer.from(one.subarray(one.length - 22));
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(listed.length * count, 12);
  return Buffer.concat([one.subarray(0, directoryAt), ...directory, end]);
}

/** A ZIP with deflated entries, written by hand so that it can lie. */
export function zipFiles(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claimedSize } of entries) {
    const data = deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(claimedSize ?? content.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    centrals.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), fields, tail, Buffer.from(name)]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006'), end]);
}
