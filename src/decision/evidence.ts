// Everything that is known of one model on one device when its verdicts fall.

import type { Reference } from '../domain/baseline.ts';
import type { Environment } from '../domain/device.ts';
import type { Job, Pair } from '../domain/job.ts';
import type { ModelIdentity } from '../domain/model.ts';

/** Everything known of one model on one device. */
export interface Facts {
  readonly model: ModelIdentity;
  readonly device: string;
  readonly reference: Reference | null;
  /** Null as long as nothing was measured. */
  readonly environment: Environment | null;
  readonly jobs: readonly Job[];
  /** Of the reference's model, measured now but not interleaved. */
  readonly baselineJobs: readonly Job[];
  /** Measured beside the reference's model. */
  readonly pairs: readonly Pair[];
  /** Why jobs failed, one sentence each. */
  readonly failures: readonly string[];
}

/** Whether the candidate is the baseline to the byte, so that nothing needs to be measured. */
export function isIdentical(facts: Pick<Facts, 'model' | 'reference'>): boolean {
  const { model, reference } = facts;
  return reference !== null && model.reference !== true && model.sha256 === reference.model.sha256;
}
