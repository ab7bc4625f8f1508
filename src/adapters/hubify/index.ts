// The backend "hubify": experiments on the pods of a lab, as jobs and as records.

import * as z from 'zod';
import { parseBackendOptions } from '../../formats/backend-options.ts';
import type { Clock } from '../../ports/machine.ts';
import type { Profiler } from '../../ports/profiler.ts';
import type { Tracker } from '../../ports/tracker.ts';
import type { Fetch } from '../http/fetch.ts';
import { checkBaseUrl, checkKey, ServiceClient } from '../http/service.ts';
import { saidIn, toServiceError } from '../http/service-errors.ts';
import { HubifyApi } from './api.ts';
import { HubifyOptionsSchema } from './options.ts';
import { HubifyProfiler, type HubifyProfilerSetup } from './profiler.ts';
import { HubifyTracker, type HubifyTrackerSetup } from './tracker.ts';

const NAME = 'Hubify';
const DEFAULT_BASE_URL = 'https://www.hubify.com/api/v1';

export { HubifyOptionsSchema };

export interface HubifyConnection {
  readonly apiKey: string;
  /** Empty: the public service. */
  readonly baseUrl: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly options: unknown;
}

/** Throws a GateError that names the option which is wrong. */
export function createHubifyProfiler(
  connection: HubifyConnection,
  setup: Pick<HubifyProfilerSetup, 'commit'>,
): Profiler {
  const options = parseBackendOptions('hubify', HubifyOptionsSchema, connection.options);
  return new HubifyProfiler({ ...setup, clock: connection.clock, options, api: connect(connection) });
}

/** Throws a GateError that names the option which is wrong. */
export function createHubifyTracker(
  connection: HubifyConnection,
  setup: Omit<HubifyTrackerSetup, 'api' | 'options'>,
): Tracker {
  const options = parseBackendOptions('hubify', HubifyOptionsSchema, connection.options);
  return new HubifyTracker({ ...setup, options, api: connect(connection) });
}

function connect({ apiKey, baseUrl, fetch, clock }: HubifyConnection): HubifyApi {
  const key = checkKey(apiKey, 'hfy_key_…');
  const service = new ServiceClient({
    name: NAME,
    baseUrl: checkBaseUrl(baseUrl === '' ? DEFAULT_BASE_URL : baseUrl, DEFAULT_BASE_URL, key),
    headers: async () => ({ Authorization: `Bearer ${key}` }),
    fetch,
    clock,
    refuse: (status, body, doing) => toServiceError(NAME, doing, status, codeIn(body), saidIn(body)),
  });
  return new HubifyApi(service);
}

/** `{error: {code}}`, where it is so. */
function codeIn(body: string): string {
  try {
    return Refusal.parse(JSON.parse(body)).error.code;
  } catch {
    return '';
  }
}

const Refusal = z.object({ error: z.object({ code: z.string() }) });
