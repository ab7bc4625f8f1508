// What a gate would do, as `plan` tells it: nothing was measured, sent or spent for it.

/** One model on one device. */
export interface PlannedSubject {
  readonly model: string;
  readonly device: string;
  /** What it is compared with, in words; null where there is nothing. */
  readonly baseline: string | null;
  /** Whether the candidate is the baseline to the byte and executed alike, so that nothing is measured. */
  readonly identical: boolean;
  readonly unit: 'pair' | 'job';
  /** Units before the first decision, and at most. */
  readonly first: number;
  readonly most: number;
  /** What each gating metric is held against. */
  readonly limits: readonly PlannedLimit[];
}

export interface PlannedLimit {
  readonly metric: string;
  /** In words: `worse by 5 %; over 20 ms`. */
  readonly fails: string;
}

export interface GatePlan {
  readonly backend: string;
  readonly subjects: readonly PlannedSubject[];
  /** What one job takes of a device; null where nothing tells before it was measured. */
  readonly minutesPerJob: number | null;
  /** What is missing, or does nothing; each a sentence. */
  readonly missing: readonly string[];
}
