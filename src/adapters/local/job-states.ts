// What a job of the local profiler ends as.

import { expectedMessageOf } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { WorkloadDifference } from '../../domain/workload.ts';
import type { JobState, Measurement } from '../../ports/profiler.ts';
import { type Disturbance, describeDisturbance } from './disturbance.ts';
import type { Side } from './pair.ts';
import { type ComparedOutputs, withOutputs } from './pair-outputs.ts';

/** The only device there is. */
export const LOCAL_DEVICE = 'local';

/** A pair with what its outputs told. */
export function withComparison(measurement: Measurement, outputs: ComparedOutputs | undefined): Measurement {
  if (outputs === undefined || measurement.kind === 'job') return measurement;
  const { pair, findings } = measurement;
  return {
    ...measurement,
    pair: { ...pair, candidate: withOutputs(pair.candidate, outputs) },
    findings: [...findings, ...outputs.findings],
  };
}

/** What of one side a person should know. */
export function findingsOf({ loaded }: Side): readonly Finding[] {
  if (loaded.peakMemoryBytes !== null) return [];
  return [{ code: 'memory-not-measured', facts: { device: LOCAL_DEVICE, why: loaded.memoryReason } }];
}

/** Two sides that are not given the same are not timed. */
export function toDifference({ what, baseline, candidate }: WorkloadDifference): JobState {
  const reason = `${what} differs: the baseline's model gets ${baseline}, the candidate ${candidate}`;
  return { state: 'failed', reason, code: 'workload-differs' };
}

/** An expected failure of one job; anything else is a bug. */
export function toFailure(error: unknown): JobState {
  const reason = expectedMessageOf(error);
  if (reason === undefined) throw error;
  return { state: 'failed', reason };
}

/** Told where a pair was measured again because other load disturbed it. */
export function busyFindings(disturbed: readonly Disturbance[]): readonly Finding[] {
  if (disturbed.length === 0) return [];
  const why = describeDisturbance(disturbed);
  return [{ code: 'machine-busy', facts: { device: LOCAL_DEVICE, pairs: 'one pair or more', why } }];
}
