// The backend "embedl": Embedl Hub keeps the runs, its cloud of phones measures.

import { GateError } from '../../domain/errors.ts';
import { parseBackendOptions } from '../../formats/backend-options.ts';
import type { Clock } from '../../ports/machine.ts';
import type { Profiler } from '../../ports/profiler.ts';
import type { Tracker } from '../../ports/tracker.ts';
import type { Network } from '../http/fetch.ts';
import { HubApi } from './api.ts';
import { HubClient } from './client.ts';
import { EmbedlOptionsSchema } from './options.ts';
import { EmbedlProfiler } from './profiler.ts';
import { EmbedlTracker, type EmbedlTrackerSetup } from './tracker.ts';

export { inspectTflite } from './inspect.ts';

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
  return new EmbedlProfiler({ ...connection, api: new HubApi(connect(connection)), options, random: Math.random });
}

export function createEmbedlTracker(
  connection: EmbedlConnection,
  setup: Omit<EmbedlTrackerSetup, 'hub' | 'api' | 'network' | 'clock'>,
): Tracker {
  const hub = connect(connection);
  return new EmbedlTracker({ ...connection, ...setup, hub, api: new HubApi(hub) });
}

function connect({ apiKey, baseUrl, network, clock }: EmbedlConnection): HubClient {
  return new HubClient({
    baseUrl: checkBaseUrl(baseUrl === '' ? DEFAULT_BASE_URL : baseUrl),
    apiKey: checkKey(apiKey),
    clock,
    fetch: network.fetch,
  });
}

/** A key that cannot be a header's value would be refused by the system, with the key in its message. */
function checkKey(key: string): string {
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  throw new GateError(
    'invalid-input',
    'api-key: found a key with spaces or line breaks; allowed: one like eh_….',
    'Copy the key again, without anything around it.',
  );
}

function checkBaseUrl(url: string): string {
  if (URL.canParse(url) && /^https?:\/\//.test(url)) return url;
  throw new GateError(
    'invalid-input',
    `api-base-url: found "${url}"; allowed: an address such as ${DEFAULT_BASE_URL}.`,
    'Correct the input "api-base-url".',
  );
}
