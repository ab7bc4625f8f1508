// A few runners that execute steps side by side, each one step at a time.

import { Worker } from 'node:worker_threads';
import type { StepEnd, StepWish } from './runner-thread.ts';

/** Longer than any step may take, in this thread's time. */
const LONGEST_MS = 240_000;

export interface Runners {
  /** Exit code null: the step did not end, or crashed. */
  execute(wish: StepWish): Promise<{ readonly exitCode: number | null; readonly log: string }>;
  close(): Promise<void>;
}

export function startRunners(): Runners {
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  return {
    async execute(wish) {
      const worker = idle.pop() ?? (await start(all));
      try {
        const end = await runOn(worker, wish);
        idle.push(worker);
        return end;
      } catch (error) {
        all.delete(worker);
        await worker.terminate();
        return { exitCode: null, log: error instanceof Error ? (error.stack ?? error.message) : String(error) };
      }
    },
    close: async () => void (await Promise.all([...all].map((worker) => worker.terminate()))),
  };
}

async function start(all: Set<Worker>): Promise<Worker> {
  const worker = new Worker(new URL('./runner-thread.ts', import.meta.url), { env: {} });
  all.add(worker);
  await new Promise((done, failed) => worker.once('message', done).once('error', failed));
  worker.removeAllListeners('error');
  return worker;
}

function runOn(worker: Worker, wish: StepWish): Promise<StepEnd> {
  return new Promise((done, failed) => {
    const late = setTimeout(() => finish(() => failed(new Error('the step did not end'))), LONGEST_MS);
    const onMessage = (end: StepEnd) => finish(() => done(end));
    const onError = (error: unknown) => finish(() => failed(error));
    const finish = (tell: () => void) => {
      clearTimeout(late);
      worker.off('message', onMessage).off('error', onError);
      tell();
    };
    worker.on('message', onMessage).on('error', onError).postMessage(wish);
  });
}
