// Whether `local` sees +3 % at a limit of 1 %: whole gates by the command line of 33 equal blocks against 34, and as many
// of 33 against 33. Nine of ten of the first must fail, none of the second. Exit code 1 where that is missed.
//   node bench/small-change.ts [gates=20]

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { makeEqualBlocks } from './equal-blocks.ts';

const CLI = resolve('dist/cli/index.js');
const GATES = Number(process.argv[2] ?? 20);
const LEAST_FOUND = Math.ceil(GATES * 0.9);
const BLOCKS = 33;
const FAILED = 1;

const folder = mkdtempSync(join(tmpdir(), 'latency-gate-small-'));
symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));

/** One more of 33 blocks is 3 % more work. */
function write(name: string, blocks: number, seed: number): string {
  writeFileSync(join(folder, name), makeEqualBlocks(blocks, seed, 24));
  return name;
}

/** Whether a gate fails; each has models of its own. */
function fails(blocks: number, seed: number): boolean {
  const models = [write('old.onnx', BLOCKS, seed), write('new.onnx', blocks, seed + 1)];
  const args = [CLI, 'gate', ...models, '--max-regression', '1%', '--quiet'];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0 && status !== FAILED) throw new Error(`the gate ended with ${status}: ${stderr}`);
  return status === FAILED;
}

let found = 0;
let accused = 0;
try {
  for (let gate = 0; gate < GATES; gate += 1) {
    if (fails(BLOCKS + 1, 1000 + 4 * gate)) found += 1;
    if (fails(BLOCKS, 1002 + 4 * gate)) accused += 1;
    process.stdout.write(`${gate + 1} of ${GATES}: ${found} found, ${accused} accused\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`+3 % at a limit of 1 %: ${found} of ${GATES} found; must be at least ${LEAST_FOUND}\n`);
process.stdout.write(`equal at a limit of 1 %: ${accused} of ${GATES} failed; must be 0\n`);
process.exit(found >= LEAST_FOUND && accused === 0 ? 0 : 1);
