// How many jobs a record spends beyond its comparison, so that later gates know the level and the noise.

import { isIdentical } from '../../decision/evidence.ts';
import { isLatencyRedefined } from '../../decision/redefined.ts';
import type { Mode } from '../../domain/outcome.ts';
import { aaPairsOf, jobsOf } from '../../domain/run.ts';
import type { Trial } from './trial.ts';

const AT_FIRST = 3;
const IN_WINDOW = 10;

/**
 * How many units `record` spends beyond the comparison: three on an empty history, for a release and where settings of the same bytes changed, one for the same bytes until the
 * window holds ten. New bytes were measured by the comparison already, except that pairs still need one of A/A.
 */
export function noiseFor(trial: Trial, mode: Mode): number {
  const baseline = trial.baselineRun?.baseline ?? null;
  if (baseline === null || mode === 'release' || isLatencyRedefined(trial)) return AT_FIRST;
  if (!isIdentical({ model: trial.model, baselineRun: trial.baselineRun })) {
    return trial.paired ? 1 : trial.baselineRun?.difference === undefined ? 0 : AT_FIRST;
  }
  const known = Math.max(baseline.window.flatMap(aaPairsOf).length, baseline.window.flatMap(jobsOf).length);
  return known < IN_WINDOW ? 1 : 0;
}
