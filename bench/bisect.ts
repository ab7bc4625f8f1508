// Whether `bisect` finds the commit of a +10 % among 64 recorded models on this machine: eleven equal blocks instead of
// ten from a commit on that differs each time. Of twenty searches nineteen must name it, in at most eight steps each.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { recordModels } from '../test/support/recorded-models.ts';
import { makeEqualBlocks } from './equal-blocks.ts';

const MODELS = 64;
const SEARCHES = Number(process.argv[2] ?? 20);
const LEAST_FOUND = Math.ceil(SEARCHES * 0.95);
/** Six halve the way, one more is passed over, and the way is not halved evenly then. */
const MOST_STEPS = 8;
const OPTIONS = ['--options', 'min-time: 0.5', '--options', 'warmup-time: 0.05', '--options', 'threads: 1'];

interface Found {
  readonly end: string;
  readonly bad: string;
  readonly steps: readonly unknown[];
  readonly pairs: number;
}

let right = 0;
let wrong = 0;
const steps: number[] = [];
const pairs: number[] = [];
const startedAt = performance.now();
for (let search = 0; search < SEARCHES; search += 1) {
  const folder = mkdtempSync(join(tmpdir(), 'latency-gate-bisect-'));
  const at = 1 + ((search * 37 + 11) % (MODELS - 1));
  const models = Array.from({ length: MODELS }, (_, place) =>
    makeEqualBlocks(place >= at ? 11 : 10, 1 + place + search * MODELS),
  );
  const shas = await recordModels(folder, models);
  const args = ['bisect', shas[0] ?? '', '--json', '--quiet', '--model-name', 'net', ...OPTIONS];
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve('dist/cli/index.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_PATH: resolve('node_modules') },
  });
  rmSync(folder, { recursive: true, force: true });
  if (status !== 0) throw new Error(stderr);
  const [found] = (JSON.parse(stdout) as { found: readonly Found[] }).found;
  if (found === undefined) throw new Error('no answer');
  if (found.end === 'found') {
    if (found.bad === shas[at]) right += 1;
    else wrong += 1;
  }
  steps.push(found.steps.length);
  pairs.push(found.pairs);
  const told = found.end !== 'found' ? found.end : found.bad === shas[at] ? 'right' : 'WRONG';
  process.stdout.write(`${search + 1}: ${told}, ${found.steps.length} steps, ${found.pairs} pairs\n`);
}
const most = Math.max(...steps);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const seconds = (performance.now() - startedAt) / 1000 / SEARCHES;
process.stdout.write(
  `+10 % among ${MODELS} models: ${right} of ${SEARCHES} found, ${wrong} wrong; at most ${most} steps, ${mean(pairs).toFixed(0)} pairs and ${seconds.toFixed(0)} s on average\n`,
);
process.exitCode = right >= LEAST_FOUND && most <= MOST_STEPS ? 0 : 1;
