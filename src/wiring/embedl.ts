// Wires the backend "embedl": its key may come from the environment, as the official client's does.

import { basename } from 'node:path';
import { createEmbedlTracker, type EmbedlConnection } from '../adapters/embedl/index.ts';
import type { Network } from '../adapters/http/fetch.ts';
import type { RunnerEnvironment } from '../adapters/runner/environment.ts';
import { systemClock } from '../adapters/runner/machine.ts';
import type { Access } from '../config/access.ts';
import type { Config } from '../config/config.ts';
import { KEYS, type ProfilerName, type TrackerName } from '../config/inputs.ts';
import { GateError } from '../domain/errors.ts';
import type { Tracker } from '../ports/tracker.ts';

export interface ServiceAccess {
  readonly environment: RunnerEnvironment;
  readonly network: Network;
}

/** Whether a backend of the configuration needs a key and none was given. */
export function isKeyMissing(
  { profiler, tracker, access }: Pick<Config, 'profiler' | 'tracker' | 'access'>,
  environment: RunnerEnvironment,
): boolean {
  const missing = (backend: ProfilerName | TrackerName, side: Access) =>
    KEYS[backend] === 'needed' && keyOf(backend, side, environment) === '';
  return missing(profiler, access.profiler) || missing(tracker, access.tracker);
}

/** The key of one side; throws a GateError where there is none. */
export function needKey(backend: string, access: Access, { environment }: Pick<ServiceAccess, 'environment'>): string {
  const key = keyOf(backend, access, environment);
  if (key !== '') return key;
  const variable = backend === 'embedl' ? ', or the variable EMBEDL_HUB_API_KEY' : '';
  const advice = `Set the input "api-key" from a secret${variable}.`;
  throw new GateError('invalid-input', `api-key: nothing was given, but the backend ${backend} needs one.`, advice);
}

/** Throws a GateError where there is no key. */
export function connectEmbedl(access: Access, reach: ServiceAccess): EmbedlConnection {
  const baseUrl = access.baseUrl || reach.environment.embedl.baseUrl;
  return { apiKey: needKey('embedl', access, reach), baseUrl, network: reach.network, clock: systemClock };
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

/** The repository's name, unless the input says otherwise; on a desk without one, the folder's. */
export function projectOf(
  { project }: Pick<Config, 'project'>,
  repository: string | null,
  { workspace }: RunnerEnvironment,
): string {
  return project ?? repository?.split('/')[1] ?? basename(workspace);
}

function keyOf(backend: string, { apiKey }: Access, { embedl }: RunnerEnvironment): string {
  return apiKey ?? (backend === 'embedl' ? embedl.apiKey : '');
}
