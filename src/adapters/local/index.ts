// The backend "local": this machine measures, artifacts keep the runs. Needs no account and no server.

import { parseBackendOptions } from '../../formats/backend-options.ts';
import type { Profiler } from '../../ports/profiler.ts';
import type { Tracker } from '../../ports/tracker.ts';
import { LocalOptionsSchema, toLocalOptions } from './options.ts';
import { LocalProfiler, type LocalProfilerOptions } from './profiler.ts';
import { LocalTracker, type LocalTrackerOptions } from './tracker.ts';

export { LocalOptionsSchema };

/** Throws a GateError that names the option which is wrong. */
export function createLocalProfiler(
  setup: Omit<LocalProfilerOptions, 'options'> & { readonly options: unknown },
): Profiler {
  const options = toLocalOptions(parseBackendOptions('local', LocalOptionsSchema, setup.options));
  return new LocalProfiler({ ...setup, options });
}

export function createLocalTracker(setup: LocalTrackerOptions): Tracker {
  return new LocalTracker(setup);
}
