// What the main use-case hands from measuring to keeping and reporting.

import type { Comparison } from '../domain/comparison.ts';
import type { Finding } from '../domain/finding.ts';
import type { Trial } from './trial.ts';

/** A trial with its verdicts. */
export interface Judged {
  readonly trial: Trial;
  readonly comparisons: readonly Comparison[];
}

/** What was stored, and what a person should know of that. */
export interface Kept {
  readonly ids: readonly string[];
  readonly findings: readonly Finding[];
}
