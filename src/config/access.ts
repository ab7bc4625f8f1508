// How backends are reached: whose key goes where. No file of a checkout may send a key to an address of its own.

import { GateError } from '../domain/errors.ts';
import { isLoopback, isSameAddress } from '../formats/address.ts';
import type { FileSettings } from './file.ts';
import {
  type InputName,
  type InputValue,
  KEYS,
  type ProfilerName,
  PUBLIC_ADDRESSES,
  type TrackerName,
} from './inputs.ts';
import { describePlace } from './place.ts';

/** How a backend is reached. */
export interface Access {
  readonly apiKey: string | undefined;
  /** Empty: the public address. */
  readonly baseUrl: string;
}

interface Settings {
  readonly raw: Readonly<Record<string, string>>;
  readonly file: FileSettings;
  readonly read: <N extends InputName>(name: N) => InputValue<N>;
}

/**
 * The key and the address of both sides. A key goes to its own service only: to the one that `backend` names, or to
 * the only one there is. Throws a GateError where a file would send it elsewhere.
 */
export function readAccess(
  settings: Settings,
  profiler: ProfilerName,
  tracker: TrackerName,
): { readonly profiler: Access; readonly tracker: Access } {
  const { read } = settings;
  const both = KEYS[profiler] !== 'none' && KEYS[tracker] !== 'none' && profiler !== tracker;
  const toAccess = (side: 'profiler' | 'tracker', backend: ProfilerName | TrackerName): Access => {
    const shares = !both || backend === read('backend');
    const apiKey = read(`${side}-api-key`) ?? (shares ? read('api-key') : undefined);
    if (backend === 'device-farm' && apiKey !== undefined) throw refuseKey(side, settings);
    return {
      apiKey,
      baseUrl:
        readAddress(`${side}-api-base-url`, backend, settings) ??
        (shares ? readAddress('api-base-url', backend, settings) : undefined) ??
        '',
    };
  };
  return { profiler: toAccess('profiler', profiler), tracker: toAccess('tracker', tracker) };
}

/** A key would do nothing there, and would be one that is meant for another service. */
function refuseKey(side: 'profiler' | 'tracker', { raw, file }: Settings): GateError {
  const own = `${side}-api-key` as const;
  const name = raw[own] === undefined && file.places[own] === undefined ? 'api-key' : own;
  return new GateError(
    'invalid-input',
    `${describePlace(file.places[name] ?? name)}: found a key; allowed: none for device-farm, whose credentials AWS's own chain finds.`,
    'Let aws-actions/configure-aws-credentials run before this step; the key of a tracker is "tracker-api-key".',
  );
}

/** The config file comes with the checkout, and with a pull request: it may name the public service and this machine. */
function readAddress(
  name: 'api-base-url' | 'profiler-api-base-url' | 'tracker-api-base-url',
  backend: ProfilerName | TrackerName,
  { raw, file, read }: Settings,
): string | undefined {
  const address = read(name);
  if (address === undefined || raw[name] !== undefined || KEYS[backend] === 'none') return address;
  const known = PUBLIC_ADDRESSES[backend];
  if (isLoopback(address) || (known !== undefined && isSameAddress(known, address))) return address;
  const allowed = known === undefined ? 'a loopback address' : `${known}, or a loopback address`;
  throw new GateError(
    'invalid-input',
    `${describePlace(file.places[name] ?? name)}: found "${address}"; allowed in the config file: ${allowed}.`,
    `The key would be sent there, so only the workflow or the command may say so: set the input "${name}" (--${name}).`,
  );
}
