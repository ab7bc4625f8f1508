// Settings that do nothing beside the chosen backend, or in the chosen mode. They are no error, for a workflow may share its settings, but
// nobody should believe that they work.

import type { FileSettings } from './file.ts';
import { type InputName, KEYS, type ProfilerName, type TrackerName } from './inputs.ts';
import type { MODES } from './modes.ts';
import { describePlace } from './place.ts';
import { placeOf, type RawInputs, readInput } from './read-input.ts';
import { BISECT_INPUTS, SITE_INPUTS } from './site-inputs.ts';

interface Chosen {
  readonly profiler: ProfilerName;
  readonly tracker: TrackerName;
  readonly isGiven: (name: InputName) => boolean;
}

/** Why an input does nothing here; undefined where it does something. */
type Reason = (chosen: Chosen) => string | undefined;

const isService = (name: ProfilerName | TrackerName) => KEYS[name] !== 'none';

const general =
  (what: string): Reason =>
  ({ profiler, tracker }) =>
    isService(profiler) || isService(tracker) ? undefined : `${what} ${nameBoth(profiler, tracker)}`;

const ofSide =
  (side: 'profiler' | 'tracker', what: string): Reason =>
  (chosen) =>
    isService(chosen[side]) ? undefined : `${what} the ${side} ${chosen[side]}`;

/** Where each side that could take the general setting has one of its own. */
const unlessOwn =
  (kind: 'api-key' | 'api-base-url', reason: Reason): Reason =>
  (chosen) => {
    const open = (['profiler', 'tracker'] as const).some(
      (side) => isService(chosen[side]) && !chosen.isGiven(`${side}-${kind}`),
    );
    return reason(chosen) ?? (open ? undefined : `profiler-${kind} and tracker-${kind} are given`);
  };

const onlyFor =
  (wanted: ProfilerName, what: string): Reason =>
  ({ profiler }) =>
    profiler === wanted ? undefined : `${what} the profiler ${wanted}, and this is ${profiler}`;

/** Trackers that keep runs in no project, or name it by an option. */
const WITHOUT_PROJECT: ReadonlySet<TrackerName> = new Set(['local', 'vertesia', 'hubify']);

const REASONS: Readonly<Partial<Record<InputName, Reason>>> = {
  'api-key': unlessOwn('api-key', general('no key is asked for by')),
  'profiler-api-key': ofSide('profiler', 'no key is asked for by'),
  'tracker-api-key': ofSide('tracker', 'no key is asked for by'),
  'api-base-url': unlessOwn('api-base-url', general('no address is asked for by')),
  'profiler-api-base-url': ofSide('profiler', 'no address is asked for by'),
  'tracker-api-base-url': ofSide('tracker', 'no address is asked for by'),
  'on-missing-key': ({ profiler, tracker }) =>
    KEYS[profiler] === 'needed' || KEYS[tracker] === 'needed'
      ? undefined
      : `no key is asked for by ${nameBoth(profiler, tracker)}`,
  project: ({ profiler, tracker }) =>
    WITHOUT_PROJECT.has(tracker) && profiler !== 'device-farm' ? `the tracker ${tracker} has no projects` : undefined,
  'install-runtime': onlyFor('local', 'ONNX Runtime is for'),
  'baseline-runtime': onlyFor('local', 'ONNX Runtime is for'),
  'device-concurrency': onlyFor('command', 'it is for'),
  'run-foreign': onlyFor('command', 'it is for'),
  'queue-timeout': ({ profiler }) =>
    isService(profiler) ? undefined : `the profiler ${profiler} has no queue of devices`,
  'run-timeout': ({ profiler }) => (profiler === 'results' ? 'the profiler results executes nothing' : undefined),
  repeats: ({ profiler }) => (profiler === 'results' ? 'there are as many jobs as files' : undefined),
  'max-device-minutes': ({ profiler }) => (profiler === 'results' ? 'the profiler results uses no device' : undefined),
};

/** Inputs of one mode, which only a step has: the config file knows none of them. */
const OF_MODE: readonly (readonly [InputName, (typeof MODES)[number]])[] = [
  ['tickets', 'collect'],
  ...namesOf(SITE_INPUTS).map((name) => [name, 'site'] as const),
  ...namesOf(BISECT_INPUTS).map((name) => [name, 'bisect'] as const),
];

/** Inputs that choose the backend: beside them a shared file may speak of another one. */
const CHOOSING = ['backend', 'profiler', 'tracker'] as const satisfies readonly InputName[];

/** A sentence for each setting that was given and does nothing. */
export function findIdle(
  chosen: Pick<Chosen, 'profiler' | 'tracker'>,
  raw: RawInputs,
  file: FileSettings,
): readonly string[] {
  const shared = CHOOSING.some((name) => raw[name] !== undefined);
  const isGiven = (name: InputName) => raw[name] !== undefined || file.inputs[name] !== undefined;
  const mode = readInput('mode', raw, file);
  const ofOtherModes = OF_MODE.filter(([name, wanted]) => raw[name] !== undefined && wanted !== mode).map(
    ([name, wanted]) => `${name} does nothing here: it is for mode ${wanted}, and this is mode ${mode}.`,
  );
  const ofOtherBackends = (Object.entries(REASONS) as [InputName, Reason][]).flatMap(([name, reason]) => {
    if (!isGiven(name) || (shared && raw[name] === undefined)) return [];
    const why = reason({ ...chosen, isGiven });
    return why === undefined ? [] : [`${describePlace(placeOf(name, raw, file))} does nothing here: ${why}.`];
  });
  return [...ofOtherBackends, ...ofOtherModes];
}

function nameBoth(profiler: string, tracker: string): string {
  return profiler === tracker ? profiler : `${profiler} and ${tracker}`;
}

function namesOf<T extends object>(inputs: T): readonly (keyof T)[] {
  return Object.keys(inputs) as (keyof T)[];
}
