// Archives from outside: what a pull request could have uploaded never escapes its folder nor fills the disk.

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { extractZip } from '../../src/adapters/files/unzip.ts';
import { zipFiles } from '../servers/zip.ts';

async function extract(bytes: Buffer): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'latency-gate-zip-'));
  const archive = join(folder, 'a.zip');
  writeFileSync(archive, bytes);
  await extractZip(archive, join(folder, 'out'));
  return join(folder, 'out');
}

describe('extractZip', () => {
  it('writes files, with folders', async () => {
    const folder = await extract(zipFiles([{ name: 'a/b.txt', content: Buffer.from('hello') }]));
    expect(readFileSync(join(folder, 'a', 'b.txt'), 'utf8')).toBe('hello');
  });

  it.each(['../escape.txt', '/absolute.txt', 'a/../../escape.txt', 'C:\\windows.txt', 'a\\..\\..\\b'])(
    'refuses the name %s',
    async (name) => {
      await expect(extract(zipFiles([{ name, content: Buffer.from('x') }]))).rejects.toThrow();
    },
  );

  it('refuses what unpacks to suspiciously much', async () => {
    await expect(extract(zipFiles([{ name: 'bomb', content: Buffer.alloc(64 << 20) }]))).rejects.toThrow(
      'suspiciously much',
    );
  });

  it('refuses an entry that is larger than it claims', async () => {
    const content = Buffer.alloc(64 << 20);
    await expect(extract(zipFiles([{ name: 'liar', content, claimedSize: 10 }]))).rejects.toThrow(
      /too many bytes|size/i,
    );
  });

  it('refuses the same name twice', async () => {
    const twice = { name: 'model.onnx', content: Buffer.from('x') };
    await expect(extract(zipFiles([twice, twice]))).rejects.toThrow('EEXIST');
  });

  it('refuses thousands of entries, and what is no archive', async () => {
    const many = Array.from({ length: 1001 }, (_, index) => ({ name: String(index), content: Buffer.from('x') }));
    await expect(extract(zipFiles(many))).rejects.toThrow('1001 entries');
    await expect(extract(Buffer.from('not a zip'))).rejects.toThrow();
  });
});
