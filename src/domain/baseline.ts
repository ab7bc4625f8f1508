// Which of the recorded runs is the baseline, and which others tell the noise.

import type { ModelIdentity } from './model.ts';
import type { Run, RunMode } from './run.ts';
import type { SettingsDifference } from './settings.ts';

/** What the user asked for: `auto`, `latest`, a commit or tag, or one run by its id. */
export type BaselineChoice =
  | { readonly kind: 'auto' }
  | { readonly kind: 'latest' }
  /** Nothing: the first of its kind. */
  | { readonly kind: 'none' }
  | { readonly kind: 'commit'; readonly ref: string }
  | { readonly kind: 'run'; readonly id: string };

/** A run as a tracker found it. */
export interface TrackedRun {
  /** The tracker's own name for it. */
  readonly id: string;
  readonly run: Run;
}

export interface Baseline {
  readonly id: string;
  readonly run: Run;
  /** Commits between the place the comparison starts from and the baseline; null where no ancestry is known. */
  readonly distance: number | null;
  /** The recorded runs that tell the noise, the baseline among them, newest first; at most a hundred. */
  readonly window: readonly Run[];
  /** What a trend shows: the window and what lies before it, newest first; at most twenty. */
  readonly recent: readonly Run[];
}

/** What the candidate is compared with: a recorded baseline, a model given beside it, or both. */
export interface BaselineRun {
  readonly model: ModelIdentity;
  /** Null where only the baseline's model was given. */
  readonly baseline: Baseline | null;
  /** What the baseline was executed with that the candidate is not: then equal bytes are not identical. */
  readonly difference?: SettingsDifference | undefined;
}

/** Only this many of the newest recorded runs tell the noise. */
export const WINDOW = 100;

/** A service that answers one run at a time is asked for so many. */
export const WINDOW_OF_SERVICES = 10;

const IN_TREND = 20;

/** Farther back than this many first-parent commits nothing is looked for. */
export const FARTHEST_COMMITS = 1000;

/** Which runs may be a baseline: a release is compared with a release, or with what was recorded where that stood. */
const BASELINE_MODES: Readonly<Record<RunMode, readonly RunMode[]>> = {
  gate: ['record'],
  record: ['record'],
  release: ['release', 'record'],
};

/**
 * The nearest recorded run on `ancestry` (first parents, newest first, the merge-base at index 0), or the newest one
 * where `ancestry` is null. Runs that are no record are never chosen, whoever offers them.
 */
export function chooseBaseline(
  runs: readonly TrackedRun[],
  ancestry: readonly string[] | null,
  mode: RunMode = 'gate',
): Baseline | undefined {
  const records = runs.filter(({ run }) => BASELINE_MODES[mode].includes(run.mode));
  const placed = ancestry === null ? byDate(records) : byAncestry(records, ancestry);
  const nearest = placed[0];
  if (nearest === undefined) return undefined;
  const all = [...placed.map(({ tracked }) => tracked), ...carriedBy(nearest, records, placed)];
  const window = all.slice(0, WINDOW).map(({ run }) => run);
  const recent = window.slice(0, IN_TREND);
  return { id: nearest.tracked.id, run: nearest.tracked.run, distance: nearest.distance, window, recent };
}

/** The runs at the level where the baseline stands: its own bytes, or since the last change that landed. */
export function runsAtLevel(baseline: Baseline, metric: string): readonly Run[] {
  const landed = baseline.window.findIndex((run) => run.shifts.some((shift) => shift.metric === metric));
  const since = landed === -1 ? baseline.window : baseline.window.slice(0, landed + 1);
  return baseline.window.filter((run) => run.model.sha256 === baseline.run.model.sha256 || since.includes(run));
}

interface RunAtDistance {
  readonly tracked: TrackedRun;
  readonly distance: number | null;
}

function byDate(runs: readonly TrackedRun[]): readonly RunAtDistance[] {
  return [...runs].sort(newestFirst).map((tracked) => ({ tracked, distance: null }));
}

function byAncestry(runs: readonly TrackedRun[], ancestry: readonly string[]): readonly RunAtDistance[] {
  return runs
    .map((tracked) => ({ tracked, distance: ancestry.indexOf(tracked.run.commit.sha ?? '') }))
    .filter(({ distance }) => distance >= 0)
    .sort((a, b) => a.distance - b.distance || newestFirst(a.tracked, b.tracked));
}

/**
 * Runs that the nearest record brought along, off the part of the history that is known: a record carries those that
 * were before it on its own history.
 */
function carriedBy(
  { tracked: nearest }: RunAtDistance,
  runs: readonly TrackedRun[],
  placed: readonly RunAtDistance[],
): readonly TrackedRun[] {
  const known = new Set(placed.map(({ tracked }) => tracked.run));
  return runs
    .filter((one) => one.id === nearest.id && !known.has(one.run) && newestFirst(nearest, one) <= 0)
    .sort(newestFirst);
}

/** The order of runs by their time, the newest at index 0. */
export function newestFirst(a: TrackedRun, b: TrackedRun): number {
  return Date.parse(b.run.createdAt) - Date.parse(a.run.createdAt);
}
