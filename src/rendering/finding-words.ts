// What the words of a finding are.

import type { FindingCode, FindingFacts } from '../domain/finding.ts';

/** The words of one finding. */
export interface Words<C extends FindingCode> {
  /** A few words. */
  readonly title: string;
  /** `warning`: something needs a person; `notice`: good to know. */
  readonly severity: 'warning' | 'notice';
  readonly text: (facts: FindingFacts[C]) => string;
}

/** The words of some findings, by code. */
export type WordsOf<C extends FindingCode> = { readonly [K in C]: Words<K> };
