// The process that executes a model, as its parent starts it.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ModelProcess } from '../../src/adapters/local/process.ts';
import { temporaryFolder } from '../support/folder.ts';

const LOAD = { kind: 'load' } as Parameters<ModelProcess['load']>[0];
const open: ModelProcess[] = [];

/** A worker that answers each command by this expression. */
function start(answer: string, timeoutMs = 30_000): ModelProcess {
  const workerPath = join(temporaryFolder('worker'), 'worker.mjs');
  writeFileSync(workerPath, `process.on('message', (command) => { ${answer} });`);
  const child = new ModelProcess({ workerPath, env: { PATH: '/usr/bin' }, timeoutMs });
  open.push(child);
  return child;
}

afterEach(() => {
  for (const child of open.splice(0)) child.stop();
});

describe('ModelProcess', () => {
  it('sees the variables it is given, and that the runtime must send nothing to its maker', async () => {
    const loaded = await start("process.send({ kind: 'loaded', env: process.env })").load(LOAD);
    expect(loaded).toMatchObject({ env: { PATH: '/usr/bin', ORT_DISABLE_TELEMETRY: '1' } });
    expect(loaded).not.toHaveProperty('env.HOME');
  });

  it('says how the process ended when it died', async () => {
    await expect(start('process.exit(3)').load(LOAD)).rejects.toThrow('exit code 3');
  });

  it('is ended when it does not answer in time', async () => {
    await expect(start('void command', 300).load(LOAD)).rejects.toThrow('0.3 s');
  });
});
