// Values so far off that they are no measurement of the model at all: a job on a frozen phone, a wrong unit.

import { median } from './statistics.ts';

/** Farther than this factor from the median is absurd, however noisy the device. */
const ABSURD_FACTOR = 5;

/** But only where it is rare: what happens to more than one job in eight belongs to the device. */
const RARE = 1 / 8;

/** The values that count, in their order; all of them where absurd ones are not rare. All must be positive. */
export function withoutAbsurd(values: readonly number[]): readonly number[] {
  const centre = median(values);
  const kept = values.filter((value) => value < centre * ABSURD_FACTOR && value > centre / ABSURD_FACTOR);
  return values.length - kept.length > values.length * RARE ? values : kept;
}
