// Whether a device became slower while it was measured: both sides of every pair alike, so no ratio is wrong by it, but
// levels are, and a phone that throttles measures something else than it did at first.

import type { Finding } from '../../domain/finding.ts';
import { median } from '../../domain/statistics.ts';

/** Slower than this from the first third to the last is told. */
const HEATED = 1.1;
const FEWEST_BLOCKS = 6;

/** `levels` are those of the blocks of one device in the order of time, each as a share of its own side's first. */
export function findHeat(device: string, levels: readonly number[]): readonly Finding[] {
  if (levels.length < FEWEST_BLOCKS) return [];
  const third = Math.floor(levels.length / 3);
  const rise = median(levels.slice(-third)) / median(levels.slice(0, third));
  if (!(rise > HEATED)) return [];
  return [{ code: 'heated-up', facts: { device, rise: `${((rise - 1) * 100).toFixed(0)} %` } }];
}
