// The command `devices`: what the backend can measure on.

import { print, printJson } from '../adapters/runner/streams.ts';
import { parseConfig } from '../config/config.ts';
import { wireProfiler } from '../wiring/backends.ts';
import { readConfigFile } from './config-file.ts';
import { createLocalContext } from './local-context.ts';
import type { Request } from './program.ts';

/** What a run's labels are where nothing is run. */
export const NO_LABELS = {
  mode: 'gate',
  commit: { sha: null, branch: null, repository: null, pullRequest: null },
} as const;

/** Prints one device a line; answers the exit code. */
export async function listDevices({ inputs, flags }: Request): Promise<number> {
  const context = createLocalContext(flags['quiet'] === true);
  const file = await readConfigFile(inputs, context.environment);
  const config = parseConfig(inputs, file, 'handed over');
  for (const sentence of config.idle) context.log.warning(sentence);
  const profiler = await wireProfiler(config, NO_LABELS, context);
  const devices = await profiler.devices();
  context.log.end();
  if (flags['json'] === true) printJson(`${JSON.stringify(devices, null, 2)}\n`);
  else print(devices.map(({ name, description }) => `${name}\t${description}\n`).join(''));
  return 0;
}
