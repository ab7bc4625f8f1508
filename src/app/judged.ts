// What the main use-case hands from measuring to keeping and reporting.

import type { Comparison } from '../domain/comparison.ts';
import type { Finding } from '../domain/finding.ts';
import type { Layer } from '../domain/job.ts';
import type { Trial } from './measure.ts';

/** A trial with its verdicts and what explains them. */
export interface Judged {
  readonly trial: Trial;
  readonly comparisons: readonly Comparison[];
  readonly layers: { readonly baseline: readonly Layer[]; readonly candidate: readonly Layer[] };
}

/** What was stored, and what a person should know of that. */
export interface Kept {
  readonly ids: readonly string[];
  readonly findings: readonly Finding[];
}
