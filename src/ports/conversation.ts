// What people say on a pull request, and what their word is worth.

/** A comment as its author left it. */
export interface UserComment {
  readonly author: string;
  /** Whether a program wrote it. */
  readonly bot: boolean;
  readonly body: string;
  readonly url: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Whether it was changed after it was written. */
  readonly edited: boolean;
}

export interface PullRequestDetails {
  readonly number: number;
  readonly author: string;
  readonly open: boolean;
  readonly headSha: string;
  readonly headBranch: string;
  /** The branch it is to be merged into. */
  readonly base: string;
  /** From a fork or by Dependabot: what its own workflow left could be forged. */
  readonly foreign: boolean;
  /** Whether its head lies in another repository. */
  readonly fork: boolean;
  readonly url: string;
}

export interface Conversation {
  findPullRequest(number: number): Promise<PullRequestDetails>;
  /** Oldest first. */
  listComments(pullRequest: number): Promise<readonly UserComment[]>;
  /** Whether a person may write to the repository. */
  mayWrite(user: string): Promise<boolean>;
}

/** A report that a gate of some commit left, and the workflow run that made it. */
export interface LeftReport {
  readonly artifactId: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly workflowRunId: number;
  /** Writes its files into a folder. */
  readonly fetch: (folder: string) => Promise<void>;
}

export interface GateRun {
  readonly event: string;
  readonly attempt: number;
  /** The workflow file's path. */
  readonly workflow: string;
}

/** Reports of earlier gates, and the runs behind them. */
export interface GateReports {
  /**
   * Those of an artifact name that were left for a commit by this repository's own runs, newest first. `foreign`: by
   * workflows of the default branch instead, which judge what a pull request could have forged.
   */
  ofCommit(name: string, sha: string, foreign: boolean): Promise<readonly LeftReport[]>;
  /** When the first check of that name on a commit was concluded, ISO 8601; undefined where none was. */
  firstConcludedAt(sha: string, checkName: string): Promise<string | undefined>;
  findRun(workflowRunId: number): Promise<GateRun>;
  /** Starts a workflow run again. */
  rerun(workflowRunId: number): Promise<void>;
}
