// Cold start: how long until the action's first log line and until it has read and refused its configuration, against
// `node -e 0` in the same run, pair by pair. Prints ratios; asserts nothing.

import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { markdownTable } from 'markdown-table';
import { median, quantile } from '../src/domain/statistics.ts';

const PAIRS = 20;
const MAIN = resolve('dist/main/index.js');
const WORKFLOW = {
  PATH: process.env['PATH'] ?? '',
  GITHUB_ACTIONS: 'true',
  GITHUB_EVENT_NAME: 'none',
  GITHUB_REPOSITORY: 'a/b',
};

interface Times {
  readonly firstLineMs: number;
  readonly exitMs: number;
}

const ratios: Times[] = [];
const plain: Times[] = [];
const ours: Times[] = [];
for (let pair = 0; pair < PAIRS; pair += 1) {
  const before = await time(['-e', '0']);
  const after = await time([MAIN]);
  plain.push(before);
  ours.push(after);
  ratios.push({ firstLineMs: after.firstLineMs / before.exitMs, exitMs: after.exitMs / before.exitMs });
}

const row = (name: string, times: readonly Times[], key: keyof Times, digits: number) => [
  name,
  ...[0.25, 0.5, 0.75].map((q) =>
    quantile(
      times.map((item) => item[key]),
      q,
    ).toFixed(digits),
  ),
];
console.log(`\nCold start, ${PAIRS} pairs, Node ${process.version}\n`);
console.log(
  markdownTable(
    [
      ['', 'lower quartile', 'median', 'upper quartile'],
      row('node -e 0, to its exit (ms)', plain, 'exitMs', 0),
      row('dist/main, to the first log line (ms)', ours, 'firstLineMs', 0),
      row('dist/main, to its exit (ms)', ours, 'exitMs', 0),
      row('ratio, first log line', ratios, 'firstLineMs', 2),
      row('ratio, exit', ratios, 'exitMs', 2),
    ],
    { align: ['l', 'r', 'r', 'r'] },
  ),
);
console.log(
  `\nFirst log line at ${median(ratios.map(({ firstLineMs }) => firstLineMs)).toFixed(2)} times the life of node -e 0.`,
);

async function time(args: readonly string[]): Promise<Times> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { env: WORKFLOW, stdio: ['ignore', 'pipe', 'ignore'] });
  let firstLineMs = Number.NaN;
  child.stdout.once('data', () => {
    firstLineMs = performance.now() - started;
  });
  await new Promise((done) => child.once('close', done));
  return { firstLineMs, exitMs: performance.now() - started };
}
