// Records on the default branch without a step: the use-case itself keeps them, in this process. For scenarios that
// are not about recording.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Affinity } from '../../src/adapters/local/affinity.ts';
import { describeEnvironment } from '../../src/adapters/local/environment.ts';
import { createLocalTracker } from '../../src/adapters/local/index.ts';
import { readLocalOptions } from '../../src/adapters/local/options.ts';
import { inspectOnnx } from '../../src/adapters/onnx/inspect.ts';
import { createFiles, systemClock } from '../../src/adapters/runner/machine.ts';
import { runGate } from '../../src/app/modes/gate.ts';
import type { Model } from '../../src/domain/model.ts';
import type { Profiler } from '../../src/ports/profiler.ts';
import type { Tracker } from '../../src/ports/tracker.ts';
import { REPOSITORY_ID } from '../servers/github/state.ts';
import { FakeProfiler, silentLogger } from './fakes.ts';
import { writeModel } from './models.ts';
import type { World } from './runner.ts';
import { makeTask } from './scene.ts';
import { StateStore } from './state-store.ts';

export interface Seeded {
  readonly sha: string;
  readonly runId: number;
  /** What `baseline: run:<id>` would name. */
  readonly ids: readonly string[];
}

/** Record a model at a commit, as a push to the default branch would have. */
export type Seed = (sha: string, model: Uint8Array, more?: SeedOptions) => Promise<Seeded>;

export interface SeedOptions {
  /** `comment-key`. */
  readonly key?: string;
  readonly devices?: readonly string[];
}

/** This machine's records: the numbers are made up, the model and the environment are real. */
export async function seedLocal(world: World, sha: string, model: Uint8Array, more: SeedOptions = {}): Promise<Seeded> {
  const pinned = await new Affinity({}).isPossible();
  return seed(world, sha, { file: 'model.onnx', bytes: model }, more, (store, folder) => ({
    profiler: new QuietMachine(pinned),
    tracker: createLocalTracker({ store, key: more.key ?? '', temporaryFolder: folder }),
  }));
}

interface Ports {
  readonly profiler: Profiler;
  readonly tracker: Tracker;
}

/** `connect` gives the ports; its folder is gone when this resolves. */
export async function seed(
  world: World,
  sha: string,
  model: { readonly file: string; readonly bytes: Uint8Array },
  { key = '', devices = [] }: SeedOptions,
  connect: (store: StateStore, folder: string, runId: number) => Ports,
): Promise<Seeded> {
  const { state, workspace } = world;
  const runId = state.nextId++;
  const headBranch = state.defaultBranch;
  const startedAt = state.now().toISOString();
  const run = { id: runId, event: 'push', headSha: sha, headBranch, headRepositoryId: REPOSITORY_ID, attempt: 1 };
  state.runs.set(runId, { ...run, startedAt });
  const folder = mkdtempSync(join(dirname(workspace), 'seed-'));
  writeModel(workspace, model.file, model.bytes);
  const store = new StateStore(world, runId);
  const commit = { sha, branch: headBranch, repository: `${state.owner}/${state.repo}`, pullRequest: null };
  const task = makeTask({ mode: 'record', task: { model: model.file, key, devices } });
  const trigger = { ...task.trigger, event: 'push', commit, defaultBranch: headBranch } as const;
  const report = await runGate(
    { ...task, trigger },
    {
      ...connect(store, folder, runId),
      store,
      commits: null,
      lastRelease: null,
      files: createFiles(folder, workspace),
      clock: systemClock,
      log: silentLogger,
      state: { save() {} },
      signal: new AbortController().signal,
    },
  );
  rmSync(folder, { recursive: true });
  if (report.runIds.length === 0) throw new Error(`nothing was recorded: ${JSON.stringify(report.findings)}`);
  return { sha, runId, ids: report.runIds };
}

/** As long as one inference of the test models takes on a machine of today, milliseconds. */
const LATENCY = '0.06';

/** This machine by its environment, with jobs that it did not execute. */
class QuietMachine extends FakeProfiler {
  constructor(pinned: boolean) {
    const { session } = readLocalOptions({});
    const facts = { runtimeVersion: runtimeVersion(), session, workload: { inputs: [] }, image: '', pinned };
    const noise = [1, 1.01, 0.99, 1.005];
    super({ pairs: true, noise, devices: ['local'], environment: describeEnvironment(facts) });
  }

  override pollDelayMs(): number {
    return 0;
  }

  override inspect(path: string, name: string): Promise<Model> {
    return inspectOnnx(path, name);
  }

  override async prepare(model: Model) {
    return { model, handle: LATENCY };
  }
}

function runtimeVersion(): string {
  const path = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
