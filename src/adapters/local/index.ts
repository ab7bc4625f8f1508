// The backend "local": this machine measures, artifacts keep the runs. Needs no account and no server.

import type { Profiler } from '../../ports/profiler.ts';
import type { Tracker } from '../../ports/tracker.ts';
import { LocalOptionsSchema } from './options.ts';
import { LocalProfiler, type LocalProfilerOptions } from './profiler.ts';
import { LocalTracker, type LocalTrackerOptions } from './tracker.ts';

export { LocalOptionsSchema };

/** Throws a GateError that names the option which is wrong. */
export function createLocalProfiler(setup: LocalProfilerOptions): Profiler {
  return new LocalProfiler(setup);
}

export function createLocalTracker(setup: LocalTrackerOptions): Tracker {
  return new LocalTracker(setup);
}
