// The backend "results": measurements that an earlier step made. The runs are kept by another tracker.

import { GateError } from '../../domain/errors.ts';
import type { Metric } from '../../domain/metric.ts';
import { parseBackendOptions } from '../../formats/backend-options.ts';
import type { Profiler } from '../../ports/profiler.ts';
import { ResultsOptionsSchema } from './options.ts';
import { ResultsProfiler } from './profiler.ts';

export { ResultsOptionsSchema };

export interface ResultsSetup {
  readonly options: unknown;
  /** Absolute paths, one a job. */
  readonly paths: readonly string[];
  /** Of the baseline, in the same sitting; may be none. */
  readonly baselinePaths: readonly string[];
  readonly devices: readonly string[];
  /** Metrics that the configuration declares. */
  readonly metrics: readonly Metric[];
}

/** Throws a GateError that names the input which is wrong. */
export function createResultsProfiler({ options, devices, ...files }: ResultsSetup): Profiler {
  const [device, another] = devices;
  if (device === undefined || another !== undefined) {
    throw new GateError(
      'invalid-input',
      `devices: found ${devices.length}; allowed with the backend results: exactly one.`,
      'Name the device on which the files were measured; give each device a step of its own, with a comment-key.',
    );
  }
  return new ResultsProfiler({
    options: parseBackendOptions('results', ResultsOptionsSchema, options),
    device,
    ...files,
  });
}
