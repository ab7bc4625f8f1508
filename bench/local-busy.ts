// Whether `local` stays right beside other gates: whole gates of equal models by the command line, while other gates run
// on the same machine. None may fail, no printed ratio may contradict the levels beside it. Their pairs are pairs of equal
// work, so they are replayed through the rule in gates drawn from them. Exit code 1 where a figure misses its bound.
//   node bench/local-busy.ts [gates=60] [others=2]

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import * as z from 'zod';
import { buildMobileNet } from '../demo/mobilenet.ts';
import { encodeModel } from '../demo/onnx.ts';
import { compareSampled } from '../src/decision/compare-metric.ts';
import { planLooks } from '../src/decision/looks.ts';
import { builtIn } from '../src/domain/metric.ts';
import { standardDeviation } from '../src/domain/statistics.ts';
import { seeded } from './decision/draws.ts';

const CLI = resolve('dist/cli/index.js');
const [gates = 60, others = 2] = process.argv.slice(2).map(Number);
const REPLAYED = 4000;
const HISTORY = 10;
const LATENCY = builtIn('latency');

const Report = z.object({
  outcome: z.string(),
  subjects: z.array(
    z.object({
      comparisons: z.array(
        z.object({
          metric: z.object({ name: z.string() }),
          baseline: z.number().nullable(),
          candidate: z.number().nullable(),
          change: z.number().nullable(),
          interval: z.tuple([z.number(), z.number()]).nullable(),
        }),
      ),
      traces: z.array(z.object({ metric: z.string(), baseline: z.array(z.number()), candidate: z.array(z.number()) })),
    }),
  ),
  findings: z.array(z.object({ code: z.string() })),
});

const folder = mkdtempSync(join(tmpdir(), 'latency-gate-busy-'));
symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
const OPTIONS = 'min-time: 0.25\nwarmup-time: 0.05\nmin-iterations: 20\n';

function write(name: string, seed: number): string {
  const channels = Array.from({ length: 8 }, () => 32);
  const bytes = encodeModel(buildMobileNet({ seed, imageSize: 64, channels, strides: channels.map(() => 1) }));
  writeFileSync(join(folder, name), bytes);
  return name;
}

const args = (candidate: string) => [CLI, 'gate', 'base.onnx', candidate, '--options', OPTIONS, '--quiet', '--json'];
const env = { ...process.env, NODE_PATH: resolve('node_modules') };

/** Gates one after the other, for ever. */
function startOther(place: number): ChildProcess {
  const name = write(`other-${place}.onnx`, 500 + place);
  const loop = `const { spawnSync } = require('node:child_process'); for (;;) spawnSync(process.execPath, ${JSON.stringify(args(name))}, { cwd: ${JSON.stringify(folder)} });`;
  return spawn(process.execPath, ['-e', loop], { cwd: folder, env, stdio: 'ignore', detached: true });
}

write('base.onnx', 1);
const running = Array.from({ length: others }, (_, place) => startOther(place));
const pairs: number[] = [];
let red = 0;
let apart = 0;
let busy = 0;
for (let gate = 0; gate < gates; gate += 1) {
  const { stdout, stderr } = spawnSync(process.execPath, args(write('net.onnx', 100 + gate)), {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  const report = Report.safeParse(stdout === '' ? {} : JSON.parse(stdout));
  if (!report.success) throw new Error(`the gate did not run: ${stderr}${stdout}`);
  const { outcome, subjects, findings } = report.data;
  if (outcome === 'fail') red += 1;
  if (findings.some(({ code }) => code === 'machine-busy')) busy += 1;
  for (const { comparisons, traces } of subjects) {
    const latency = comparisons.find(({ metric }) => metric.name === 'latency');
    const { baseline, candidate, change, interval } = latency ?? {};
    if (baseline && candidate && change != null && interval != null) {
      const printed = candidate / baseline - 1;
      if (printed < interval[0] || printed > interval[1]) apart += 1;
    }
    const trace = traces.find(({ metric }) => metric === 'latency');
    for (const [place, after] of (trace?.candidate ?? []).entries()) {
      pairs.push(Math.log(after / (trace?.baseline[place] ?? after)));
    }
  }
  const load = loadavg()[0]?.toFixed(1);
  process.stdout.write(
    `\r${gate + 1} of ${gates} gates, ${red} red, ${busy} told busy, ${pairs.length} pairs, load ${load} `,
  );
}
for (const { pid } of running) if (pid !== undefined) process.kill(-pid, 'SIGKILL');
rmSync(folder, { recursive: true, force: true });

/** Gates drawn from the recorded pairs: ten recorded pairs, up to six of the candidate, look after look. */
function replay(limit: number): number {
  const random = seeded(7);
  const drawn = () => pairs[Math.floor(random() * pairs.length)] ?? 0;
  const plan = { ...planLooks('pair', undefined, 6), confirmImprovements: 'once' } as const;
  const maxRegression = { unit: '%', value: limit };
  const terms = { metric: LATENCY, maxRegression, minChange: undefined, budget: undefined, plan, comparisonCount: 1 };
  let failed = 0;
  for (let gate = 0; gate < REPLAYED; gate += 1) {
    const aaPairs = Array.from({ length: HISTORY }, drawn);
    const candidate = Array.from({ length: 6 }, drawn);
    for (const count of plan.looks) {
      const own = candidate.slice(0, count);
      const values = {
        recorded: [],
        history: [],
        measuredNow: own.map(() => 1),
        candidate: own.map(Math.exp),
        pairs: own,
        aaPairs,
      };
      const { verdict, wants } = compareSampled(terms, values);
      if (verdict === 'regressed') failed += 1;
      if (verdict === 'regressed' || wants === 0) break;
    }
  }
  return failed / REPLAYED;
}

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
console.log(`\n${red} of ${gates} gates of equal models failed beside ${others} others; must be 0`);
console.log(`${apart} printed ratios stood outside of their interval; must be 0`);
console.log(`${pairs.length} pairs, sd ${percent(standardDeviation(pairs))}; ${busy} gates told machine-busy`);
const replayed = [0.01, 0.05].map((limit) => [limit, replay(limit)] as const);
for (const [limit, share] of replayed) {
  console.log(`replayed in ${REPLAYED} gates, limit ${percent(limit)}: ${percent(share)} red; must be at most 1.1 %`);
}
process.exit(red === 0 && apart === 0 && replayed.every(([, share]) => share <= 0.011) ? 0 : 1);
