// What every use-case is given: the ports, and the signal that stops it.

import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { Commits } from '../ports/forge.ts';
import type { Clock, Files, Logger, State } from '../ports/machine.ts';
import type { Profiler } from '../ports/profiler.ts';
import type { Tracker } from '../ports/tracker.ts';

/** What the last release left: its record, and on this machine its model. */
export interface ReleaseSource {
  readonly tag: string;
  readonly tracker: Tracker;
  readonly store: ArtifactStore;
}

export interface Tools {
  readonly profiler: Profiler;
  readonly tracker: Tracker;
  /** Keeps models beside the runs, so that a baseline can be measured again. */
  readonly store: ArtifactStore;
  /** Null where nothing tells the commit graph. */
  readonly commits: Commits | null;
  /** Null where there is no release, or nothing tells. */
  readonly lastRelease: ReleaseSource | null;
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Logger;
  readonly state: State;
  readonly signal: AbortSignal;
}
