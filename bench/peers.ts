// What other tools take for the same small things, beside ours in the same run, pair by pair: to say what they are, and
// to decide on ten recorded values and six new ones. Takes a folder where they are installed:
//   npm install @lhci/cli && python3 -m venv v && v/bin/pip install apache-otava
//   node bench/peers.ts <folder>

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { markdownTable } from 'markdown-table';
import { median } from '../src/domain/statistics.ts';

const PAIRS = 11;
const OURS = [process.execPath, resolve('dist/cli/index.js')];
const HISTORY = [10, 10.1, 9.9, 10.05, 9.95, 10, 10.1, 9.9, 10.02, 9.98];
const CANDIDATE = [12, 12.1, 11.9, 12, 12.05, 11.95];

const peers = resolve(process.argv[2] ?? '.');
const folder = mkdtempSync(join(tmpdir(), 'latency-gate-peers-'));
writeFileSync(
  join(folder, 'numbers.json'),
  JSON.stringify({ metric: 'latency', unit: 'ms', history: HISTORY, candidate: CANDIDATE }),
);
const lines = [...HISTORY, ...CANDIDATE].map((value, day) => `2026-01-${String(day + 1).padStart(2, '0')},${value}`);
writeFileSync(join(folder, 'series.csv'), `time,latency\n${lines.join('\n')}\n`);
writeFileSync(
  join(folder, 'otava.yaml'),
  'tests:\n  model:\n    type: csv\n    file: series.csv\n    time_column: time\n    metrics:\n      latency: {direction: -1}\n',
);

interface Peer {
  readonly name: string;
  readonly installed: string;
  readonly says: readonly string[];
  readonly decides?: readonly string[];
}

const OTAVA = join(peers, 'v/bin/otava');
const PEERS: readonly Peer[] = [
  {
    name: 'Lighthouse CI',
    installed: join(peers, 'node_modules'),
    says: [process.execPath, join(peers, 'node_modules/.bin/lhci'), '--version'],
  },
  {
    name: 'Apache Otava',
    installed: join(peers, 'v/lib'),
    says: [OTAVA, '--help'],
    decides: [OTAVA, '--config-file', 'otava.yaml', 'analyze', 'model'],
  },
];

/** Milliseconds of a whole process. */
function time([program = '', ...args]: readonly string[]): number {
  const started = performance.now();
  const { error, status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
  const took = performance.now() - started;
  // Ours ends with 1 where it decided that something regressed.
  if (error !== undefined || status === null || status > 1 || stdout === '')
    throw new Error(`${program} ended with ${status}: ${error?.message ?? ''}${stderr}`);
  return took;
}

/** The medians of ours, of the other's, and of the ratio of the two. */
function compare(ours: readonly string[], theirs: readonly string[]): string {
  const pairs = Array.from({ length: PAIRS }, () => [time(ours), time(theirs)] as const);
  const middle = (pick: (pair: readonly [number, number]) => number) => median(pairs.map(pick));
  return `${middle(([, other]) => other).toFixed(0)} ms, ${middle(([own, other]) => other / own).toFixed(1)} × our ${middle(([own]) => own).toFixed(0)} ms`;
}

function megabytesOf(path: string): string {
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => statSync(join(path, name)));
  return `${(files.filter((file) => file.isFile()).reduce((sum, { size }) => sum + size, 0) / 1e6).toFixed(0)} MB`;
}

const rows = PEERS.filter(({ says }) => says.every((part) => !part.startsWith('/') || existsSync(part))).map((peer) => [
  peer.name,
  megabytesOf(peer.installed),
  compare([...OURS, '--version'], peer.says),
  peer.decides === undefined ? '' : compare([...OURS, 'compare', 'numbers.json'], peer.decides),
]);
rmSync(folder, { recursive: true });
const head = ['tool', `installed (ours: ${megabytesOf('dist')})`, 'says what it is', 'decides on 10 + 6 values'];
console.log(markdownTable([head, ...rows]));
