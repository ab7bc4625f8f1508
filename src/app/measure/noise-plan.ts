// How many jobs a record spends beyond its comparison, so that later gates know the level and the noise.

import { isIdentical } from '../../decision/evidence.ts';
import { isLatencyRedefined } from '../../decision/redefined.ts';
import type { Mode } from '../../domain/outcome.ts';
import { aaPairsOf, jobsOf, type Run } from '../../domain/run.ts';
import type { Trial } from './trial.ts';

const AT_FIRST = 3;
const IN_WINDOW = 10;
/** Once the window holds as many, one record in so many measures again, so that level and noise stay current. */
const EVERY = 10;

/**
 * How many units `record` spends beyond the comparison: three on an empty history, for a release and where settings of the
 * same bytes changed. For the same bytes one until the window holds ten, and from then on one in every tenth record. New
 * bytes were measured by the comparison already, except that pairs still need one of A/A.
 */
export function noiseFor(trial: Trial, mode: Mode): number {
  const baseline = trial.baselineRun?.baseline ?? null;
  if (baseline === null || mode === 'release' || isLatencyRedefined(trial)) return AT_FIRST;
  if (!isIdentical({ model: trial.model, baselineRun: trial.baselineRun })) {
    return trial.paired ? 1 : trial.baselineRun?.difference === undefined ? 0 : AT_FIRST;
  }
  const known = Math.max(baseline.window.flatMap(aaPairsOf).length, baseline.window.flatMap(jobsOf).length);
  return known < IN_WINDOW || countSinceMeasured(baseline.window) >= EVERY - 1 ? 1 : 0;
}

/** How many of the newest recorded runs measured nothing. */
function countSinceMeasured(window: readonly Run[]): number {
  const measured = window.findIndex((run) => jobsOf(run).length > 0);
  return measured === -1 ? window.length : measured;
}
