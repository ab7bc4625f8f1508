// How often `backend: results` is red by the command line itself, when sittings differ and nothing changed, and how often
// it finds a change: histories of several recorded sittings, several gates on each. Prints one line a setting.
//   node bench/sessions-cli.ts [histories=8] [gates=6]

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import * as z from 'zod';
import { normal, seeded } from './decision/draws.ts';

const CLI = resolve('dist/cli/index.js');
const [histories = 8, gates = 6] = process.argv.slice(2).map(Number);
const Report = z.object({ outcome: z.string() });
/** Files of one sitting agree to this, as a standard deviation. */
const WITHIN = 0.003;
const FILES = 5;

const EQUAL = [3, 4, 10, 20].flatMap((recorded) => [0.03, 0.05, 0.1].map((sd) => ({ recorded, sd, change: 0 })));
const SETTINGS = [
  ...EQUAL,
  { recorded: 10, sd: 0.05, change: 0.5 },
  { recorded: 4, sd: 0.05, change: 0.5 },
  { recorded: 10, sd: 0.05, change: 0.2 },
];

const random = seeded(20_261_126);

/** Files as hyperfine writes them, of one sitting. */
function measure(folder: string, sd: number, change: number): void {
  const bench = join(folder, 'bench');
  rmSync(bench, { recursive: true, force: true });
  mkdirSync(bench);
  const level = 0.02 * (1 + change) * Math.exp(sd * normal(random));
  for (let file = 0; file < FILES; file += 1) {
    const time = level * Math.exp(WITHIN * normal(random));
    const result = { command: './infer', mean: time, times: [time, time], exit_codes: [0, 0] };
    writeFileSync(join(bench, `${file}.json`), JSON.stringify({ results: [result] }));
  }
}

function latencyGate(mode: 'record' | 'gate', folder: string): string {
  const flags = ['--backend', 'results', '--results', 'bench/*.json', '--devices', 'board', '--model', 'ranker'];
  const args = [CLI, mode, ...flags, '--max-regression', '5%', '--quiet', '--json'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  const report = Report.safeParse(stdout === '' ? {} : JSON.parse(stdout));
  if (!report.success || report.data.outcome === 'error') throw new Error(`${mode} did not run: ${stderr}${stdout}`);
  return report.data.outcome;
}

for (const { recorded, sd, change } of SETTINGS) {
  const counts = new Map<string, number>();
  for (let history = 0; history < histories; history += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'latency-gate-sessions-'));
    for (let run = 0; run < recorded; run += 1) {
      measure(folder, sd, 0);
      latencyGate('record', folder);
    }
    for (let gate = 0; gate < gates; gate += 1) {
      measure(folder, sd, change);
      const outcome = latencyGate('gate', folder);
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    }
    rmSync(folder, { recursive: true, force: true });
  }
  const told = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  console.log(
    `${recorded} recorded, sd ${sd * 100} %, change ${change * 100} %: ${told} of ${histories * gates} gates`,
  );
}
