// Cold start: whole processes against `node -e 0` in the same run, pair by pair.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { median } from '../src/domain/statistics.ts';
import { atMost, type Row, times } from './row.ts';

const PAIRS = 25;
const RUNNER = { PATH: process.env['PATH'] ?? '', GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'a/b', GITHUB_SHA: 'a' };
/** An event that the action does not know, a mode that there is not, nothing left open, a question to the program. */
const STARTS = [
  {
    what: '`dist/main` until it refuses an event',
    file: 'main',
    args: [],
    env: { GITHUB_EVENT_NAME: 'none' },
    goal: 2.5,
  },
  { what: '`dist/main` until it refuses a mode', file: 'main', args: [], env: { INPUT_MODE: 'gaet' }, goal: 2.5 },
  { what: '`dist/post` with nothing to do', file: 'post', args: [], env: {}, goal: 1.6 },
  { what: '`latency-gate --help`', file: 'cli', args: ['--help'], env: {}, goal: 1.8 },
  { what: '`latency-gate --version`', file: 'cli', args: ['--version'], env: {}, goal: 1.8 },
] as const;

/** The median ratio of each start to bare Node. */
export function measureColdStart(): readonly Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'latency-gate-bench-'));
  writeFileSync(join(folder, 'event.json'), '{"ref":"refs/heads/main","repository":{"default_branch":"main"}}');
  const base = { ...RUNNER, GITHUB_EVENT_NAME: 'push', GITHUB_EVENT_PATH: join(folder, 'event.json') };
  const ratios = STARTS.map((): number[] => []);
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const bare = time(['-e', '0'], base);
    STARTS.forEach(({ file, args, env }, index) => {
      ratios[index]?.push(time([resolve('dist', file, 'index.js'), ...args], { ...base, ...env }) / bare);
    });
  }
  rmSync(folder, { recursive: true });
  return STARTS.map(({ what, goal }, index) =>
    atMost(`cold start: ${what}`, '`node -e 0`', [median(ratios[index] ?? []), goal], times),
  );
}

function time(args: readonly string[], env: Readonly<Record<string, string>>): number {
  const started = performance.now();
  spawnSync(process.execPath, args, { env, stdio: 'ignore' });
  return performance.now() - started;
}
