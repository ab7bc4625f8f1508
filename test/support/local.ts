// The profiler of this machine without a step around it, executing the worker's source.

import { resolve } from 'node:path';
import { createLocalProfiler } from '../../src/adapters/local/index.ts';

export function openLocalProfiler(folder: string, options: Readonly<Record<string, unknown>>) {
  return createLocalProfiler({
    options,
    workspace: folder,
    // The source itself: this Node strips the types.
    workerPath: resolve('src/adapters/local/worker.ts'),
    childEnv: {},
    runtime: { path: async () => resolve('node_modules/onnxruntime-node'), version: async () => '' },
    runnerImage: '',
    temporaryFolder: folder,
    runTimeoutMs: 60_000,
    signal: new AbortController().signal,
  });
}
