// Where a value was written, so that a mistake is told where it is: an input, a flag, or a key of the config file.

import { GateError } from '../domain/errors.ts';
import { didYouMean } from '../domain/nearest.ts';

/** A key of the config file and where its value stands; lines and columns count from 1. */
export interface FilePlace {
  readonly file: string;
  readonly key: string;
  readonly line: number;
  readonly column: number;
}

/** The name of an input or flag, or a place in the config file. */
export type Place = string | FilePlace;

/** `max-regression`, or `.github/latency-gate.yml:3:16: maxRegression`, as compilers and editors write it. */
export function describePlace(place: Place): string {
  if (typeof place === 'string') return place;
  return [`${place.file}:${place.line}:${place.column}`, place.key].filter((part) => part !== '').join(': ');
}

/** The error for a value that is not allowed; of `known` names the nearest is suggested. */
export function refuse(place: Place, found: string, allowed: string, known: readonly string[] = []): GateError {
  return new GateError(
    'invalid-input',
    `${describePlace(place)}: found "${found}"; allowed: ${allowed}.${didYouMean(found, known)}`,
    typeof place === 'string'
      ? `Correct the input "${place}".`
      : `Correct ${place.key} in ${place.file}, line ${place.line}.`,
  );
}
