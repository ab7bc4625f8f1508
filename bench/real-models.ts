// What the local profiler adds to the time it measures, on models that people use: its process beside a bare ONNX
// Runtime loop, in the interleaved blocks of a pair. Each median should be within 5 %.
//
// Takes the folder of a Python environment that has the packages of docs/local.md (pip install --no-deps magika
// nudenet rapidocr-onnxruntime silero-vad), and further models: node bench/real-models.ts <folder> [model.onnx …].

import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import process from 'node:process';
import { Affinity } from '../src/adapters/local/affinity.ts';
import { Patience } from '../src/adapters/local/disturbance.ts';
import { makeLoadable, readModel } from '../src/adapters/local/loadable.ts';
import { readLocalOptions } from '../src/adapters/local/options.ts';
import { measurePair, type Side } from '../src/adapters/local/pair.ts';
import { ModelProcess } from '../src/adapters/local/process.ts';
import { median } from '../src/domain/statistics.ts';

const PAIRS = 5;
const LIMIT = 0.05;

/** Ends of paths, and what each model needs to be told. */
const MODELS: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['standard_v3_3/model.onnx', {}],
  ['nudenet/320n.onnx', {}],
  ['ch_PP-OCRv4_det_infer.onnx', {}],
  ['ch_ppocr_mobile_v2.0_cls_infer.onnx', {}],
  ['ch_PP-OCRv4_rec_infer.onnx', { 'input-shapes': { x: [1, 3, 48, 320] } }],
  ['data/silero_vad.onnx', { 'input-shapes': { input: [1, 512], state: [2, 1, 128] } }],
  ['data/silero_vad_half.onnx', { 'input-shapes': { input: [1, 512] } }],
];

const [folder = '.', ...more] = process.argv.slice(2);
const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));
const runtimePath = resolve('node_modules/onnxruntime-node');

const OURS = resolve('src/adapters/local/worker.ts');
const BARE = resolve('bench/bare-worker.mjs');

async function start(workerPath: string, path: string, options: ReturnType<typeof readLocalOptions>): Promise<Side> {
  const model = await readModel({ name: basename(path), path, format: 'onnx' }, () =>
    Promise.reject(new Error('.ort')),
  );
  const { request } = await makeLoadable(model, options.feed, folder);
  const side = new ModelProcess({ workerPath, env: {}, timeoutMs: 120_000 });
  return {
    process: side,
    loaded: await side.load({ kind: 'load', runtimePath, session: options.session, ...request }),
  };
}

const affinity = new Affinity({});

/** The log of ours over bare, one a pair. */
async function compare(path: string, written: Readonly<Record<string, unknown>>) {
  const options = readLocalOptions(written);
  const ratios: number[] = [];
  const levels: number[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const sides = [await start(BARE, path, options), await start(OURS, path, options)] as const;
    await affinity.pin(sides.map((side) => side.process.pid));
    const machine = { readLoad: async () => undefined, move: async () => undefined };
    const measured = await measurePair(...sides, options.duration, machine, new Patience());
    for (const side of sides) side.process.stop();
    ratios.push(measured.pair.logRatios['latency'] ?? Number.NaN);
    levels.push(measured.pair.baseline.values['latency'] ?? Number.NaN);
  }
  return { ratio: Math.exp(median(ratios)) - 1, level: median(levels) };
}

let worst = 0;
for (const [end, written] of [...MODELS, ...more.map((path) => [path, {}] as const)]) {
  const path = more.includes(end) ? end : all.find((one) => one.endsWith(end));
  if (path === undefined) throw new Error(`${folder} has no ${end}`);
  const { ratio, level } = await compare(path, written);
  worst = Math.max(worst, Math.abs(ratio));
  console.log(
    `${end.padEnd(40)} bare ${level.toFixed(3).padStart(8)} ms, ours ${(ratio * 100).toFixed(1).padStart(5)} %`,
  );
}
console.log(
  `\nmedians of ${PAIRS} pairs; the largest difference is ${(worst * 100).toFixed(1)} %, and should be within ${LIMIT * 100} %`,
);
process.exit(worst <= LIMIT ? 0 : 1);
