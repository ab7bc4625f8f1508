// Values so far off that they are no measurement of the model at all: a job on a frozen phone, a wrong unit.

import { median } from '../domain/statistics.ts';
import { findLevels } from './change-points.ts';

/** Farther than this factor from the median is absurd, however noisy the device. */
const OUTLIER_FACTOR = 5;

/** But only where it is rare: what happens more often belongs to the device. At most two of sixteen jobs, one in eight of more. */
const RARE = 1 / 8;
const FEW_ENOUGH = 2;
const FEWEST = 8;

/** The values that count, oldest first; all of them where absurd ones are not rare. All must be positive. */
export function withoutOutliers(values: readonly number[]): readonly number[] {
  // Each beside its own level: after a large change of level the newest values are no outliers.
  const kept = findLevels(values).flatMap(({ from, to }) => {
    const level = values.slice(from, to);
    const centre = median(level);
    return level.filter((value) => value < centre * OUTLIER_FACTOR && value > centre / OUTLIER_FACTOR);
  });
  const allowed = values.length < FEWEST ? 0 : Math.max(FEW_ENOUGH, values.length * RARE);
  return values.length - kept.length > allowed ? values : kept;
}
