// The profiler of this machine as the built action has it, without a workflow around it.

import { resolve } from 'node:path';
import { createLocalProfiler } from '../src/adapters/local/index.ts';

export function openLocalProfiler(folder: string, options: Readonly<Record<string, unknown>>) {
  return createLocalProfiler({
    options,
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
