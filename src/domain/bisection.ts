// What a search for the commit of a change was asked, and what it answers.

/** One commit on the way from the good level to the bad one. */
export interface BisectCandidate {
  readonly commit: string;
  /** Of its recorded model; null where none was recorded. */
  readonly sha256: string | null;
}

/** One model that was measured beside both ends. */
export interface BisectStep {
  readonly commit: string;
  readonly answer: 'good' | 'bad' | 'open' | 'same-bytes';
  /** How far it stands from the good end towards the bad one: 0 to 1, by its pairs. */
  readonly position: number;
  readonly pairs: number;
}

export type BisectEnd =
  /** The change landed with this commit. */
  | 'found'
  /** It lies in this range; nothing in between could be measured, or told apart. */
  | 'range'
  /** The two ends are not apart, or better: the models alone do not tell the change. */
  | 'no-change';

/** The answer of a search. */
export interface Bisection {
  readonly model: string;
  readonly device: string;
  readonly metric: string;
  readonly end: BisectEnd;
  /** The newest commit that is known to have the good level, and the oldest that has the bad one. */
  readonly good: string;
  readonly bad: string;
  /** Commits after `good` up to `bad`, oldest first: one where it was found. */
  readonly commits: readonly string[];
  /** Of the whole way from good to bad, as a fraction. */
  readonly gap: { readonly change: number; readonly interval: readonly [low: number, high: number] | null };
  /** From the last good commit to the first bad one, as a fraction; null where they were not measured beside each other. */
  readonly change: { readonly change: number; readonly interval: readonly [low: number, high: number] | null } | null;
  readonly steps: readonly BisectStep[];
  readonly pairs: number;
  readonly maxPairs: number;
  /** Why it is a range, or no change; one sentence each. */
  readonly reasons: readonly string[];
}
