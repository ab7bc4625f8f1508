// The reference of bench/real-models.ts: a process that loads a model and runs it in a loop, with nothing else than
// ONNX Runtime. It answers the messages by which the local profiler asks for blocks, so that both can be interleaved.

import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import process from 'node:process';

Reflect.deleteProperty(globalThis, 'Float16Array');

let session;
let feeds;
let fetches;

const ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
};

async function load({ runtimePath, modelPath, feeds: given, fetches: wanted }) {
  const ort = createRequire(`${runtimePath}/package.json`)(runtimePath);
  session = await ort.InferenceSession.create(modelPath, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const toTensor = ({ type, bytes, dims }) => {
    const own = Uint8Array.from(bytes);
    return new ort.Tensor(type, new ARRAYS[type](own.buffer), dims);
  };
  feeds = Object.fromEntries(given.map(({ name, value }) => [name, toTensor(value)]));
  const outputs = await session.run(feeds, wanted);
  // Outputs that are allocated once, where their shapes allow it, as a careful loop has them.
  const reused = await session.run(feeds, outputs).then(
    () => true,
    () => false,
  );
  fetches = reused ? outputs : wanted;
  return {
    kind: 'loaded',
    loadMs: 0,
    firstInferenceMs: 0,
    peakMemoryBytes: null,
    residentMemoryBytes: null,
    memoryReason: '',
    runtimeVersion: '',
  };
}

async function loop({ minCount, minMs }) {
  const timesMs = [];
  for (let total = 0; timesMs.length < minCount || total < minMs; total += timesMs.at(-1)) {
    const started = performance.now();
    await session.run(feeds, fetches);
    timesMs.push(performance.now() - started);
  }
  return timesMs;
}

async function answer(command) {
  if (command.kind === 'load') return load(command);
  if (command.kind === 'boot') return { kind: 'booted' };
  if (command.kind === 'reload') return { kind: 'reloaded', loadMs: 0 };
  if (command.kind === 'block') await session.run(feeds, fetches);
  const timesMs = await loop(command);
  return command.kind === 'warm' ? { kind: 'warmed' } : { kind: 'block', timesMs };
}

process.on('message', (command) => {
  void answer(command).then(
    (reply) => process.send(reply),
    (error) => process.send({ kind: 'refused', code: 'run', message: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
