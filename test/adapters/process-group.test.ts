import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { startGroup, waitForEnd } from '../../src/adapters/process/group.ts';
import { isRunning } from '../support/running.ts';

/** What a shell script prints, and how it ends. */
async function run(script: string) {
  const child = startGroup('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  return { ending: await waitForEnd(child), said: said.trim() };
}

describe.skipIf(process.platform !== 'linux')('waitForEnd', () => {
  it('tells an exit code from a signal', async () => {
    expect((await run('exit 3')).ending).toEqual({ code: 3 });
    expect((await run('kill -9 $$')).ending).toEqual({ signal: 'SIGKILL' });
  });

  it('tells a program that cannot be started', async () => {
    const child = startGroup('/nowhere/program', [], {});
    expect(await waitForEnd(child)).toEqual({ unstartable: expect.stringContaining('ENOENT') });
  });

  it('ends what the program left in its group', async () => {
    const { said } = await run('sleep 60 & echo $!');
    expect(isRunning(Number(said))).toBe(false);
  });

  it('does not wait for a daemon that holds the output open', async () => {
    const { ending, said } = await run('setsid sleep 60 & echo $!; sleep 0.2');
    expect(isRunning(Number(said))).toBe(true);
    process.kill(Number(said), 'SIGKILL');
    expect(ending).toEqual({ code: 0 });
  });
});
