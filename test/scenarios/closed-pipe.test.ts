// A reader that goes away before everything is printed is no failure: the exit code is the verdict's.

import { spawn, spawnSync } from 'node:child_process';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLI, createDesk, type Desk, shellEnv } from '../support/command-line.ts';

let desk: Desk;
beforeAll(() => {
  desk = createDesk();
  const plain = { metric: 'latency', unit: 'ms', better: 'lower', history: [10, 10.1, 9.9, 10, 10.05, 9.95, 10, 10.1] };
  desk.put({
    'slower.json': JSON.stringify({ ...plain, candidate: [12, 12.1, 11.9, 12, 12.2, 11.95] }),
    'equal.json': JSON.stringify({ ...plain, candidate: [10, 10.1, 9.9, 10, 10.05, 9.95] }),
  });
});
afterAll(() => desk.remove());

const compare = (file: string) => ['compare', file];

describe('a pipe that closes', () => {
  it.each([
    ['slower.json', 1],
    ['equal.json', 0],
  ])('at the first line leaves %s its exit code', (candidate, code) => {
    const plain = desk.run(...compare(candidate));
    expect(plain.status, plain.stdout + plain.stderr).toBe(code);
    const quoted = [process.execPath, CLI, ...compare(candidate)].map((part) => `'${part}'`).join(' ');
    const script = `${quoted} | head -1; exit \${PIPESTATUS[0]}`;
    const piped = spawnSync('bash', ['-c', script], { cwd: desk.folder, encoding: 'utf8', env: shellEnv() });
    expect(piped.status, piped.stderr).toBe(code);
    expect(piped.stderr).toBe('');
    expect(piped.stdout.trim().split('\n')).toHaveLength(1);
  });

  it('before anything is printed does so too, on both streams', async () => {
    const child = spawn(process.execPath, [CLI, ...compare('slower.json')], { cwd: desk.folder, env: shellEnv() });
    child.stdout.destroy();
    child.stderr.destroy();
    expect(await new Promise((done) => child.once('close', done))).toBe(1);
  });
});
