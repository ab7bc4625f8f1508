// Archives from outside: what a pull request could have uploaded never escapes its folder nor fills the disk.

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { extractZip } from '../../src/adapters/files/unzip.ts';

interface Entry {
  readonly name: string;
  readonly content: Buffer;
  /** What the headers claim instead of the true size. */
  readonly claimedSize?: number;
}

/** A ZIP with deflated entries, written by hand so that it can lie. */
function zip(entries: readonly Entry[]): Buffer {
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

async function extract(bytes: Buffer): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'latency-gate-zip-'));
  const archive = join(folder, 'a.zip');
  writeFileSync(archive, bytes);
  await extractZip(archive, join(folder, 'out'));
  return join(folder, 'out');
}

describe('extractZip', () => {
  it('writes files, with folders', async () => {
    const folder = await extract(zip([{ name: 'a/b.txt', content: Buffer.from('hello') }]));
    expect(readFileSync(join(folder, 'a', 'b.txt'), 'utf8')).toBe('hello');
  });

  it.each(['../escape.txt', '/absolute.txt', 'a/../../escape.txt', 'C:\\windows.txt', 'a\\..\\..\\b'])(
    'refuses the name %s',
    async (name) => {
      await expect(extract(zip([{ name, content: Buffer.from('x') }]))).rejects.toThrow();
    },
  );

  it('refuses what unpacks to suspiciously much', async () => {
    await expect(extract(zip([{ name: 'bomb', content: Buffer.alloc(64 << 20) }]))).rejects.toThrow(
      'suspiciously much',
    );
  });

  it('refuses an entry that is larger than it claims', async () => {
    const content = Buffer.alloc(64 << 20);
    await expect(extract(zip([{ name: 'liar', content, claimedSize: 10 }]))).rejects.toThrow(/too many bytes|size/i);
  });

  it('refuses the same name twice', async () => {
    const twice = { name: 'model.onnx', content: Buffer.from('x') };
    await expect(extract(zip([twice, twice]))).rejects.toThrow('EEXIST');
  });

  it('refuses thousands of entries, and what is no archive', async () => {
    const many = Array.from({ length: 1001 }, (_, index) => ({ name: String(index), content: Buffer.from('x') }));
    await expect(extract(zip(many))).rejects.toThrow('1001 entries');
    await expect(extract(Buffer.from('not a zip'))).rejects.toThrow();
  });
});
