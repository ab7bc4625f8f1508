// What the machine may refuse: space, a size of files, writing at all, DNS. It is told in words, nothing half is kept,
// and the next run goes on. And two runs in one workspace at once.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLI, createDesk, type Desk, latencyGate, shellEnv } from '../support/command-line.ts';
import { createWorld } from '../support/world.ts';

let desk: Desk;
const mounted: string[] = [];
beforeEach(() => {
  desk = createDesk();
});
afterEach(() => {
  for (const folder of mounted.splice(0)) spawnSync('umount', [folder]);
  desk.remove();
});

const RESULT = JSON.stringify({ results: [{ command: './infer', times: [0.02, 0.02], exit_codes: [0, 0] }] });
const RECORD = ['record', '--model', 'net', '--backend', 'results', '--results', 'bench.json', '--devices', 'board'];

/** A small file system of its own at that folder of the desk; false where this machine allows none. */
function mount(folder: string, options: string): boolean {
  mkdirSync(folder, { recursive: true });
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0;
  if (done) mounted.push(folder);
  return done;
}

const records = () => {
  const folder = join(desk.folder, '.latency-gate');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.includes('-record-')) : [];
  return names.flatMap((name) => readdirSync(join(folder, name)).map((stamp) => `${name}/${stamp}`));
};

const canMount = (() => {
  const probe = createDesk();
  const folder = join(probe.folder, 'probe');
  const can = mount(folder, 'size=64k');
  for (const made of mounted.splice(0)) spawnSync('umount', [made]);
  probe.remove();
  return can;
})();
const canLimit = spawnSync('bash', ['-c', 'ulimit -f 0']).status === 0;

describe.skipIf(!canLimit)('a limit on the size of files', () => {
  it('is told by name, and nothing half is kept', () => {
    desk.put({ 'bench.json': RESULT });
    const quoted = [process.execPath, CLI, ...RECORD].map((part) => `'${part}'`).join(' ');
    const script = `ulimit -f 0; exec ${quoted}`;
    const limited = spawnSync('bash', ['-c', script], { cwd: desk.folder, encoding: 'utf8', env: shellEnv() });
    expect(`${limited.stdout}${limited.stderr}`).toContain('EFBIG');
    expect(limited.stderr).not.toMatch(/^ {4}at /m);
    const left = readdirSync(desk.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(left.map(({ name }) => name)).toEqual(['bench.json']);
    expect(desk.run(...RECORD).status).toBe(0);
    expect(records()).toHaveLength(1);
  });
});

describe.skipIf(!canMount)('a full disk', () => {
  it('is told by name, and nothing half is kept', () => {
    desk.put({ 'bench.json': RESULT });
    const folder = join(desk.folder, '.latency-gate');
    mount(folder, 'size=64k');
    try {
      writeFileSync(join(folder, 'other'), Buffer.alloc(1 << 20));
    } catch {
      // That is the point of it.
    }
    const { status, stdout, stderr } = desk.run(...RECORD);
    expect([0, 2], stdout + stderr).toContain(status);
    expect(stdout + stderr).toContain('ENOSPC');
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(readdirSync(folder)).not.toContain(expect.stringContaining('partial'));
  });

  it('of the runner ends a gate with a verdict or an error, never with an open check', async () => {
    const world = await createWorld();
    try {
      writeFileSync(join(world.workspace, 'bench.json'), RESULT);
      const inputs = { model: 'net', backend: 'results', results: 'bench.json', devices: 'board' };
      const sha = world.commit('main');
      const full = join(desk.folder, 'temp');
      mount(full, 'size=4k');
      const result = await world.step({ event: 'push', sha, branch: 'main', inputs, env: { RUNNER_TEMP: full } });
      expect([0, 2], result.log).toContain(result.exitCode);
      expect(result.log).toContain('ENOSPC');
      expect(result.log).not.toContain('This is a bug');
      expect(world.state.checks.map(({ status }) => status)).toEqual(['completed']);
      expect(await world.step({ event: 'push', sha, branch: 'main', inputs })).toExit(0);
    } finally {
      await world.close();
    }
  }, 60_000);
});

describe.skipIf(!canMount)('a read-only workspace', () => {
  it('is told by name where something must be kept, and does not hinder a comparison', () => {
    const folder = join(desk.folder, 'work');
    mount(folder, 'size=1m');
    writeFileSync(join(folder, 'bench.json'), RESULT);
    const series = { metric: 'latency', unit: 'ms', better: 'lower', history: [10, 10.1, 9.9], candidate: [10, 10.1] };
    writeFileSync(join(folder, 'series.json'), JSON.stringify(series));
    spawnSync('mount', ['-o', 'remount,ro', folder]);
    const { stdout, stderr } = latencyGate(folder, RECORD);
    expect(stdout + stderr).toMatch(/EROFS|read-only/);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(latencyGate(folder, ['compare', 'series.json']).status).toBe(0);
  });
});

describe('a name that DNS does not know', () => {
  it('is said to be that, and the step ends', async () => {
    const world = await createWorld();
    try {
      writeFileSync(join(world.workspace, 'bench.json'), RESULT);
      const inputs = { model: 'net', backend: 'results', results: 'bench.json', devices: 'board' };
      const env = { GITHUB_API_URL: 'https://nowhere.invalid' };
      const result = await world.step({ event: 'push', sha: world.commit('main'), branch: 'main', inputs, env });
      expect([0, 2], result.log).toContain(result.exitCode);
      expect(result.log).toMatch(/its name is not known to DNS|DNS does not answer/);
    } finally {
      await world.close();
    }
  }, 60_000);
});

describe('several runs at once in one workspace', () => {
  it('keep a record each, whole', async () => {
    desk.put({ 'bench.json': RESULT });
    const codes = await Promise.all(
      Array.from({ length: 4 }, () => {
        const child = spawn(process.execPath, [CLI, ...RECORD], { cwd: desk.folder, env: shellEnv(), stdio: 'ignore' });
        return new Promise((done) => child.once('close', done));
      }),
    );
    expect(codes).toEqual([0, 0, 0, 0]);
    expect(records()).toHaveLength(4);
  }, 60_000);
});
