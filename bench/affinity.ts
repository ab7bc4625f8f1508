// What holding both processes of a pair on one processor is worth on this machine: pairs of equal models with and
// without it in turn, and by how much their ratios and levels differ. Changes nothing and judges nothing.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { buildMobileNet } from '../demo/mobilenet.ts';
import { encodeModel } from '../demo/onnx.ts';
import { createLocalProfiler } from '../src/adapters/local/index.ts';
import type { Pair } from '../src/domain/job.ts';
import { median, standardDeviation } from '../src/domain/statistics.ts';

const PAIRS = Number(process.argv[2] ?? 20);
/** Side of the image: activations that stay in a processor's own cache, and such that do not. */
const SIZES = [24, 96];

const folder = mkdtempSync(join(tmpdir(), 'latency-gate-affinity-'));

function write(size: number, seed: number): string {
  const channels = Array.from({ length: 10 }, () => 64);
  const path = join(folder, `net-${size}-${seed}.onnx`);
  const model = buildMobileNet({ seed, imageSize: size, channels, strides: channels.map(() => 1) });
  writeFileSync(path, encodeModel(model));
  return path;
}

function open(pin: boolean) {
  return createLocalProfiler({
    options: { 'min-time': 0.5, 'warmup-time': 0.05, pin },
    workspace: folder,
    workerPath: resolve('dist/worker/index.js'),
    childEnv: {},
    runtime: { path: async () => resolve('node_modules/onnxruntime-node'), version: async () => '' },
    runnerImage: '',
    temporaryFolder: folder,
    runTimeoutMs: 60_000,
    signal: new AbortController().signal,
  });
}

/** Measures one pair of two equal models each time it is called. */
async function prepare(size: number, pin: boolean): Promise<() => Promise<Pair>> {
  const profiler = open(pin);
  const models = [1, 2].map((seed) => profiler.inspect(write(size, seed), 'net'));
  const [baseline, candidate] = await Promise.all(models.map(async (model) => profiler.prepare(await model)));
  const [device] = await profiler.devices();
  if (baseline === undefined || candidate === undefined || device === undefined) throw new Error('nothing to measure');
  return async () => {
    const ticket = await profiler.submit({ model: candidate, beside: baseline, device });
    for (;;) {
      const state = await profiler.poll(ticket);
      if (state.state === 'failed') throw new Error(state.reason);
      if (state.state === 'done' && state.measurement.kind === 'pair') return state.measurement.pair;
      await new Promise((done) => setTimeout(done, 50));
    }
  };
}

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

try {
  process.stdout.write(
    '| model | processors | level | pairs differ by | levels differ by |\n|---|---|---:|---:|---:|\n',
  );
  for (const size of SIZES) {
    const pairs = new Map<boolean, Pair[]>([
      [true, []],
      [false, []],
    ]);
    const measures = new Map(
      await Promise.all([true, false].map(async (pin) => [pin, await prepare(size, pin)] as const)),
    );
    for (let count = 0; count < PAIRS; count += 1) {
      for (const [pin, measure] of measures) pairs.get(pin)?.push(await measure());
    }
    for (const [pin, measured] of pairs) {
      const levels = measured.map(({ baseline }) => baseline.values['latency'] ?? Number.NaN);
      const ratios = measured.map(({ logRatios }) => logRatios['latency'] ?? Number.NaN);
      const cells = [
        `${size} × ${size}`,
        pin ? 'one' : 'any',
        `${median(levels).toFixed(3)} ms`,
        percent(standardDeviation(ratios)),
        percent(standardDeviation(levels.map(Math.log))),
      ];
      process.stdout.write(`| ${cells.join(' | ')} |\n`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
