// The backend "mlflow": an MLflow tracking server keeps the runs; it executes nothing.

import { GateError } from '../../domain/errors.ts';
import { parseBackendOptions } from '../../formats/backend-options.ts';
import type { Clock } from '../../ports/machine.ts';
import type { Tracker } from '../../ports/tracker.ts';
import type { Network } from '../http/fetch.ts';
import { checkBaseUrl, ServiceClient } from '../http/service.ts';
import { MlflowApi } from './api.ts';
import { toAuthorization } from './credentials.ts';
import { MlflowOptionsSchema } from './options.ts';
import { refuse } from './refusal.ts';
import { MlflowTracker, type MlflowTrackerSetup } from './tracker.ts';

export { MlflowOptionsSchema };

const EXAMPLE = 'https://mlflow.example.com';

export interface MlflowConnection {
  /** A token, or `name:password` of the server's basic auth; empty: no Authorization header. */
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly network: Network;
  readonly clock: Clock;
  readonly options: unknown;
}

/** Throws a GateError that names the input which is wrong. */
export function createMlflowTracker(
  connection: MlflowConnection,
  setup: Omit<MlflowTrackerSetup, 'api' | 'service' | 'network' | 'clock' | 'storeModel' | 'pageOf'>,
): Tracker {
  const { apiKey, network, clock } = connection;
  const { 'store-model': storeModel } = parseBackendOptions('mlflow', MlflowOptionsSchema, connection.options);
  const baseUrl = readAddress(connection.baseUrl, apiKey);
  const headers = toAuthorization(apiKey);
  const service = new ServiceClient({
    name: 'MLflow',
    baseUrl,
    headers: async () => headers,
    fetch: network.fetch,
    clock,
    refuse: (status, body, doing) => refuse(status, body, doing, apiKey !== ''),
    unreadable: `Check that ${baseUrl} is the address of an MLflow server, without anything behind it.`,
  });
  const pageOf = (experiment: string, run: string) => toPage(baseUrl, experiment, run);
  return new MlflowTracker({ ...setup, api: new MlflowApi(service), service, network, clock, storeModel, pageOf });
}

/** People give the server, a page of its interface, or the root of its API. */
function readAddress(written: string, key: string): string {
  if (written === '') {
    throw new GateError(
      'invalid-input',
      'api-base-url: nothing was given, but the backend mlflow has no public address.',
      `Set the input "api-base-url" (or tracker-api-base-url, or the variable MLFLOW_TRACKING_URI) to the server's, such as ${EXAMPLE}.`,
    );
  }
  const plain = written.replace(/#.*$/, '').replace(/\/api\/2\.0(\/mlflow)?\/?$/, '');
  return checkBaseUrl(plain.replace(/\/+$/, ''), EXAMPLE, key);
}

const DATABRICKS = /\.(databricks\.com|azuredatabricks\.net)$/;

/** Databricks shows runs at paths of its own. */
function toPage(baseUrl: string, experiment: string, run: string): string {
  const place = DATABRICKS.test(new URL(baseUrl).hostname) ? 'ml' : '#';
  return `${baseUrl}/${place}/experiments/${experiment}/runs/${run}`;
}
