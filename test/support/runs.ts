// Run records for tests, with everything that does not matter filled in.

import type { Environment } from '../../src/domain/device.ts';
import type { Run, RunMode, RunPair, Shift } from '../../src/domain/run.ts';

export interface RunChange {
  readonly sha?: string;
  /** One letter names a model; it becomes its sha256. */
  readonly model?: string;
  readonly mode?: RunMode;
  readonly device?: string;
  readonly createdAt?: string;
  readonly environment?: Environment;
  /** One latency a job, milliseconds. */
  readonly latencies?: readonly number[];
  readonly pairs?: readonly RunPair[];
  readonly shifts?: readonly Shift[];
  readonly handle?: string;
}

export const ENVIRONMENT: Environment = {
  cpu: 'Test CPU',
  os: 'Test OS',
  runtime: 'ONNX Runtime',
  runtime_version: '1.0.0',
  threads: '1',
};

export function shaOf(letter: string): string {
  return letter.charCodeAt(0).toString(16).padStart(2, '0').repeat(32);
}

export function makeRun(change: RunChange = {}): Run {
  return {
    mode: change.mode ?? 'record',
    model: { name: 'net', sha256: shaOf(change.model ?? 'a'), sizeBytes: 1000, format: 'onnx' },
    device: change.device ?? 'local',
    commit: { sha: change.sha ?? 'c0', branch: 'main', repository: 'acme/models', pullRequest: null },
    createdAt: change.createdAt ?? '2026-01-01T00:00:00Z',
    environment: change.environment ?? ENVIRONMENT,
    jobs: (change.latencies ?? []).map((latency) => ({ values: { latency } })),
    pairs: change.pairs ?? [],
    layers: [],
    shifts: change.shifts ?? [],
    handle: change.handle ?? null,
  };
}
