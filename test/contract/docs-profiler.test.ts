// The profiler that docs/backends.md begins with is run through the suite that every profiler passes.

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Profiler } from '../../src/ports/profiler.ts';

const FOLDER = resolve('node_modules', '.cache', `docs-profiler-${process.pid}`);
let createMyProfiler: () => Profiler;

beforeAll(async () => {
  const page = await readFile('docs/backends.md', 'utf8');
  const [, code = ''] = /```ts\n(\/\/ my-profiler\.ts\n[\s\S]*?)```/.exec(page) ?? [];
  await mkdir(FOLDER, { recursive: true });
  const path = join(FOLDER, 'my-profiler.ts');
  await writeFile(path, code.replace("'latency-gate/src/", `'${resolve('src')}/`));
  ({ createMyProfiler } = await import(pathToFileURL(path).href));
});

afterAll(() => rm(FOLDER, { recursive: true, force: true }));

describe('the profiler of the docs', () => {
  it('measures a file on its one device', async () => {
    const profiler = createMyProfiler();
    const model = await profiler.prepare(await profiler.inspect(resolve('package.json'), 'p'));
    const [device] = await profiler.devices();
    if (device === undefined) throw new Error('it has no device');
    const state = await profiler.poll(await profiler.submit({ model, device }));
    expect(state).toMatchObject({ state: 'done', measurement: { kind: 'job' } });
    if (state.state === 'done' && state.measurement.kind === 'job')
      expect(state.measurement.job.values['latency']).toBeGreaterThan(0);
  });

  it('fails a ticket that it does not know', async () => {
    const ticket = { profiler: 'my-profiler', id: 'x', device: 'disk', sha256: '', handle: '' };
    expect(await createMyProfiler().poll(ticket)).toMatchObject({ state: 'failed' });
  });
});
