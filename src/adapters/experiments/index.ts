// The backend "experiments": an MLflow-style Experiments API keeps the runs; it executes nothing.

import * as z from 'zod';
import { GateError } from '../../domain/errors.ts';
import { parseBackendOptions } from '../../formats/backend-options.ts';
import type { Clock } from '../../ports/machine.ts';
import type { Tracker } from '../../ports/tracker.ts';
import type { Fetch } from '../http/fetch.ts';
import { checkBaseUrl, checkKey, ServiceClient } from '../http/service.ts';
import { meaningOf, type ServiceError, saidIn, toServiceError } from '../http/service-errors.ts';
import { ExperimentsApi } from './api.ts';
import { ExperimentsTracker, type ExperimentsTrackerSetup } from './tracker.ts';

const NAME = 'The Experiments API';
const EXAMPLE = 'https://ml.example.com/api/v1';

/** `options` of the backend experiments. Strict: a misspelt key is an error. */
export const ExperimentsOptionsSchema = z.strictObject({
  tenant: z.string().min(1).optional().describe('sent as X-Tenant-ID with every call'),
});

export interface ExperimentsConnection {
  /** Empty: no Authorization header. */
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly options: unknown;
}

/** Throws a GateError that names the input which is wrong. */
export function createExperimentsTracker(
  connection: ExperimentsConnection,
  setup: Omit<ExperimentsTrackerSetup, 'api'>,
): Tracker {
  const { apiKey, baseUrl, fetch, clock } = connection;
  const { tenant } = parseBackendOptions('experiments', ExperimentsOptionsSchema, connection.options);
  if (baseUrl === '') {
    throw new GateError(
      'invalid-input',
      'api-base-url: nothing was given, but the backend experiments has no public address.',
      `Set the input "api-base-url" (or tracker-api-base-url) to the service's, such as ${EXAMPLE}.`,
    );
  }
  const authorization = apiKey === '' ? {} : { Authorization: `Bearer ${checkKey(apiKey, 'a token')}` };
  const headers = { ...authorization, ...(tenant === undefined ? {} : { 'X-Tenant-ID': tenant }) };
  const service = new ServiceClient({
    name: NAME,
    baseUrl: withApiPath(checkBaseUrl(baseUrl, EXAMPLE, apiKey)),
    headers: async () => headers,
    fetch,
    clock,
    refuse: (status, body, doing) => refuse(status, body, doing, tenant),
  });
  return new ExperimentsTracker({ ...setup, api: new ExperimentsApi(service) });
}

/** People give the host, or the whole path. */
function withApiPath(baseUrl: string): string {
  const url = baseUrl.replace(/\/+$/, '');
  return /\/api\/v\d+$/.test(url) ? url : `${url}/api/v1`;
}

function refuse(status: number, body: string, doing: string, tenant: string | undefined): ServiceError {
  const usual = meaningOf(status);
  const given = tenant === undefined ? 'none was given' : `it was "${tenant}"`;
  const meaning =
    status === 403
      ? {
          ...usual,
          words: `the tenant is denied (${given})`,
          advice: 'Set the option "tenant" to one that the token may use.',
        }
      : usual;
  return toServiceError(NAME, doing, status, '', saidIn(body), meaning);
}
