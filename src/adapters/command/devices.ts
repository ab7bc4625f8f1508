// The devices of the backend command: any names; those that the user gives, or that a command of the user's lists.

import type { Device } from '../../domain/device.ts';
import { GateError } from '../../domain/errors.ts';
import { type CallOptions, callProgram } from './call.ts';

const MOST_DEVICES = 1000;
const LONGEST_NAME = 200;

/** One a line; what follows a tab is its description. Throws a GateError where the command lists none. */
export async function listDevices(command: readonly string[], options: CallOptions): Promise<readonly Device[]> {
  const lines = (await callProgram(command, options)).toString('utf8').split(/\r?\n/);
  const devices = lines
    .map((line) => line.split('\t'))
    .map(([name = '', description = '']) => ({ name: name.trim(), description: description.trim() }))
    .filter(({ name }) => name !== '');
  if (devices.length === 0 || devices.length > MOST_DEVICES) throw refuse(`${devices.length} names`);
  const odd = devices.find(({ name }) => name.length > LONGEST_NAME || /\p{Cc}|\ufffd/u.test(name));
  if (odd !== undefined) throw refuse(`the name ${JSON.stringify(odd.name.slice(0, 40))}`);
  return devices;
}

function refuse(found: string): GateError {
  const allowed = `1 to ${MOST_DEVICES} names of at most ${LONGEST_NAME} characters, one a line, in UTF-8`;
  const message = `devices-command: it printed ${found}; allowed: ${allowed}, without control characters.`;
  return new GateError('invalid-input', message, 'Run it by itself to see what it prints.');
}
