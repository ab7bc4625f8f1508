// What made the program run: the event, the commit under test and where its comparison starts.

import type { Mode } from './outcome.ts';
import type { CommitRef } from './run.ts';

/** The workflow run that executes this program. */
export interface WorkflowRun {
  readonly id: number;
  readonly attempt: number;
  readonly url: string;
  /** The workflow file's path; it names the one comment this workflow keeps on a pull request. */
  readonly workflow: string;
  /** This step of it, `job/action`: the same in every attempt. */
  readonly step: string;
}

/** On `workflow_run`: the run whose end started this one. Its artifacts are a pull request's word. */
export interface Origin {
  readonly runId: number;
  readonly event: string;
  readonly sha: string;
  readonly branch: string;
  /** Of the repository that the branch is in: the fork's. */
  readonly owner: string;
  /** From a fork or by Dependabot: its own workflow could write neither comment nor check. */
  readonly foreign: boolean;
}

export interface Trigger {
  /** GitHub's name of the event; `command` outside Actions. */
  readonly event: string;
  readonly mode: Mode;
  /** The candidate's commit: on `pull_request` the head, never the merge commit. */
  readonly commit: CommitRef;
  /** The branch, by its full name, whose merge-base with the candidate is the baseline's place; null: the candidate itself. */
  readonly base: string | null;
  readonly defaultBranch: string;
  /** The tag that is released; null in every mode but `release`. */
  readonly tag: string | null;
  /** From a fork or by Dependabot: no secrets, a read-only token. */
  readonly foreign: boolean;
  readonly workflowRun: WorkflowRun | null;
  /** Null on every event but `workflow_run`. */
  readonly origin: Origin | null;
}
