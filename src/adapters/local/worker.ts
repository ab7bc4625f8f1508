// The process that executes one model: a bundle of its own, told what to do by messages. It knows no secrets,
// for its parent starts it with an almost empty environment. ONNX Runtime is loaded here and nowhere else.

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import type * as Ort from 'onnxruntime-node';
import { messageOf } from '../../domain/errors.ts';
import { describeValue, fromTensor, toTensor } from './ort-tensors.ts';
import type { JobCommand, JobReply, LoadRequest } from './protocol.ts';
import { Refusal } from './refusal.ts';
import { providersOf, toSessionOptions } from './session.ts';

interface Execution {
  readonly session: Ort.InferenceSession;
  readonly run: () => Promise<number>;
  readonly answer: () => Promise<Ort.InferenceSession.OnnxValueMapType>;
  readonly profilePrefix: string | undefined;
  /** Another session of the same model, timed, in place of this one. */
  readonly reload: () => Promise<number>;
}

/** Runs whose memory counts: a fixed number, so that garbage of a longer measurement does not. */
const RUNS_BEFORE_MEMORY = 3;

/** Slow models are profiled on fewer inferences. */
const LONGEST_PROFILE_MS = 1000;
const FEWEST_PROFILED = 3;

let execution: Execution | undefined;
let pending: Promise<void> = Promise.resolve();

process.on('message', (command: JobCommand) => {
  pending = pending.then(() => answer(command)).then((reply) => void process.send?.(reply));
});
process.on('disconnect', () => process.exit(0));

async function answer(command: JobCommand): Promise<JobReply> {
  try {
    if (command.kind === 'load') return await load(command);
    if (command.kind === 'boot') return await boot(command.runtimePath);
    if (command.kind === 'describe') return await describe(command);
    if (execution === undefined) throw new Refusal('runtime', 'no model is loaded yet');
    return await perform(command, execution);
  } catch (error) {
    const message = messageOf(error);
    return { kind: 'refused', code: error instanceof Refusal ? error.code : 'run', message };
  }
}

async function boot(runtimePath: string): Promise<JobReply> {
  requireRuntime(runtimePath);
  await settleMemory();
  return { kind: 'booted' };
}

async function load(request: LoadRequest): Promise<JobReply> {
  const ort = requireRuntime(request.runtimePath);
  const before = readMemory('VmRSS');
  const started = performance.now();
  const session = await createSession(ort, request);
  const loadMs = performance.now() - started;
  const feeds = Object.fromEntries(request.feeds.map(({ name, value }) => [name, toTensor(ort, value)]));
  // Only these: an output that is no tensor cannot be handed over.
  const fetches = request.fetches.length === 0 ? [...session.outputNames] : [...request.fetches];
  const answerOnce = () => session.run(feeds, fetches);
  const firstStarted = performance.now();
  const outputs = await answerOnce();
  const firstInferenceMs = performance.now() - firstStarted;
  const run = createRun(session, feeds, fetches, outputs);
  const reload = async () => {
    // Both at once could take more memory than there is.
    await session.release();
    const reloadStarted = performance.now();
    const again = await createSession(ort, request);
    const took = performance.now() - reloadStarted;
    await again.release();
    return took;
  };
  execution = { session, run, answer: answerOnce, profilePrefix: request.profilePrefix, reload };
  for (let count = 1; count < RUNS_BEFORE_MEMORY; count += 1) await run();
  const [resident, peak] = [readMemory('VmRSS'), readMemory('VmHWM')];
  const grown = (bytes: number | null) => (before === null || bytes === null ? null : Math.max(0, bytes - before));
  return {
    kind: 'loaded',
    loadMs,
    firstInferenceMs,
    peakMemoryBytes: grown(peak),
    residentMemoryBytes: grown(resident),
    memoryReason: grown(peak) === null ? `${process.platform} does not tell a process its peak` : '',
    runtimeVersion: versionOf(ort, request.runtimePath),
  };
}

/** Versions before 1.15 do not tell it themselves. */
function versionOf(ort: typeof Ort, path: string): string {
  const told = ort.env?.versions?.node ?? ort.env?.versions?.common;
  if (told !== undefined) return told;
  const { version } = createRequire(join(path, 'package.json'))('./package.json') as { version: string };
  return version;
}

async function describe({ runtimePath, modelPath }: Extract<JobCommand, { kind: 'describe' }>): Promise<JobReply> {
  const ort = requireRuntime(runtimePath);
  const session = await ort.InferenceSession.create(modelPath, { logSeverityLevel: 3 }).catch(refuseModel);
  if (!Array.isArray(session.inputMetadata)) {
    throw new Refusal('runtime', 'a version before 1.22 does not tell the inputs of an .ort file');
  }
  return {
    kind: 'described',
    inputs: session.inputMetadata.map(describeValue),
    outputs: session.outputMetadata.map(describeValue),
  };
}

async function perform(
  command: Exclude<JobCommand, { kind: 'load' | 'boot' | 'describe' }>,
  { run, answer: answerOnce, session, profilePrefix, reload }: Execution,
): Promise<JobReply> {
  if (command.kind === 'outputs') {
    const outputs = await answerOnce();
    return { kind: 'outputs', outputs: Object.entries(outputs).map(fromTensor) };
  }
  if (command.kind === 'reload') return { kind: 'reloaded', loadMs: await reload() };
  if (command.kind === 'profile') {
    const late = performance.now() + LONGEST_PROFILE_MS;
    for (let count = 0; count < command.count && (count < FEWEST_PROFILED || performance.now() < late); count += 1) {
      await run();
    }
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

/**
 * One timed inference into outputs that are allocated once where the runtime allows it: less garbage, less noise. It
 * does not where an output's shape varies from run to run.
 */
function createRun(
  session: Ort.InferenceSession,
  feeds: Record<string, Ort.Tensor>,
  fetches: readonly string[],
  outputs: Ort.InferenceSession.OnnxValueMapType,
): () => Promise<number> {
  let reusable = true;
  const runOnce = async (): Promise<number> => {
    const started = performance.now();
    try {
      await session.run(feeds, reusable ? outputs : fetches);
      return performance.now() - started;
    } catch (error) {
      if (!reusable) throw error;
      reusable = false;
      return runOnce();
    }
  };
  return runOnce;
}

async function createSession(ort: typeof Ort, request: LoadRequest): Promise<Ort.InferenceSession> {
  const { session: settings, rewritten, modelPath, profilePrefix } = request;
  const has = providersOf(ort.listSupportedBackends?.());
  if (settings.provider !== 'cpu' && has?.includes(settings.provider) === false) {
    const message = `provider: this ONNX Runtime does not have ${settings.provider}; it has: ${has.join(', ')}`;
    throw new Refusal('input', message);
  }
  if (rewritten === undefined) {
    return ort.InferenceSession.create(modelPath, toSessionOptions(settings, profilePrefix)).catch(refuseModel);
  }
  const beside = { 'session.model_external_initializers_file_folder_path': dirname(modelPath) };
  const placed = { ...settings, config: { ...beside, ...settings.config } };
  return ort.InferenceSession.create(rewritten, toSessionOptions(placed, profilePrefix)).catch(refuseModel);
}

function refuseModel(error: unknown): never {
  throw new Refusal('model', messageOf(error));
}

/**
 * Half precision is handed over as its bits: the runtime's JavaScript would wrap them in a Float16Array, which its
 * native part cannot read.
 */
function requireRuntime(path: string): typeof Ort {
  Reflect.deleteProperty(globalThis, 'Float16Array');
  try {
    return createRequire(join(path, 'package.json'))(path) as typeof Ort;
  } catch (error) {
    throw new Refusal('runtime', messageOf(error));
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
