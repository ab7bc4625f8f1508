// The backend "embedl": Embedl Hub keeps the runs, its cloud of phones measures.

import { parseBackendOptions } from '../../formats/backend-options.ts';
import type { Clock } from '../../ports/machine.ts';
import type { Profiler } from '../../ports/profiler.ts';
import type { Tracker } from '../../ports/tracker.ts';
import type { Network } from '../http/fetch.ts';
import { checkBaseUrl, checkKey, type ServiceClient } from '../http/service.ts';
import { HubApi } from './api.ts';
import { createHubClient } from './client.ts';
import { CloudApi } from './cloud-api.ts';
import { EmbedlOptionsSchema } from './options.ts';
import { EmbedlProfiler } from './profiler.ts';
import { EmbedlTracker, type EmbedlTrackerSetup } from './tracker.ts';

export { inspectTflite } from './inspect.ts';
export { EmbedlOptionsSchema };

const DEFAULT_BASE_URL = 'https://hub.embedl.com';

export interface EmbedlConnection {
  readonly apiKey: string;
  /** Empty: the public hub. */
  readonly baseUrl: string;
  readonly network: Network;
  readonly clock: Clock;
}

/** Throws a GateError that names the option which is wrong. */
export function createEmbedlProfiler(connection: EmbedlConnection, written: unknown): Profiler {
  const options = parseBackendOptions('embedl', EmbedlOptionsSchema, written);
  return new EmbedlProfiler({ ...connection, cloud: new CloudApi(connect(connection)), options, random: Math.random });
}

export function createEmbedlTracker(
  connection: EmbedlConnection,
  setup: Omit<EmbedlTrackerSetup, 'hub' | 'api' | 'network' | 'clock' | 'storeModel'>,
  written: unknown,
): Tracker {
  const { 'store-model': storeModel } = parseBackendOptions('embedl', EmbedlOptionsSchema, written);
  const hub = connect(connection);
  return new EmbedlTracker({ ...connection, ...setup, hub, api: new HubApi(hub), storeModel });
}

function connect({ apiKey, baseUrl, network, clock }: EmbedlConnection): ServiceClient {
  return createHubClient({
    baseUrl: checkBaseUrl(baseUrl === '' ? DEFAULT_BASE_URL : baseUrl, DEFAULT_BASE_URL, apiKey),
    apiKey: checkKey(apiKey, 'eh_…'),
    clock,
    fetch: network.fetch,
  });
}
