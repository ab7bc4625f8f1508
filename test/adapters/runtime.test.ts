// Installing ONNX Runtime where there is none: from a real registry on loopback, pinned and verified.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fetch } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRuntime, type RuntimeOptions } from '../../src/adapters/local/runtime.ts';
import { RUNTIME_PACKAGES } from '../../src/adapters/local/runtime-pin.ts';
import { type Mounted, mount } from '../servers/http.ts';
import { silentLogger } from '../support/fakes.ts';
import { temporaryFolder } from '../support/folder.ts';

let registry: Mounted;
let archive: Buffer;
let asked: string[] = [];

beforeAll(async () => {
  archive = packArchive();
  registry = await mount(async ({ url }) => {
    asked.push(url.pathname);
    return url.pathname.endsWith('.tgz') ? { status: 200, body: archive } : { status: 404 };
  });
});
afterAll(() => registry.close());

function packArchive(): Buffer {
  const folder = temporaryFolder('pack');
  mkdirSync(join(folder, 'package', 'dist'), { recursive: true });
  mkdirSync(join(folder, 'package', 'unneeded'));
  writeFileSync(
    join(folder, 'package', 'package.json'),
    '{"name":"onnxruntime-node","version":"9.9.9","main":"dist/index.js"}',
  );
  writeFileSync(join(folder, 'package', 'dist', 'index.js'), 'module.exports = { works: true };');
  writeFileSync(join(folder, 'package', 'unneeded', 'big.bin'), 'x');
  execFileSync('tar', ['-czf', 'package.tgz', 'package'], { cwd: folder });
  return readFileSync(join(folder, 'package.tgz'));
}

function options(change: Partial<RuntimeOptions> = {}): RuntimeOptions {
  const integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
  asked = [];
  return {
    searchFrom: [temporaryFolder('empty')],
    cacheFolder: temporaryFolder('cache'),
    install: 'auto',
    registryUrl: `${registry.url}/`,
    fetch,
    log: silentLogger,
    packages: [
      { name: 'onnxruntime-node', version: '9.9.9', integrity, files: () => ['package/package.json', 'package/dist'] },
    ],
    ...change,
  };
}

describe('findRuntime', () => {
  it('takes the copy of the workspace first', async () => {
    expect(await findRuntime(options({ searchFrom: [process.cwd()] }))).toBe(
      join(process.cwd(), 'node_modules', 'onnxruntime-node'),
    );
    expect(asked).toEqual([]);
  });

  it('installs only what this machine needs, once, into the tool cache', async () => {
    const given = options();
    const folder = await findRuntime(given);
    expect(createRequire(import.meta.url)(folder)).toEqual({ works: true });
    expect(existsSync(join(folder, 'unneeded'))).toBe(false);
    expect(await findRuntime(given)).toBe(folder);
    expect(asked).toEqual(['/onnxruntime-node/-/onnxruntime-node-9.9.9.tgz']);
  });

  it('refuses a download that is not the pinned one, and leaves nothing behind', async () => {
    const given = options();
    const [pinned] = given.packages ?? [];
    if (pinned === undefined) throw new Error('no package');
    const tampered = { ...given, packages: [{ ...pinned, integrity: `sha512-${'A'.repeat(86)}==` }] };
    await expect(findRuntime(tampered)).rejects.toMatchObject({
      code: 'runtime-missing',
      message: expect.stringContaining('is not the pinned one'),
    });
    expect(
      readdirSync(given.cacheFolder, { recursive: true }).filter((name) => String(name).endsWith('index.js')),
    ).toEqual([]);
  });

  it('refuses a machine without a build before anything is downloaded', async () => {
    await expect(findRuntime(options({ machine: 'darwin x64' }))).rejects.toMatchObject({
      code: 'runtime-missing',
      message: expect.stringContaining('has no build for darwin x64'),
    });
    expect(asked).toEqual([]);
  });

  it('says what to do where it may not install', async () => {
    await expect(findRuntime(options({ install: 'never' }))).rejects.toMatchObject({
      advice: expect.stringContaining('npm install onnxruntime-node@9.9.9'),
    });
    expect(asked).toEqual([]);
  });

  it('pins the very packages that the lockfile holds', () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, { version: string; integrity: string }>;
    };
    for (const { name, version, integrity } of RUNTIME_PACKAGES) {
      expect(lock.packages[`node_modules/${name}`]).toMatchObject({ version, integrity });
    }
  });
});
