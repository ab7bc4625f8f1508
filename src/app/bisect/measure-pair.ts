// One pair of two models as one number: the log-ratio of the metric that got worse.

import type { Device } from '../../domain/device.ts';
import { GateError } from '../../domain/errors.ts';
import type { PreparedModel } from '../../ports/profiler.ts';
import { DeviceMinutes } from '../measure/device-minutes.ts';
import { JobDurations } from '../measure/job-durations.ts';
import type { JobOutcome } from '../measure/job-task.ts';
import { OpenRuns } from '../measure/open-runs.ts';
import { runJobs } from '../measure/run-jobs.ts';
import type { FindCommitTask, FindCommitTools } from './task.ts';

/** A disturbed job is tried once more before the search ends. */
const TRIES = 2;

/** Measures `first` as the baseline and `second` as the candidate; rejects with a GateError where that fails twice. */
export function measurePairs(
  device: Device,
  { metric, queueTimeoutMs, runTimeoutMs }: Pick<FindCommitTask, 'metric' | 'queueTimeoutMs' | 'runTimeoutMs'>,
  tools: FindCommitTools,
): (first: PreparedModel, second: PreparedModel) => Promise<number> {
  const { profiler, clock, signal, tracker, state, log } = tools;
  const bench = {
    profiler,
    clock,
    signal,
    // Each pair alone would say that one of one is done.
    log: {
      info: log.info.bind(log),
      warning: log.warning.bind(log),
      group: log.group.bind(log),
      progress: () => undefined,
    },
    openRuns: new OpenRuns(tracker, state),
    queueTimeoutMs,
    runTimeoutMs,
    minutes: new DeviceMinutes(undefined),
    durations: new JobDurations(),
  };
  return async (beside, model) => {
    let why = '';
    for (let tries = 0; tries < TRIES; tries += 1) {
      const work = { request: { model, device, beside }, side: 'candidate', parent: undefined } as const;
      const [outcome] = await runJobs([work], bench);
      const ratio = ratioIn(outcome, metric.name);
      if (typeof ratio === 'number') return ratio;
      why = ratio;
    }
    const advice = 'Search between other commits, or look at the model: both ends must be given the same inputs.';
    throw new GateError('measurement-failed', `A pair could not be measured: ${why.replace(/\.$/, '')}.`, advice);
  };
}

/** Why there is none, in words. */
function ratioIn(outcome: JobOutcome | undefined, metric: string): number | string {
  if (outcome === undefined) return 'it did not run';
  if ('failure' in outcome) return outcome.failure;
  const { measurement } = outcome;
  if (measurement.kind !== 'pair') return 'it was no pair';
  return measurement.pair.logRatios[metric] ?? `the pair tells no ${metric}`;
}
