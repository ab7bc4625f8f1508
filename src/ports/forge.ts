// What a gate needs of the place where the code lives: commits, one comment, one check.

import type { CommitState, Conclusion } from '../domain/outcome.ts';
import type { Release, ReleaseAsset } from '../domain/release.ts';

/** The commit graph, as far as choosing a baseline needs it. */
export interface Commits {
  /** The best common ancestor of two commits or branches; null where it cannot be told. */
  mergeBase(base: string, head: string): Promise<string | null>;
  /** The commit itself and its first parents; none where the commit is not known. */
  firstParents(ref: string, limit: number): Promise<FirstParents>;
}

export interface FirstParents {
  /** Newest first; at most as many as were asked for. */
  readonly commits: readonly string[];
  /** Whether the history ends with the last of them. */
  readonly complete: boolean;
}

export interface PullRequestComment {
  readonly id: number;
  readonly body: string;
  readonly url: string;
}

export interface OpenPullRequest {
  readonly number: number;
  readonly headSha: string;
  /** The full name of the branch it is to be merged into. */
  readonly base: string;
}

export interface PullRequestState extends OpenPullRequest {
  readonly open: boolean;
  /** Its head's, without the repository. */
  readonly branch: string;
  /** `owner/name` that the branch is in; null where a fork was deleted. */
  readonly repository: string | null;
}

/** Pull requests, and the comments on them. */
export interface PullRequests {
  /** Undefined where there is none of that number. */
  read(pullRequest: number): Promise<PullRequestState | undefined>;
  /** The open ones whose head is that branch of that owner's repository. */
  findOpen(headOwner: string, headBranch: string): Promise<readonly OpenPullRequest[]>;
  /** Comments of our own that hold the line `marker`, oldest first. */
  listOwn(pullRequest: number, marker: string): Promise<readonly PullRequestComment[]>;
  create(pullRequest: number, body: string): Promise<PullRequestComment>;
  /** Undefined where the comment is gone. */
  update(comment: number, body: string): Promise<PullRequestComment | undefined>;
  remove(comment: number): Promise<void>;
}

/** Releases and the files attached to them. */
export interface Releases {
  /** Newest first; drafts where the token may see them. */
  list(): Promise<readonly Release[]>;
  setBody(id: number, body: string): Promise<void>;
  /** Attaches a file, in place of the one of that name. */
  attach(release: Release, name: string, path: string): Promise<void>;
  download(asset: ReleaseAsset, path: string): Promise<void>;
}

export interface CheckText {
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly annotations: readonly Annotation[];
}

export interface Annotation {
  readonly path: string;
  readonly level: 'failure' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/** A check that is about to be opened; plain JSON, saved for the post step should nobody live to hear that it was. */
export interface CheckOpening {
  readonly sha: string;
  readonly name: string;
  /** Kept in the check, so that it is found among others of its name. */
  readonly mark: string;
  /** Where its details are; of a commit status it is the mark. */
  readonly detailsUrl: string | null;
}

/** A check that was opened on a commit; plain JSON, saved for the post step. */
export interface CheckHandle {
  readonly kind: 'check' | 'status';
  readonly id: number;
  readonly name: string;
  readonly sha: string;
  readonly url: string;
}

export interface CheckResult {
  readonly conclusion: Conclusion;
  readonly status: CommitState;
  readonly text: CheckText;
}

/** A check on a commit; a commit status where the token cannot write checks. */
export interface Checks {
  start(opening: CheckOpening): Promise<CheckHandle>;
  /** The check that was opened so and has not ended; undefined where there is none. */
  find(opening: CheckOpening): Promise<CheckHandle | undefined>;
  conclude(handle: CheckHandle, result: CheckResult): Promise<CheckHandle>;
}
