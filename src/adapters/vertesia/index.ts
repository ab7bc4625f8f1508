// The backend "vertesia": prompts as models. It executes them, and its executions are the record.

import { parseBackendOptions } from '../../formats/backend-options.ts';
import type { Clock } from '../../ports/machine.ts';
import type { Profiler } from '../../ports/profiler.ts';
import type { Tracker } from '../../ports/tracker.ts';
import type { Fetch } from '../http/fetch.ts';
import { checkBaseUrl, checkKey, ServiceClient } from '../http/service.ts';
import { saidIn, toServiceError } from '../http/service-errors.ts';
import { VertesiaApi } from './api.ts';
import { VertesiaOptionsSchema } from './options.ts';
import { VertesiaProfiler, type VertesiaProfilerSetup } from './profiler.ts';
import { createTokenSource } from './token.ts';
import { VertesiaTracker, type VertesiaTrackerSetup } from './tracker.ts';

const NAME = 'Vertesia';
const DEFAULT_BASE_URL = 'https://api.vertesia.io';

export { VertesiaOptionsSchema };

export interface VertesiaConnection {
  /** `sk-…` or `pk-…`, else a token. */
  readonly apiKey: string;
  /** Empty: the public service. */
  readonly baseUrl: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Hides a token in all that is logged from now on. */
  readonly mask: (secret: string) => void;
}

/** Throws a GateError that names the option which is wrong. */
export function createVertesiaProfiler(
  connection: VertesiaConnection,
  setup: Omit<VertesiaProfilerSetup, 'api' | 'fetch' | 'clock' | 'options'> & { readonly options: unknown },
): Profiler {
  const options = parseBackendOptions('vertesia', VertesiaOptionsSchema, setup.options);
  return new VertesiaProfiler({ ...connection, ...setup, options, api: connect(connection) });
}

export function createVertesiaTracker(
  connection: VertesiaConnection,
  setup: Omit<VertesiaTrackerSetup, 'api'>,
): Tracker {
  return new VertesiaTracker({ ...setup, api: connect(connection) });
}

function connect({ apiKey, baseUrl, fetch, clock, mask }: VertesiaConnection): VertesiaApi {
  const base = checkBaseUrl(baseUrl === '' ? DEFAULT_BASE_URL : baseUrl, DEFAULT_BASE_URL, apiKey);
  const token = createTokenSource({ apiKey: checkKey(apiKey, 'sk-…'), baseUrl: base, fetch, clock, mask });
  const service = new ServiceClient({
    name: NAME,
    baseUrl: /\/api\/v\d+\/?$/.test(base) ? base : `${base.replace(/\/+$/, '')}/api/v1`,
    headers: async () => ({ Authorization: `Bearer ${await token()}` }),
    fetch,
    clock,
    refuse: (status, body, doing) => toServiceError(NAME, doing, status, '', saidIn(body)),
  });
  return new VertesiaApi(service);
}
