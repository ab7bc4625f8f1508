// The backend "device-farm": AWS Device Farm's phones, public and private. Credentials come by AWS's own chain.

import { join } from 'node:path';
import { parseBackendOptions } from '../../formats/backend-options.ts';
import type { Clock } from '../../ports/machine.ts';
import type { Profiler } from '../../ports/profiler.ts';
import type { Network } from '../http/fetch.ts';
import { checkBaseUrl } from '../http/service.ts';
import { FarmApi } from './api.ts';
import { DeviceFarmOptionsSchema } from './options.ts';
import { DeviceFarmProfiler } from './profiler.ts';

export { inspectForPhone } from './inspect.ts';
export { DeviceFarmOptionsSchema };

/** An upload is looked at within seconds, unlike a session. */
const LONGEST_LOOK_MS = 2000;
const EXAMPLE = 'https://devicefarm.us-west-2.amazonaws.com';

export interface DeviceFarmSetup {
  /** Empty: AWS's own. */
  readonly baseUrl: string;
  readonly network: Network;
  readonly clock: Clock;
  readonly options: unknown;
  /** A project's name or ARN. */
  readonly project: string;
  /** As the user wrote them. */
  readonly devices: readonly string[];
  readonly workspace: string;
  readonly temporaryFolder: string;
  readonly runTimeoutMs: number;
  readonly mask: (secret: string) => void;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** Throws a GateError that names the option which is wrong; nothing is asked of AWS by then. */
export function createDeviceFarmProfiler(setup: DeviceFarmSetup): Profiler {
  const { baseUrl, network, clock } = setup;
  const options = parseBackendOptions('device-farm', DeviceFarmOptionsSchema, setup.options);
  // Requests are signed with the session's token in a header.
  const endpoint = baseUrl === '' ? '' : checkBaseUrl(baseUrl, EXAMPLE, 'signed');
  const api = new FarmApi({ endpoint, fetch: network.fetch, clock });
  const temporaryFolder = join(setup.temporaryFolder, 'device-farm');
  const lookMs = Math.min(LONGEST_LOOK_MS, options['poll-interval'] * 1000);
  return new DeviceFarmProfiler({ ...setup, api, options, temporaryFolder, lookMs });
}
