// Everything that is known of one model on one device when its verdicts fall.

import type { BaselineRun } from '../domain/baseline.ts';
import type { Environment } from '../domain/device.ts';
import type { Job, Pair } from '../domain/job.ts';
import type { ModelIdentity } from '../domain/model.ts';

/** Everything known of one model on one device. */
export interface Evidence {
  readonly model: ModelIdentity;
  readonly device: string;
  readonly baselineRun: BaselineRun | null;
  /** Null as long as nothing was measured. */
  readonly environment: Environment | null;
  readonly jobs: readonly Job[];
  /** Of the baseline's model, measured now but not interleaved. */
  readonly measuredNow: readonly Job[];
  /** Measured beside the baseline's model. */
  readonly pairs: readonly Pair[];
  /** Why jobs failed, one sentence each. */
  readonly failures: readonly string[];
}

/** Whether the candidate is the baseline to the byte, so that nothing needs to be measured. */
export function isIdentical(evidence: Pick<Evidence, 'model' | 'baselineRun'>): boolean {
  const { model, baselineRun } = evidence;
  return baselineRun !== null && model.hosted !== true && model.sha256 === baselineRun.model.sha256;
}
