// Whether the local gate cries wolf on a busy machine, and sees 10 % on an idle one: whole gates by the command line.
// Forty gates of an equally fast model beside two busy loops may not fail; of twenty gates of a model with eleven equal
// blocks instead of ten, eighteen must. Exit code 1 where that is missed.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import * as z from 'zod';
import { makeEqualBlocks } from './equal-blocks.ts';

const Report = z.object({ outcome: z.string() });
const CLI = resolve('dist/cli/index.js');
const EQUAL_GATES = 40;
const SLOWER_GATES = 20;
const LEAST_FOUND = 18;
const BUSY_LOOPS = 2;

const folder = mkdtempSync(join(tmpdir(), 'latency-gate-noise-'));
const model = join(folder, 'net.onnx');

function latencyGate(mode: 'record' | 'gate'): string {
  const { stdout, stderr } = spawnSync(process.execPath, [CLI, mode, '--model', model, '--quiet', '--json'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_PATH: resolve('node_modules') },
  });
  const parsed = Report.safeParse(stdout === '' ? {} : JSON.parse(stdout));
  if (!parsed.success || parsed.data.outcome === 'error') throw new Error(`${mode} did not run: ${stderr}${stdout}`);
  return parsed.data.outcome;
}

/** How many of `gates` fail when each has a model of its own seed. */
function countFailures(gates: number, blocks: number): number {
  let failures = 0;
  for (let gate = 0; gate < gates; gate += 1) {
    writeFileSync(model, makeEqualBlocks(blocks, 100 + gate));
    if (latencyGate('gate') === 'fail') failures += 1;
    process.stdout.write(`\r${gate + 1} of ${gates} gates, ${failures} failed `);
  }
  process.stdout.write('\n');
  return failures;
}

function startBusyLoops(): readonly ChildProcess[] {
  return Array.from({ length: BUSY_LOOPS }, () => spawn(process.execPath, ['-e', 'for (;;) {}'], { stdio: 'ignore' }));
}

spawnSync('ln', ['-s', resolve('node_modules'), join(folder, 'node_modules')]);
writeFileSync(model, makeEqualBlocks(10, 1));
latencyGate('record');
const found = process.argv.includes('--busy-only') ? SLOWER_GATES : countFailures(SLOWER_GATES, 11);
const loops = startBusyLoops();
const accused = countFailures(EQUAL_GATES, 10);
for (const loop of loops) loop.kill();
rmSync(folder, { recursive: true, force: true });
console.log(`10 % slower, idle machine: ${found} of ${SLOWER_GATES} found; must be at least ${LEAST_FOUND}`);
console.log(`equal, beside ${BUSY_LOOPS} busy loops: ${accused} of ${EQUAL_GATES} failed; must be 0`);
process.exit(found >= LEAST_FOUND && accused === 0 ? 0 : 1);
