// The runtime of the baseline's side: an exact version from a real registry on loopback, verified by the integrity that
// the registry tells, or a folder.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetch } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBaselineRuntime } from '../../src/adapters/local/baseline-runtime.ts';
import type { RuntimeOptions } from '../../src/adapters/local/runtime.ts';
import { type Mounted, mount } from '../servers/http.ts';
import { silentLogger } from '../support/fakes.ts';
import { temporaryFolder } from '../support/folder.ts';

const VERSION = '1.23.0';
let registry: Mounted;
let archives: ReadonlyMap<string, Buffer>;
let integrity: (archive: Buffer) => string;
let asked: string[];

/** A package with binaries for this machine and for another one. */
function pack(name: string, binaries: readonly string[]): Buffer {
  const folder = temporaryFolder('pack');
  const put = (path: string, text: string) => {
    mkdirSync(join(folder, 'package', path, '..'), { recursive: true });
    writeFileSync(join(folder, 'package', path), text);
  };
  put('package.json', JSON.stringify({ name, version: VERSION }));
  put('dist/index.js', 'module.exports = {};');
  for (const binary of binaries) put(`bin/${binary}/onnxruntime_binding.node`, 'x');
  execFileSync('tar', ['-czf', 'package.tgz', 'package'], { cwd: folder });
  return readFileSync(join(folder, 'package.tgz'));
}

const HERE = `napi-v6/${process.platform}/${process.arch}`;

beforeAll(async () => {
  registry = await mount(async ({ url }) => {
    asked.push(url.pathname);
    const [, name = '', last = ''] = /^\/([^/]+)\/(.*)$/.exec(url.pathname) ?? [];
    const archive = archives.get(name);
    if (archive === undefined) return { status: 404 };
    if (last.endsWith('.tgz')) return { status: 200, body: archive };
    if (last !== VERSION) return { status: 404 };
    return { status: 200, body: { name, version: VERSION, dist: { integrity: integrity(archive) } } };
  });
});
afterAll(() => registry.close());

function options(change: Partial<RuntimeOptions> = {}, binaries = [HERE, 'napi-v6/sunos/sparc']): RuntimeOptions {
  asked = [];
  archives = new Map([
    ['onnxruntime-node', pack('onnxruntime-node', binaries)],
    ['onnxruntime-common', pack('onnxruntime-common', [])],
  ]);
  integrity = (archive) => `sha512-${createHash('sha512').update(archive).digest('base64')}`;
  return {
    searchFrom: [],
    cacheFolder: temporaryFolder('cache'),
    install: 'auto',
    registryUrl: registry.url,
    fetch,
    log: silentLogger,
    ...change,
  };
}

describe('an exact version', () => {
  it('is installed once, with what this machine needs, and known before', async () => {
    const given = options();
    const runtime = createBaselineRuntime(VERSION, '/', given);
    expect(await runtime.version()).toBe(VERSION);
    expect(asked).toEqual([]);
    const folder = await runtime.path();
    expect(existsSync(join(folder, 'bin', HERE, 'onnxruntime_binding.node'))).toBe(true);
    expect(existsSync(join(folder, 'bin', 'napi-v6', 'sunos'))).toBe(false);
    const before = asked.length;
    expect(await createBaselineRuntime(VERSION, '/', given).path()).toBe(folder);
    expect(asked).toHaveLength(before);
  });

  it('is refused where the download is not what the registry tells', async () => {
    const given = options();
    integrity = () => `sha512-${'A'.repeat(86)}==`;
    await expect(createBaselineRuntime(VERSION, '/', given).path()).rejects.toMatchObject({
      code: 'runtime-missing',
      message: expect.stringContaining('is not the pinned one'),
    });
  });

  it('is refused where the registry tells only an older kind of hash', async () => {
    const given = options();
    integrity = () => 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=';
    await expect(createBaselineRuntime(VERSION, '/', given).path()).rejects.toMatchObject({
      message: expect.stringContaining('tells no integrity'),
    });
    expect(asked.filter((path) => path.endsWith('.tgz'))).toEqual([]);
  });

  it('is refused where it does not exist, and nothing stays behind where it has no build for this machine', async () => {
    await expect(createBaselineRuntime('1.99.0', '/', options()).path()).rejects.toMatchObject({
      message: expect.stringContaining('HTTP 404'),
    });
    const given = options({}, ['napi-v6/sunos/sparc']);
    const runtime = createBaselineRuntime(VERSION, '/', given);
    await expect(runtime.path()).rejects.toMatchObject({ message: expect.stringContaining('has no build for') });
    await expect(createBaselineRuntime(VERSION, '/', given).path()).rejects.toThrow('has no build for');
  });

  it('is not downloaded where install-runtime is never', async () => {
    const runtime = createBaselineRuntime(VERSION, '/', options({ install: 'never' }));
    await expect(runtime.path()).rejects.toMatchObject({
      message: expect.stringContaining('install-runtime is never'),
    });
    expect(asked).toEqual([]);
  });
});

describe('a folder', () => {
  it('is the package itself, or a project that has it', async () => {
    const real = join(process.cwd(), 'node_modules', 'onnxruntime-node');
    const { version } = JSON.parse(readFileSync(join(real, 'package.json'), 'utf8')) as { version: string };
    for (const written of ['./node_modules/onnxruntime-node', './src']) {
      const runtime = createBaselineRuntime(written, process.cwd(), options());
      expect(await runtime.path()).toBe(real);
      expect(await runtime.version()).toBe(version);
    }
  });
});
