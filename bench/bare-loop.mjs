// The reference of bench/overhead.ts: nothing but ONNX Runtime in a loop. Prints the median time in milliseconds.

import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';

const ort = createRequire(import.meta.url)('onnxruntime-node');
const [, , model, seconds] = process.argv;
const session = await ort.InferenceSession.create(model, {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
});
const [{ name, shape }] = session.inputMetadata;
const dims = shape.map((dim) => (typeof dim === 'number' ? dim : 1));
const data = new Float32Array(dims.reduce((product, dim) => product * dim, 1)).fill(0.5);
const feeds = { [name]: new ort.Tensor('float32', data, dims) };
const outputs = await session.run(feeds);
const times = [];
const until = performance.now() + Number(seconds) * 1000;
while (performance.now() < until) {
  const started = performance.now();
  await session.run(feeds, outputs);
  times.push(performance.now() - started);
}
times.sort((a, b) => a - b);
console.log(times[Math.floor(times.length / 2)]);
