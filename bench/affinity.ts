// What holding both processes of a pair on one processor is worth on this machine: pairs of equal models with and
// without it in turn, and by how much their ratios and levels differ. Changes nothing and judges nothing.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Pair } from '../src/domain/job.ts';
import { median, standardDeviation } from '../src/domain/statistics.ts';
import { makeEqualBlocks } from './equal-blocks.ts';
import { openLocalProfiler } from './local-profiler.ts';

const PAIRS = Number(process.argv[2] ?? 20);
/** Side of the image: activations that stay in a processor's own cache, and such that do not. */
const SIZES = [24, 96];

const folder = mkdtempSync(join(tmpdir(), 'latency-gate-affinity-'));

function write(size: number, seed: number): string {
  const path = join(folder, `net-${size}-${seed}.onnx`);
  writeFileSync(path, makeEqualBlocks(10, seed, size));
  return path;
}

/** Measures one pair of two equal models each time it is called. */
async function prepare(size: number, pin: boolean): Promise<() => Promise<Pair>> {
  const profiler = openLocalProfiler(folder, { 'min-time': 0.5, 'warmup-time': 0.05, pin });
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
