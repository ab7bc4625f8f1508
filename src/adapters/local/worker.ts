// The process that executes one model: a bundle of its own, told what to do by messages. It knows no secrets,
// for its parent starts it with an almost empty environment. ONNX Runtime is loaded here and nowhere else.

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import type * as Ort from 'onnxruntime-node';
import { makeFeeds, Refusal } from './inputs.ts';
import type { JobCommand, JobReply, LoadRequest } from './protocol.ts';

interface Execution {
  readonly session: Ort.InferenceSession;
  readonly run: () => Promise<number>;
  readonly profilePrefix: string | undefined;
}

/** Runs whose memory counts: a fixed number, so that garbage of a longer measurement does not. */
const RUNS_BEFORE_MEMORY = 3;

let execution: Execution | undefined;
let pending: Promise<void> = Promise.resolve();

process.on('message', (command: JobCommand) => {
  pending = pending.then(() => answer(command)).then((reply) => void process.send?.(reply));
});
process.on('disconnect', () => process.exit(0));

async function answer(command: JobCommand): Promise<JobReply> {
  try {
    if (command.kind === 'load') return await load(command);
    if (execution === undefined) throw new Refusal('runtime', 'no model is loaded yet');
    return await perform(command, execution);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', code: error instanceof Refusal ? error.code : 'model', message };
  }
}

async function load(request: LoadRequest): Promise<JobReply> {
  const ort = requireRuntime(request.runtimePath);
  await settleMemory();
  const before = readMemory('VmRSS');
  const started = performance.now();
  const session = await createSession(ort, request);
  const loadMs = performance.now() - started;
  const feeds = makeFeeds(ort, session, request.inputShapes);
  const firstStarted = performance.now();
  const outputs = await session.run(feeds);
  const firstInferenceMs = performance.now() - firstStarted;
  const run = await createRun(session, feeds, outputs);
  execution = { session, run, profilePrefix: request.profilePrefix };
  for (let count = 1; count < RUNS_BEFORE_MEMORY; count += 1) await run();
  const peak = readMemory('VmHWM');
  return {
    kind: 'loaded',
    loadMs,
    firstInferenceMs,
    peakMemoryBytes: before === null || peak === null ? null : Math.max(0, peak - before),
    memoryReason: before === null || peak === null ? `${process.platform} does not tell a process its peak` : '',
    runtimeVersion: ort.env.versions.node ?? ort.env.versions.common,
  };
}

async function perform(
  command: Exclude<JobCommand, LoadRequest>,
  { run, session, profilePrefix }: Execution,
): Promise<JobReply> {
  if (command.kind === 'profile') {
    for (let count = 0; count < command.count; count += 1) await run();
    session.endProfiling();
    return { kind: 'profiled', profilePath: findProfile(profilePrefix ?? '') };
  }
  if (command.kind === 'block') await run();
  const timesMs: number[] = [];
  let total = 0;
  while (timesMs.length < command.minCount || total < command.minMs) {
    const time = await run();
    timesMs.push(time);
    total += time;
  }
  return command.kind === 'warm' ? { kind: 'warmed' } : { kind: 'block', timesMs };
}

/** One timed inference into outputs that are allocated once where the runtime allows it: less garbage, less noise. */
async function createRun(
  session: Ort.InferenceSession,
  feeds: Record<string, Ort.Tensor>,
  outputs: Ort.InferenceSession.OnnxValueMapType,
): Promise<() => Promise<number>> {
  const reusable = await session.run(feeds, outputs).then(
    () => true,
    () => false,
  );
  return async () => {
    const started = performance.now();
    await (reusable ? session.run(feeds, outputs) : session.run(feeds));
    return performance.now() - started;
  };
}

async function createSession(ort: typeof Ort, request: LoadRequest): Promise<Ort.InferenceSession> {
  const profiling =
    request.profilePrefix === undefined ? {} : { enableProfiling: true, profileFilePrefix: request.profilePrefix };
  return ort.InferenceSession.create(request.modelPath, {
    executionProviders: ['cpu'],
    intraOpNumThreads: request.threads,
    interOpNumThreads: 1,
    // Threads that spin while they wait would take the processor from the other process of the pair.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
    logSeverityLevel: 3,
    ...profiling,
  });
}

function requireRuntime(path: string): typeof Ort {
  try {
    return createRequire(join(path, 'package.json'))(path) as typeof Ort;
  } catch (error) {
    throw new Refusal('runtime', error instanceof Error ? error.message : String(error));
  }
}

/** ONNX Runtime adds a time stamp to the prefix it was given. */
function findProfile(prefix: string): string {
  const folder = dirname(prefix);
  const name = readdirSync(folder).find((file) => file.startsWith(basename(prefix)));
  if (name === undefined) throw new Refusal('runtime', 'ONNX Runtime wrote no profile');
  return join(folder, name);
}

/** Lets garbage of starting up go first: on its way out or not, it would shift the figure by megabytes. */
async function settleMemory(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    globalThis.gc?.();
    await setTimeout(20);
  }
}

/** Bytes from this process's own status; the system's usage figure would start at the parent's size. */
function readMemory(field: 'VmRSS' | 'VmHWM'): number | null {
  if (process.platform !== 'linux') return null;
  const match = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync('/proc/self/status', 'utf8'));
  return match?.[1] === undefined ? null : Number(match[1]) * 1024;
}
