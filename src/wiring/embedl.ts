// Wires the backend "embedl": its key and address may come from the environment, as the official client's do.

import { basename } from 'node:path';
import { createEmbedlTracker, type EmbedlConnection } from '../adapters/embedl/index.ts';
import type { Network } from '../adapters/http/fetch.ts';
import type { RunnerEnvironment } from '../adapters/runner/environment.ts';
import { systemClock } from '../adapters/runner/machine.ts';
import type { Access } from '../config/access.ts';
import type { Config } from '../config/config.ts';
import type { Tracker } from '../ports/tracker.ts';
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
  config: Pick<Config, 'access' | 'project' | 'reporting'>,
  repository: string | null,
  reach: ServiceAccess,
): Tracker {
  const { github } = reach.environment;
  return createEmbedlTracker(connectEmbedl(config.access.tracker, reach), {
    project: projectOf(config, repository, reach.environment),
    repository,
    key: config.reporting.key,
    workflowRun: github.runId === 0 ? '' : String(github.runId),
    attempt: github.runId === 0 ? '' : String(github.runAttempt),
  });
}

/** The repository's name, unless the input says otherwise; outside a repository, the folder's. */
export function projectOf(
  { project }: Pick<Config, 'project'>,
  repository: string | null,
  { workspace }: RunnerEnvironment,
): string {
  return project ?? repository?.split('/')[1] ?? basename(workspace);
}
