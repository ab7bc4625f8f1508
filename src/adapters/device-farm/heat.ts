// What a session's readings of battery and throttling mean for whoever reads its numbers.

import type { Finding } from '../../domain/finding.ts';
import { findHeat } from '../profiles/heat.ts';
import type { SessionResult } from './session-result.ts';

/** Slower from its first third to the last, and blocks that were measured hot although they waited. */
export function findHotSession(
  device: string,
  { levels, heat }: Pick<SessionResult, 'levels' | 'heat'>,
  hottest: number,
): readonly Finding[] {
  const throttled = heat.filter(({ throttling }) => (throttling ?? 0) > 0).length;
  const hot = heat.filter(({ battery }) => (battery ?? 0) > hottest).length;
  const temperatures = heat.flatMap(({ battery }) => battery ?? []);
  const found = [...findHeat(device, levels)];
  if (throttled + hot === 0) return found;
  const most = temperatures.length === 0 ? '' : `, its battery at up to ${Math.max(...temperatures).toFixed(1)} °C`;
  const what =
    throttled > 0
      ? `${throttled} of ${heat.length} blocks while it was throttled`
      : `${hot} of ${heat.length} blocks above max-temperature`;
  return [...found, { code: 'measured-hot', facts: { device, what: what + most } }];
}
