// What the local profiler adds to the time it measures: its median against a bare ONNX Runtime loop in the same run,
// alternating, on the demo's model. It should stay within 2 %.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildMobileNet } from '../demo/mobilenet.ts';
import { encodeModel } from '../demo/onnx.ts';
import { median, quantile } from '../src/domain/statistics.ts';
import { openLocalProfiler } from './local-profiler.ts';

const ROUNDS = 15;
const SECONDS = 1;

const folder = mkdtempSync(join(tmpdir(), 'latency-gate-bench-'));
const path = join(folder, 'model.onnx');
const network = { seed: 1, imageSize: 224, channels: [32, 64, 64, 128, 128, 256], strides: [1, 2, 1, 2, 1, 2] };
writeFileSync(path, encodeModel(buildMobileNet(network)));

const profiler = openLocalProfiler(folder, { 'min-time': SECONDS });
const model = await profiler.prepare(await profiler.inspect(path, 'model'));
const [device] = await profiler.devices();
if (device === undefined) throw new Error('no device');

const ratios: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const bare = Number(
    execFileSync(process.execPath, [resolve('bench/bare-loop.mjs'), path, String(SECONDS)], { encoding: 'utf8' }),
  );
  ratios.push((await measure()) / bare);
}
const [low, middle, high] = [0.25, 0.5, 0.75].map((q) => `${((quantile(ratios, q) - 1) * 100).toFixed(1)} %`);
console.log(`\nLocal profiler against a bare ONNX Runtime loop, ${ROUNDS} alternating rounds`);
console.log(`difference of the medians: ${middle} (quartiles ${low} … ${high}); should be within 2 %`);
process.exit(Math.abs(median(ratios) - 1) <= 0.02 ? 0 : 1);

async function measure(): Promise<number> {
  if (device === undefined) throw new Error('no device');
  const ticket = await profiler.submit({ model, device });
  for (;;) {
    const state = await profiler.poll(ticket);
    if (state.state === 'failed') throw new Error(state.reason);
    if (state.state === 'done' && state.measurement.kind === 'job')
      return state.measurement.job.values['latency'] ?? Number.NaN;
    await new Promise((done) => setTimeout(done, 20));
  }
}
