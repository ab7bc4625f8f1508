// Archives from outside: what a pull request could have uploaded never escapes its folder nor fills the disk.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { extractZip } from '../../src/adapters/files/unzip.ts';
import { zipFiles, zipOverlapping } from '../servers/zip.ts';
import { temporaryFolder } from '../support/folder.ts';

async function extract(bytes: Buffer): Promise<string> {
  const folder = temporaryFolder('zip');
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

  it('52 kB do not unpack to 1 GB: 999 entries that were each small enough lay upon each other', async () => {
    const bomb = zipOverlapping(Buffer.alloc(1 << 20), 999);
    expect(bomb.length).toBeLessThan(60_000);
    await expect(extract(bomb)).rejects.toThrow('entries of the archive overlap');
  });

  it('bounds the archive as a whole, not only each entry', async () => {
    const zeros = Buffer.alloc(1 << 20);
    const many = Array.from({ length: 900 }, (_, index) => ({ name: String(index), content: zeros }));
    await expect(extract(zipFiles(many))).rejects.toThrow('it unpacks to suspiciously much');
  });

  it('takes a small file that shrinks a thousandfold', async () => {
    const folder = await extract(zipFiles([{ name: 'zeros', content: Buffer.alloc(1 << 20) }]));
    expect(readFileSync(join(folder, 'zeros')).length).toBe(1 << 20);
  });

  it('leaves nothing behind of what it refuses', async () => {
    const folder = temporaryFolder('zip');
    const archive = join(folder, 'a.zip');
    const entries = [
      { name: 'fine', content: Buffer.from('x') },
      { name: 'bomb', content: Buffer.alloc(64 << 20) },
    ];
    writeFileSync(archive, zipFiles(entries));
    await expect(extractZip(archive, join(folder, 'out'))).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(['a.zip']);
    rmSync(folder, { recursive: true });
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
