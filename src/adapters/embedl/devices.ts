// The cloud's devices as the gate names them: one a name, since a job is sent by the name alone.

import type { Device, Environment } from '../../domain/device.ts';
import { type BenchmarkFlags, toFlagEnvironment } from './benchmark-params.ts';
import type { CloudDevice } from './schema.ts';

const IOS = 'iOS devices are not offered: their test package carries a program of another client';

/** One device a name; the systems it comes with stand in the description. */
export function toDevices(listed: readonly CloudDevice[]): readonly Device[] {
  const names = [...new Set(listed.map(({ name }) => name))];
  return names.map((name) => {
    const same = listed.filter((device) => device.name === name);
    const systems = [...new Set(same.map(({ os }) => os).filter((os) => os !== ''))];
    const supported = same.some(({ platform }) => platform !== 'IOS');
    return {
      name,
      description: [same[0]?.vendor ?? '', systems.join(' or ')].filter((part) => part !== '').join(', '),
      systems,
      ...(supported ? {} : { unsupported: IOS }),
    };
  });
}

/** What is known of where a job ran. The system is unknown where the name comes with several. */
export function toEnvironment(device: Device, flags: BenchmarkFlags): Environment {
  const systems = device.systems ?? [];
  return {
    device: device.name,
    os: systems.length === 1 ? (systems[0] ?? 'unknown') : 'unknown',
    runtime: 'TensorFlow Lite',
    ...toFlagEnvironment(flags),
  };
}
