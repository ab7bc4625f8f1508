// The devices of the backend command: any names; those that the user gives, or that a command of the user's lists.

import type { Device } from '../../domain/device.ts';
import { GateError } from '../../domain/errors.ts';
import { type CallOptions, callProgram } from './call.ts';

const MOST_DEVICES = 1000;

/** One a line; what follows a tab is its description. Throws a GateError where the command lists none. */
export async function listDevices(command: readonly string[], options: CallOptions): Promise<readonly Device[]> {
  const lines = (await callProgram(command, options)).toString('utf8').split(/\r?\n/);
  const devices = lines
    .map((line) => line.split('\t'))
    .map(([name = '', description = '']) => ({ name: name.trim(), description: description.trim() }))
    .filter(({ name }) => name !== '');
  if (devices.length > 0 && devices.length <= MOST_DEVICES) return devices;
  throw new GateError(
    'invalid-input',
    `devices-command: it printed ${devices.length} names; allowed: 1 to ${MOST_DEVICES}, one a line.`,
    'Run it by itself to see what it prints.',
  );
}
