// The only place that knows both the use-cases and the adapters: builds one from the other. Decides nothing.

import { join } from 'node:path';
import { WorkflowArtifactStore } from '../adapters/github/artifact-store.ts';
import type { GitHub } from '../adapters/github/client.ts';
import { DirectoryStore } from '../adapters/local/directory-store.ts';
import type { RunnerEnvironment } from '../adapters/runner/environment.ts';
import { createFiles, systemClock } from '../adapters/runner/machine.ts';
import type { Task } from '../app/task.ts';
import type { Tools } from '../app/tools.ts';
import type { Config } from '../config/config.ts';
import type { Trigger } from '../domain/trigger.ts';
import type { ArtifactStore, RunArtifacts } from '../ports/artifact-store.ts';
import { wireProfiler, wireTracker } from './backends.ts';
import type { RuntimeContext } from './context.ts';

/** Inside Actions only workflow artifacts are read: a pull request could commit a forged folder. */
export function wireArtifactStore(
  trigger: Trigger,
  github: GitHub,
  { network, log }: RuntimeContext,
): ArtifactStore & RunArtifacts {
  const { id: runId, attempt } = trigger.workflowRun ?? { id: 0, attempt: 1 };
  const { defaultBranch, commit } = trigger;
  const { sha } = commit;
  return new WorkflowArtifactStore({
    github,
    fetch: network.fetch,
    defaultBranch,
    sha,
    runId,
    attempt,
    log,
    clock: systemClock,
  });
}

/** Outside Actions records and models lie in a folder of the workspace. */
export function wireFolderStore(environment: RunnerEnvironment): ArtifactStore {
  return new DirectoryStore(join(environment.workspace, '.latency-gate'), systemClock);
}

export async function wireTools(
  config: Config,
  trigger: Trigger,
  parts: Pick<Tools, 'store' | 'commits' | 'lastRelease'>,
  context: RuntimeContext,
): Promise<Tools> {
  const { environment, log, signal, step } = context;
  return {
    profiler: await wireProfiler(config, trigger, context),
    tracker: wireTracker(config, trigger.commit.repository, parts.store, context),
    ...parts,
    files: createFiles(environment.temporaryFolder, environment.workspace),
    clock: systemClock,
    log,
    state: step,
    signal,
  };
}

/** What a use-case is asked to do, field by field: a key never leaves the wiring. */
export function toTask(config: Config, trigger: Trigger): Task {
  return {
    trigger,
    models: config.models,
    devices: config.devices,
    baseline: config.baseline,
    baselineModel: config.baselineModel,
    maxRegression: config.maxRegression,
    minChange: config.minChange,
    rules: config.rules,
    waivers: config.waivers,
    narrowed: config.narrowed,
    otherModels: config.otherModels,
    metrics: config.metrics,
    repeats: config.repeats,
    maxRepeats: config.maxRepeats,
    effort: config.effort,
    confirmImprovements: config.confirmImprovements,
    maxDeviceMinutes: config.maxDeviceMinutes,
    queueTimeoutMs: config.queueTimeoutMs,
    runTimeoutMs: config.runTimeoutMs,
    keepModelDays: config.keepModelDays,
    failOn: config.reporting.failOn,
    key: config.reporting.key,
  };
}
