// Wires the backend "device-farm". Credentials are AWS's own matter: its client finds them by the standard chain.

import { createDeviceFarmProfiler } from '../adapters/device-farm/index.ts';
import { systemClock } from '../adapters/runner/machine.ts';
import type { Config } from '../config/config.ts';
import type { Profiler } from '../ports/profiler.ts';
import type { RuntimeContext } from './context.ts';
import { projectOf } from './embedl.ts';

export function wireDeviceFarm(
  config: Config,
  repository: string | null,
  options: Readonly<Record<string, unknown>>,
  { environment, network, mask, signal }: Pick<RuntimeContext, 'environment' | 'network' | 'mask' | 'signal'>,
): Profiler {
  const { access, devices, runTimeoutMs } = config;
  const { workspace, temporaryFolder } = environment;
  return createDeviceFarmProfiler({
    baseUrl: access.profiler.baseUrl,
    project: projectOf(config, repository, environment),
    network,
    clock: systemClock,
    options,
    devices,
    workspace,
    temporaryFolder,
    runTimeoutMs,
    mask,
    random: Math.random,
    signal,
  });
}
