// At which recorded runs the level of a metric changed: where a record confirmed it, and where the whole history shows it.

import { findDifference } from '../domain/device.ts';
import type { Metric } from '../domain/metric.ts';
import { jobsOf, type Run, valuesOf } from '../domain/run.ts';
import { median } from '../domain/statistics.ts';
import { findLevels, SHORTEST_LEVEL } from './change-points.ts';
import { rowDifference } from './evidence.ts';
import { NOISE_FLOOR } from './noise.ts';

/** A recorded run's own level of one metric, in the metric's unit. */
export interface RunLevel {
  readonly run: Run;
  readonly level: number;
}

/** A change of level, and the first run that has the new one. */
export interface Landing {
  readonly run: Run;
  /** Natural logarithm of the level after over the level before; 0 where the size is not known. */
  readonly logRatio: number;
}

/** The levels of runs, oldest first, that can be compared with the newest of them. */
export function levelsOfRuns(metric: Metric, runs: readonly Run[]): readonly RunLevel[] {
  const newest = runs.at(-1);
  if (newest === undefined) return [];
  return runs.flatMap((run) => {
    const values = valuesOf(metric, jobsOf(run));
    const alike =
      findDifference(newest.environment, run.environment) === undefined &&
      rowDifference(metric.name, run.metrics, newest.metrics) === undefined;
    return values.length === 0 || !alike ? [] : [{ run, level: median(values) }];
  });
}

/**
 * Changes of level among runs that are oldest first. A confirmed one is known at once, and by its commit; a change point
 * takes a few runs on both sides, and sees what crept past every gate. Pairs tell a level only beside their baseline's, so
 * that of them only what was confirmed counts.
 */
export function findLandings(metric: Metric, runs: readonly Run[]): readonly Landing[] {
  const placeOf = ({ run }: { readonly run: Run }) => runs.indexOf(run);
  const confirmed = runs.flatMap((run) => {
    const shift = run.shifts.find((one) => one.metric === metric.name);
    return shift === undefined ? [] : [{ run, logRatio: shift.logRatio }];
  });
  const levels = runs.some(({ pairs }) => pairs.length > 0) ? [] : levelsOfRuns(metric, runs);
  const found = changePointsOf(levels).filter(
    (one) => !confirmed.some((other) => isNear(placeOf(one), placeOf(other))),
  );
  return [...confirmed, ...found].sort((a, b) => placeOf(a) - placeOf(b));
}

/** What the newest run makes visible: changes that the history before it did not show yet. */
export function findNewLandings(metric: Metric, runs: readonly Run[]): readonly Landing[] {
  const known = findLandings(metric, runs.slice(0, -1)).map(({ run }) => runs.indexOf(run));
  return findLandings(metric, runs).filter(({ run }) => !known.some((other) => isNear(other, runs.indexOf(run))));
}

/** A change point is right to a few runs. */
function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) < SHORTEST_LEVEL;
}

function changePointsOf(levels: readonly RunLevel[]): readonly Landing[] {
  const logs = levels.map(({ level }) => Math.log(level));
  const stretches = findLevels(logs);
  return stretches.slice(1).flatMap(({ from, to }, index) => {
    const before = stretches[index];
    const run = levels[from]?.run;
    if (before === undefined || run === undefined) return [];
    const logRatio = median(logs.slice(from, to)) - median(logs.slice(before.from, before.to));
    return Math.abs(logRatio) < NOISE_FLOOR ? [] : [{ run, logRatio }];
  });
}
