// First parents from a commit on, as far back as a search needs them: a hundred at first, more where nothing was found.

import { FARTHEST_COMMITS } from '../../domain/baseline.ts';
import { GateError } from '../../domain/errors.ts';
import { shortSha } from '../../domain/run.ts';
import type { Commits } from '../../ports/forge.ts';

/** What is known of a commit's history, and the way to more. */
export interface Ancestry {
  /** The nearest first, the commit itself at index 0; empty where the commit is not known. */
  readonly commits: readonly string[];
  /** Whether nothing lies beyond: the history ends here, or is searched no further. */
  readonly end: 'history' | 'bound' | undefined;
  /** Only the commit itself, before its history is asked for. */
  readonly glance?: true;
  /** The same history, farther back. */
  extend(): Promise<Ancestry>;
}

/** How much farther each further look goes. */
const STEP = 3;

/** The history of a commit, branch or tag. */
export async function readAncestry(ref: string, commits: Commits, limit = 100): Promise<Ancestry> {
  const { commits: known, complete } = await commits.firstParents(ref, limit);
  const atBound = known.length < limit || limit >= FARTHEST_COMMITS;
  return {
    commits: known,
    end: complete ? 'history' : atBound ? 'bound' : undefined,
    extend: () => readAncestry(ref, commits, Math.min(FARTHEST_COMMITS, limit * STEP)),
  };
}

/** The commit alone: where it was recorded itself, its history need not be asked for. */
export function glanceAt(sha: string, commits: Commits): Ancestry {
  let history: Promise<Ancestry> | undefined;
  return {
    commits: [sha],
    end: undefined,
    glance: true,
    extend: () => (history ??= readKnown(sha, commits)),
  };
}

/** Of a commit that is there for certain: none found is a refusal, not an empty history. */
async function readKnown(sha: string, commits: Commits): Promise<Ancestry> {
  const ancestry = await readAncestry(sha, commits);
  if (ancestry.commits.length > 0) return ancestry;
  const message = `The list of commits before ${shortSha(sha)} was refused: the commit is said not to be there.`;
  throw new GateError('not-permitted', message, 'Add "contents: read" to the job\'s permissions.');
}

/** No common history at all. */
export const NO_ANCESTRY: Ancestry = { commits: [], end: 'history', extend: async () => NO_ANCESTRY };
