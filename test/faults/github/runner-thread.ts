// A runner in a thread of its own: its environment is this thread's alone, so that many steps run at once in one
// process, and its time passes faster, so that waiting costs little. Executes the entries of the action as they are.

import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';
import timers from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';

/** Waits are so much shorter here. */
const SPEED = 20;

export interface StepWish {
  readonly entry: 'main' | 'post';
  readonly env: Readonly<Record<string, string>>;
}

export interface StepEnd {
  readonly exitCode: number;
  readonly log: string;
}

hurry();
let log = '';
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk: string | Uint8Array) => {
    log += String(chunk);
    return true;
  };
}
const { summary } = await import('@actions/core');
const { runAction } = await import('../../../src/entries/action.ts');
const { runPost } = await import('../../../src/entries/post.ts');

parentPort?.on('message', ({ entry, env }: StepWish) => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  log = '';
  // It remembers the file of the first step.
  Reflect.set(summary.emptyBuffer(), '_filePath', undefined);
  const run = entry === 'main' ? runAction() : runPost().then(() => 0);
  void run.then((exitCode) => parentPort?.postMessage({ exitCode, log } satisfies StepEnd));
});
parentPort?.postMessage('ready');

function hurry(): void {
  const { setTimeout: wait } = globalThis;
  globalThis.setTimeout = Object.assign(
    (work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => wait(work, ms / SPEED, ...args),
    wait,
  ) as typeof wait;
  const { setTimeout: pause } = timers;
  timers.setTimeout = (ms = 0, ...rest) => pause(ms / SPEED, ...rest);
  syncBuiltinESMExports();
  const { timeout } = AbortSignal;
  AbortSignal.timeout = (ms) => timeout.call(AbortSignal, ms / SPEED);
}
