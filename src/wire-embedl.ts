// Wires the backend "embedl"; apart from the rest, so that the post step can end its runs without loading the others.

import { basename } from 'node:path';
import { createEmbedlTracker, type EmbedlConnection } from './adapters/embedl/index.ts';
import type { Network } from './adapters/http/fetch.ts';
import type { RunnerEnvironment } from './adapters/runner/environment.ts';
import { systemClock } from './adapters/runner/machine.ts';
import type { Config } from './config/config.ts';
import { GateError } from './domain/errors.ts';
import type { Tracker } from './ports/tracker.ts';

interface Reach {
  readonly environment: RunnerEnvironment;
  readonly network: Network;
}

/** Whether a backend of the configuration needs a key and none was given. */
export function isKeyMissing(
  config: Pick<Config, 'profiler' | 'tracker' | 'apiKey'>,
  environment: RunnerEnvironment,
): boolean {
  return [config.profiler, config.tracker].includes('embedl') && keyOf(config, environment) === '';
}

/** Throws a GateError where there is no key. */
export function connectEmbedl(
  config: Pick<Config, 'apiKey' | 'apiBaseUrl'>,
  { environment, network }: Reach,
): EmbedlConnection {
  const apiKey = keyOf(config, environment);
  if (apiKey === '') {
    const advice = 'Set the input "api-key" from a secret, or the variable EMBEDL_HUB_API_KEY.';
    throw new GateError('invalid-input', 'api-key: nothing was given, but the backend embedl needs one.', advice);
  }
  return { apiKey, baseUrl: config.apiBaseUrl || environment.embedl.baseUrl, network, clock: systemClock };
}

export function wireEmbedlTracker(
  config: Pick<Config, 'apiKey' | 'apiBaseUrl' | 'project' | 'reporting'>,
  repository: string | null,
  reach: Reach,
): Tracker {
  const { workspace, github } = reach.environment;
  return createEmbedlTracker(connectEmbedl(config, reach), {
    project: config.project ?? repository?.split('/')[1] ?? basename(workspace),
    repository,
    key: config.reporting.key,
    workflowRun: github.runId === 0 ? '' : String(github.runId),
    attempt: github.runId === 0 ? '' : String(github.runAttempt),
  });
}

function keyOf({ apiKey }: Pick<Config, 'apiKey'>, { embedl }: RunnerEnvironment): string {
  return apiKey ?? embedl.apiKey;
}
