// The only place that knows both the use-cases and the adapters: builds one from the other. Decides nothing.

import { join } from 'node:path';
import { createEmbedlProfiler, inspectTflite } from './adapters/embedl/index.ts';
import { WorkflowArtifactStore } from './adapters/github/artifact-store.ts';
import type { GitHub } from './adapters/github/client.ts';
import type { Network } from './adapters/http/fetch.ts';
import { DirectoryStore } from './adapters/local/directory-store.ts';
import { createLocalProfiler, createLocalTracker } from './adapters/local/index.ts';
import { findRuntime } from './adapters/local/runtime.ts';
import { createResultsProfiler } from './adapters/results/index.ts';
import type { RunnerEnvironment } from './adapters/runner/environment.ts';
import { createFiles, systemClock } from './adapters/runner/machine.ts';
import type { Task } from './app/task.ts';
import type { Tools } from './app/tools.ts';
import type { Config } from './config/config.ts';
import { GateError } from './domain/errors.ts';
import type { Trigger } from './domain/trigger.ts';
import type { ArtifactStore, RunArtifacts } from './ports/artifact-store.ts';
import type { Logger, State, StepOutput } from './ports/machine.ts';
import type { Profiler } from './ports/profiler.ts';
import type { Tracker } from './ports/tracker.ts';
import { connectEmbedl, wireEmbedlTracker } from './wire-embedl.ts';

/** What wiring needs besides the configuration. */
export interface Surroundings {
  readonly environment: RunnerEnvironment;
  readonly network: Network;
  readonly log: Logger;
  readonly step: StepOutput & State;
  readonly signal: AbortSignal;
}

/** Inside Actions only workflow artifacts are read: a pull request could commit a forged folder. */
export function wireArtifactStore(
  trigger: Trigger,
  github: GitHub,
  { network, log }: Surroundings,
): ArtifactStore & RunArtifacts {
  const { id: runId, attempt } = trigger.workflowRun ?? { id: 0, attempt: 1 };
  const { defaultBranch, commit } = trigger;
  const { sha } = commit;
  return new WorkflowArtifactStore({ github, fetch: network.fetch, defaultBranch, sha, runId, attempt, log });
}

/** Outside Actions records and models lie in a folder of the workspace. */
export function wireFolderStore(environment: RunnerEnvironment): ArtifactStore {
  return new DirectoryStore(join(environment.workspace, '.latency-gate'), systemClock);
}

export async function wireTools(
  config: Config,
  trigger: Trigger,
  parts: Pick<Tools, 'store' | 'commits' | 'lastRelease'>,
  surroundings: Surroundings,
): Promise<Tools> {
  const { environment, log, signal, step } = surroundings;
  return {
    profiler: await wireProfiler(config, surroundings),
    tracker: wireTracker(config, trigger, parts.store, surroundings),
    ...parts,
    files: createFiles(environment.temporaryFolder, environment.workspace),
    clock: systemClock,
    log,
    state: step,
    signal,
  };
}

type BackendConfig = Pick<
  Config,
  'profiler' | 'apiKey' | 'apiBaseUrl' | 'options' | 'installRuntime' | 'runTimeoutMs' | 'results' | 'devices'
>;

/** Where models are executed. */
export async function wireProfiler(config: BackendConfig, surroundings: Surroundings): Promise<Profiler> {
  switch (config.profiler) {
    case 'local':
      return wireLocalProfiler(config, surroundings);
    case 'embedl':
      return createEmbedlProfiler(connectEmbedl(config, surroundings), config.options);
    case 'results':
      return createResultsProfiler({ ...config, paths: await findResults(config.results, surroundings) });
  }
}

/** What checks a model file without a key and without executing anything. */
export function wireInspector(config: BackendConfig, surroundings: Surroundings): Pick<Profiler, 'inspect'> {
  return config.profiler === 'embedl' ? { inspect: inspectTflite } : wireLocalProfiler(config, surroundings);
}

/** Throws a GateError for a pattern that matches nothing. */
async function findResults(patterns: readonly string[], { environment }: Surroundings): Promise<readonly string[]> {
  const files = createFiles(environment.temporaryFolder, environment.workspace);
  const found: string[] = [];
  for (const pattern of patterns) {
    const paths = await files.glob(pattern);
    if (paths.length === 0) {
      const advice =
        'Check the path (it starts at the workspace) and that the step which measures ran before this one.';
      throw new GateError('invalid-input', `results: "${pattern}" matches no file.`, advice);
    }
    found.push(...paths);
  }
  return [...new Set(found)];
}

/** Where runs are kept. */
function wireTracker(
  config: Pick<Config, 'tracker' | 'apiKey' | 'apiBaseUrl' | 'project' | 'reporting'>,
  trigger: Trigger,
  store: ArtifactStore,
  surroundings: Surroundings,
): Tracker {
  const { key } = config.reporting;
  switch (config.tracker) {
    case 'local':
      return createLocalTracker({ store, key, temporaryFolder: surroundings.environment.temporaryFolder });
    case 'embedl':
      return wireEmbedlTracker(config, trigger.commit.repository, surroundings);
  }
}

/** Its runtime is looked for when the first model is tried. */
function wireLocalProfiler(config: BackendConfig, { environment, network, log, signal }: Surroundings): Profiler {
  const { workspace, programFolder, toolCache, npmRegistry, temporaryFolder } = environment;
  let runtime: Promise<string> | undefined;
  const find = () =>
    findRuntime({
      searchFrom: [workspace, programFolder],
      cacheFolder: toolCache,
      install: config.installRuntime,
      registryUrl: npmRegistry,
      fetch: network.fetch,
      log,
    });
  return createLocalProfiler({
    options: config.options,
    workerPath: join(programFolder, 'worker', 'index.js'),
    childEnv: environment.childEnv,
    runtimePath: () => (runtime ??= find()),
    runnerImage: environment.runnerImage,
    temporaryFolder,
    runTimeoutMs: config.runTimeoutMs,
    signal,
  });
}

export function toTask(config: Config, trigger: Trigger): Task {
  return { ...config, ...config.reporting, trigger };
}
