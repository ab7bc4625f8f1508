// What a search for a commit is given: the commits, and ways to have and to measure their models.

import type { BisectCandidate } from '../../domain/bisection.ts';
import type { Metric } from '../../domain/metric.ts';

/** A model that can be measured here. */
export interface AbleModel<M> {
  readonly sha256: string;
  readonly model: M;
}

/** What the search is given. */
export interface BisectQuestion {
  readonly modelName: string;
  readonly device: string;
  readonly metric: Metric;
  /** From the good commit to the bad one, both included, oldest first. */
  readonly commits: readonly BisectCandidate[];
  readonly maxPairs: number;
}

export interface BisectTools<M> {
  /** The model of a commit; why there is none where it is neither kept nor built. */
  readonly fetch: (candidate: BisectCandidate) => Promise<AbleModel<M> | { readonly why: string }>;
  /** Log-ratio of the metric in one pair, second over first; rejects where the pair cannot be measured. */
  readonly measure: (first: M, second: M) => Promise<number>;
  readonly tell: (words: string) => void;
}

/** An end has no model that can be measured. */
export class EndMissing extends Error {
  readonly commit: string;
  readonly why: string;

  constructor(commit: string, why: string) {
    super(`no model of ${commit}: ${why}`);
    this.commit = commit;
    this.why = why;
  }
}
