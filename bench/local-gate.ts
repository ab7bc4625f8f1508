// What a whole gate on this machine costs beside what it measures: the command line on two models that differ in their
// weights alone, and on one that takes half as long again. Each is held against a bare ONNX Runtime loop of a hundred
// inferences just before it, so that a busy machine counts on both sides.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { median } from '../src/domain/statistics.ts';
import { makeEqualBlocks } from './equal-blocks.ts';

/** Another build of the program, to compare with in the same run: `node bench/local-gate.ts ../other/dist`. */
const builds = [resolve('dist'), ...process.argv.slice(2).map((path) => resolve(path))];
const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const INFERENCES = 100;

const folder = mkdtempSync(join(tmpdir(), 'latency-gate-cost-'));
symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
const put = (name: string, bytes: Uint8Array) => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
const [base, equal, slower] = [
  put('base.onnx', makeEqualBlocks(24, 1)),
  put('equal.onnx', makeEqualBlocks(24, 2)),
  put('slower.onnx', makeEqualBlocks(36, 3)),
];

/** Milliseconds of a hundred inferences, from the median of a loop of one second. */
function bareMs(): number {
  const told = execFileSync(process.execPath, [resolve('bench/bare-loop.mjs'), base, '1'], { encoding: 'utf8' });
  return Number(told) * INFERENCES;
}

function gateMs(build: string, candidate: string): { readonly ms: number; readonly outcome: number | null } {
  const started = performance.now();
  const cli = join(build, 'cli', 'index.js');
  const { status } = spawnSync(process.execPath, [cli, 'gate', base, candidate, '--quiet'], { cwd: folder });
  return { ms: performance.now() - started, outcome: status };
}

const ratios = new Map<string, number[]>();
const outcomes = new Map<string, string[]>();
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [what, candidate] of [['equal', equal] as const, ['slower', slower] as const]) {
    for (const build of round % 2 === 0 ? builds : [...builds].reverse()) {
      const bare = bareMs();
      const { ms, outcome } = gateMs(build, candidate);
      const key = `${what} ${build}`;
      ratios.set(key, [...(ratios.get(key) ?? []), ms / bare]);
      outcomes.set(key, [...(outcomes.get(key) ?? []), String(outcome)]);
      console.log(`${what.padEnd(7)} ${(ms / 1000).toFixed(1)} s, bare ${(bare / 1000).toFixed(2)} s  ${build}`);
    }
  }
}
rmSync(folder, { recursive: true, force: true });
console.log(`\nA whole gate against ${INFERENCES} bare inferences of the model, medians of ${ROUNDS}`);
for (const [key, all] of ratios) {
  const times = median(all);
  console.log(
    `${key}: ${times.toFixed(1)} × (${((times * 5 * INFERENCES) / 1000).toFixed(1)} s for a model of 5 ms); exits ${outcomes.get(key)?.join(' ')}`,
  );
}
