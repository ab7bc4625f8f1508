// One input's value: as it was set, else from the config file, else its default.

import { METRICS, mergeMetrics } from '../domain/metric.ts';
import { type FileSettings, NO_FILE } from './file.ts';
import { INPUTS, type InputName, type InputValue } from './inputs.ts';
import type { Place } from './place.ts';

/** The text of each input that was set, by kebab-case name. */
export type RawInputs = Readonly<Record<string, string>>;

/** One input's value: as set, else from the file, else its default. */
export function readInput<N extends InputName>(name: N, raw: RawInputs, file: FileSettings = NO_FILE): InputValue<N> {
  const { fallback, parse } = INPUTS[name];
  const text = raw[name] ?? file.inputs[name] ?? fallback;
  const metrics = mergeMetrics(METRICS, file.metrics);
  return (text === undefined ? undefined : parse(text, placeOf(name, raw, file), metrics)) as InputValue<N>;
}

/** Where an input's value was written. */
export function placeOf(name: InputName, raw: RawInputs, file: FileSettings): Place {
  return raw[name] === undefined ? (file.places[name] ?? name) : name;
}
