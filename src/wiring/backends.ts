// One line a backend: which profiler executes models, and which tracker keeps runs.

import { join } from 'node:path';
import { createCommandProfiler, inspectTree } from '../adapters/command/index.ts';
import { inspectForPhone } from '../adapters/device-farm/index.ts';
import { createEmbedlProfiler, inspectTflite } from '../adapters/embedl/index.ts';
import { createExperimentsTracker } from '../adapters/experiments/index.ts';
import { createHubifyProfiler, createHubifyTracker } from '../adapters/hubify/index.ts';
import { createBaselineRuntime } from '../adapters/local/baseline-runtime.ts';
import { createLocalProfiler, createLocalTracker } from '../adapters/local/index.ts';
import { createRuntime } from '../adapters/local/runtime.ts';
import { createMlflowTracker } from '../adapters/mlflow/index.ts';
import { createResultsProfiler } from '../adapters/results/index.ts';
import { createFiles, systemClock } from '../adapters/runner/machine.ts';
import { createVertesiaProfiler, createVertesiaTracker } from '../adapters/vertesia/index.ts';
import type { Access } from '../config/access.ts';
import type { Config } from '../config/config.ts';
import { GateError } from '../domain/errors.ts';
import type { Mode } from '../domain/outcome.ts';
import type { CommitRef } from '../domain/run.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { Profiler } from '../ports/profiler.ts';
import type { Tracker } from '../ports/tracker.ts';
import { doJobsCarry } from './carry.ts';
import type { RuntimeContext } from './context.ts';
import { wireDeviceFarm } from './device-farm.ts';
import { connectEmbedl, projectOf, wireEmbedlTracker, workflowLinks } from './embedl.ts';
import { keyOf, needKey } from './keys.ts';
import { wireNetwork } from './network.ts';
import { optionsOf } from './options.ts';

/** What of the trigger a backend writes on what it makes. */
export interface RunLabels {
  readonly mode: Mode;
  readonly commit: CommitRef;
}

/** What reaching a service needs. */
type ServiceContext = Pick<RuntimeContext, 'environment' | 'network' | 'mask'>;

/** Where models are executed. */
export async function wireProfiler(config: Config, occasion: RunLabels, context: RuntimeContext): Promise<Profiler> {
  const { profiler: name, access } = config;
  const options = optionsOf(name, config.tracker, config);
  switch (name) {
    case 'local':
      return wireLocalProfiler(config, options, context);
    case 'command':
      return wireCommandProfiler(config, options, context);
    case 'embedl':
      return createEmbedlProfiler(connectEmbedl(access.profiler, context), options);
    case 'device-farm':
      return wireDeviceFarm(config, occasion.commit.repository, options, context);
    case 'results':
      return createResultsProfiler({
        ...config,
        options,
        paths: await findResults('results', config.results, context),
        baselinePaths: await findResults('baseline-results', config.baselineResults, context),
      });
    case 'vertesia': {
      const { devices, runTimeoutMs } = config;
      const tags = tagsOf(config, occasion, context);
      // An execution may be answered only when it has ended.
      const { fetch } = wireNetwork(context.environment, Math.max(runTimeoutMs, 30_000));
      const connection = { ...connect(name, access.profiler, context), fetch };
      return createVertesiaProfiler(connection, { options, devices, tags, runTimeoutMs });
    }
    case 'hubify':
      return createHubifyProfiler({ ...connect(name, access.profiler, context), options }, occasion);
  }
}

/** Where runs are kept. */
export function wireTracker(
  config: Config,
  repository: string | null,
  store: ArtifactStore | null,
  context: ServiceContext,
): Tracker {
  const { tracker: name, access } = config;
  const { key } = config.reporting;
  const options = optionsOf(name, config.profiler, config);
  const { temporaryFolder, github } = context.environment;
  switch (name) {
    case 'local':
      if (store === null) throw new Error('the local tracker needs a store');
      return createLocalTracker({
        store,
        key,
        temporaryFolder,
        jobsCarry: doJobsCarry(config.profiler),
      });
    case 'embedl':
      return wireEmbedlTracker(config, repository, options, context);
    case 'mlflow': {
      const { mlflow } = context.environment;
      const apiKey = keyOf(name, access.tracker, context.environment);
      const baseUrl = access.tracker.baseUrl || mlflow.baseUrl;
      const connection = { apiKey, baseUrl, network: context.network, clock: systemClock, options };
      const project = projectOf(config, repository, context.environment);
      const links = workflowLinks(repository, context.environment);
      const jobsCarry = doJobsCarry(config.profiler);
      return createMlflowTracker(connection, { project, repository, key, temporaryFolder, jobsCarry, ...links });
    }
    case 'experiments': {
      const project = projectOf(config, repository, context.environment);
      const { baseUrl, apiKey = '' } = access.tracker;
      const connection = { baseUrl, apiKey, fetch: context.network.fetch, clock: systemClock, options };
      return createExperimentsTracker(connection, { project, repository, key, temporaryFolder });
    }
    case 'vertesia':
      return createVertesiaTracker(connect(name, access.tracker, context), { repository: repository ?? '', key });
    case 'hubify': {
      const connection = { ...connect(name, access.tracker, context), options };
      return createHubifyTracker(connection, { repository, key, attempt: `${github.runId}.${github.runAttempt}` });
    }
  }
}

/** What checks a model file without a key and without executing anything. */
export function wireInspector(config: Config, context: RuntimeContext): Pick<Profiler, 'inspect'> {
  if (config.profiler === 'embedl') return { inspect: inspectTflite };
  if (config.profiler === 'command') return { inspect: inspectTree };
  if (config.profiler === 'device-farm') return { inspect: inspectForPhone };
  return wireLocalProfiler(config, optionsOf('local', config.tracker, config), context);
}

function connect(backend: string, access: Access, { environment, network, mask }: ServiceContext) {
  const apiKey = needKey(backend, access, environment);
  return { apiKey, baseUrl: access.baseUrl, fetch: network.fetch, clock: systemClock, mask };
}

function tagsOf({ reporting }: Config, { mode, commit }: RunLabels, { environment }: RuntimeContext) {
  const { runId, runAttempt } = environment.github;
  return {
    mode,
    repository: commit.repository ?? '',
    key: reporting.key,
    commit: commit.sha ?? '',
    branch: commit.branch ?? '',
    attempt: runId === 0 ? '' : `${runId}.${runAttempt}`,
  };
}

/** A model that a fork built is measured without the variables that the user hands on. */
function wireCommandProfiler(config: Config, options: unknown, context: RuntimeContext): Promise<Profiler> {
  const { program, devices, metrics, runTimeoutMs } = config;
  const { environment, signal } = context;
  if (program === undefined) throw new Error('the backend command without a command');
  return createCommandProfiler({
    ...program,
    options,
    devices,
    metrics,
    runTimeoutMs,
    passEnv: environment.event.name === 'workflow_run' ? [] : program.passEnv,
    variables: environment.variables,
    workspace: environment.workspace,
    temporaryFolder: environment.temporaryFolder,
    clock: systemClock,
    random: Math.random,
    signal,
  });
}

/** Its runtime is looked for when the first model is tried. */
function wireLocalProfiler(
  config: Config,
  options: Readonly<Record<string, unknown>>,
  context: RuntimeContext,
): Profiler {
  const { environment, network, log, signal } = context;
  const { workspace, programFolder, toolCache, npmRegistry, temporaryFolder } = environment;
  const { baselineRuntime: other } = config;
  const source = {
    searchFrom: [workspace, programFolder],
    cacheFolder: toolCache,
    install: config.installRuntime,
    registryUrl: npmRegistry,
    fetch: network.fetch,
    log,
  };
  return createLocalProfiler({
    options,
    workspace,
    workerPath: join(programFolder, 'worker', 'index.js'),
    childEnv: environment.childEnv,
    runtime: createRuntime(source),
    baselineRuntime: other === undefined ? undefined : createBaselineRuntime(other, workspace, source),
    runnerImage: environment.runnerImage,
    temporaryFolder,
    runTimeoutMs: config.runTimeoutMs,
    signal,
  });
}

/** In the order of their names, 2 before 10. Throws a GateError for a pattern that matches nothing. */
async function findResults(
  input: 'results' | 'baseline-results',
  patterns: readonly string[],
  { environment }: RuntimeContext,
): Promise<readonly string[]> {
  const files = createFiles(environment.temporaryFolder, environment.workspace);
  const found: string[] = [];
  for (const pattern of patterns) {
    const paths = await files.glob(pattern);
    if (paths.length === 0) {
      const advice =
        'Check the path (it starts at the workspace) and that the step which measures ran before this one.';
      throw new GateError('invalid-input', `${input}: "${pattern}" matches no file.`, advice);
    }
    found.push(...[...paths].sort(byNaturalOrder));
  }
  return [...new Set(found)];
}

const byNaturalOrder = new Intl.Collator('en', { numeric: true }).compare;
