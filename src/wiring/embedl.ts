// Wires the backend "embedl": its key and address may come from the environment, as the official client's do.

import { basename } from 'node:path';
import { createEmbedlTracker, type EmbedlConnection } from '../adapters/embedl/index.ts';
import type { Network } from '../adapters/http/fetch.ts';
import type { RunnerEnvironment } from '../adapters/runner/environment.ts';
import { systemClock } from '../adapters/runner/machine.ts';
import type { Access } from '../config/access.ts';
import type { Config } from '../config/config.ts';
import type { Tracker } from '../ports/tracker.ts';
import { doJobsCarry } from './carry.ts';
import { needKey } from './keys.ts';

export interface ServiceAccess {
  readonly environment: RunnerEnvironment;
  readonly network: Network;
}

/** Throws a GateError where there is no key. */
export function connectEmbedl(access: Access, reach: ServiceAccess): EmbedlConnection {
  const baseUrl = access.baseUrl || reach.environment.embedl.baseUrl;
  return { apiKey: needKey('embedl', access, reach.environment), baseUrl, network: reach.network, clock: systemClock };
}

export function wireEmbedlTracker(
  config: Pick<Config, 'access' | 'project' | 'reporting' | 'profiler'>,
  repository: string | null,
  options: unknown,
  reach: ServiceAccess,
): Tracker {
  const { runId, runAttempt } = reach.environment.github;
  const setup = {
    project: projectOf(config, repository, reach.environment),
    repository,
    key: config.reporting.key,
    workflowRun: runId === 0 ? '' : String(runId),
    attempt: runId === 0 ? '' : String(runAttempt),
    ...workflowLinks(repository, reach.environment),
    statistic: config.profiler === 'embedl' ? 'inference_avg' : 'reported',
    jobsCarry: doJobsCarry(config.profiler),
  };
  return createEmbedlTracker(connectEmbedl(config.access.tracker, reach), setup, options);
}

/** Where a person gets from a run to what made it; the workflow run's is empty outside a workflow. */
export function workflowLinks(repository: string | null, { github }: RunnerEnvironment) {
  const { runId, serverUrl } = github;
  const inWorkflow = runId !== 0 && repository !== null;
  return { serverUrl, workflowRunUrl: inWorkflow ? `${serverUrl}/${repository}/actions/runs/${runId}` : '' };
}

/** The repository's name, unless the input says otherwise; outside a repository, the folder's. */
export function projectOf(
  { project }: Pick<Config, 'project'>,
  repository: string | null,
  { workspace }: RunnerEnvironment,
): string {
  return project ?? repository?.split('/')[1] ?? basename(workspace);
}
