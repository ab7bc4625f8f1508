// The main use-case on fakes: a task, its tools, and what they kept.

import { DirectoryStore } from '../../src/adapters/local/directory-store.ts';
import { createFiles } from '../../src/adapters/runner/machine.ts';
import { runGate } from '../../src/app/modes/gate.ts';
import type { Task } from '../../src/app/task.ts';
import type { Tools } from '../../src/app/tools.ts';
import type { Mode } from '../../src/domain/outcome.ts';
import type { Run } from '../../src/domain/run.ts';
import { FakeClock, FakeProfiler, FakeTracker, silentLogger } from './fakes.ts';

/** Latencies of ten jobs of the recorded model, milliseconds. */
export const TEN = [10, 10.1, 9.9, 10, 10.05, 9.95, 10, 10.1, 9.9, 10];

export interface SceneChange {
  readonly history?: readonly Run[];
  readonly tracker?: FakeTracker;
  readonly profiler?: FakeProfiler;
  /** `model` is its latency, and its path. */
  readonly task?: Partial<Task> & { readonly model?: string };
  readonly mode?: Mode;
}

/** One execution of `record` or `gate` of the model `net`, whose path is its latency in milliseconds. */
export function scene(change: SceneChange = {}) {
  const clock = new FakeClock();
  const profiler = change.profiler ?? new FakeProfiler();
  const recorded = (change.history ?? []).map((one, index) => ({ id: String(index), run: one }));
  const tracker = change.tracker ?? new FakeTracker(recorded);
  const files = {
    ...createFiles('/nonexistent', '/nonexistent'),
    glob: async (pattern: string) => [pattern],
    fromWorkspace: () => 'net.x',
  };
  const tools: Tools = {
    profiler,
    tracker,
    store: new DirectoryStore('/nonexistent', clock),
    commits: null,
    lastRelease: null,
    files,
    clock,
    log: silentLogger,
    state: { save() {} },
    signal: new AbortController().signal,
  };
  const task = makeTask(change);
  return { perform: () => runGate(task, tools), profiler, tracker, clock };
}

/** What `record` or `gate` is asked to do, with everything that does not matter filled in. */
export function makeTask(change: Pick<SceneChange, 'task' | 'mode'> = {}): Task {
  const commit = { sha: null, branch: null, repository: null, pullRequest: null };
  const { model = '10', ...changed } = change.task ?? {};
  return {
    trigger: {
      event: 'command',
      mode: change.mode ?? 'gate',
      commit,
      base: null,
      defaultBranch: 'main',
      tag: null,
      foreign: false,
      workflowRun: null,
      origin: null,
    },
    models: [{ path: model, name: undefined, devices: undefined }],
    devices: [],
    baseline: { kind: 'auto' },
    baselineModel: undefined,
    maxRegression: [{ unit: '%', value: 0.05 }],
    minChange: [],
    rules: [],
    waivers: [],
    metrics: [],
    narrowed: true,
    otherModels: [],
    repeats: undefined,
    maxRepeats: 6,
    effort: 'quick',
    confirmImprovements: false,
    maxDeviceMinutes: undefined,
    queueTimeoutMs: 600_000,
    runTimeoutMs: 10_000,
    keepModelDays: 14,
    failOn: 'regression',
    key: '',
    ...changed,
  };
}
