// Which pull request an event on the default branch is about: GitHub's payload of `workflow_run` does not say it for
// forks, and that of `issue_comment` names no commit.

import { shortSha } from '../../domain/run.ts';
import type { Origin, Trigger } from '../../domain/trigger.ts';
import type { PullRequests } from '../../ports/forge.ts';

/** The trigger with its pull request, or why there is none to report on. */
export type PullRequestSearch =
  | { readonly trigger: Trigger }
  /** `skipped` where a later run will report, or there is nobody to report to. */
  | { readonly refusal: string; readonly outcome: 'skipped' | 'inconclusive' };

/** Exactly one open pull request must have the triggering run's commit as its head now. */
export async function findPullRequest(
  trigger: Trigger,
  origin: Origin,
  pullRequests: PullRequests,
): Promise<PullRequestSearch> {
  if (origin.event !== 'pull_request') {
    return {
      refusal: `The triggering run was started by ${origin.event}; only pull requests hand anything over.`,
      outcome: 'skipped',
    };
  }
  const open = await pullRequests.findOpen(origin.owner, origin.branch);
  const [found, another] = open.filter(({ headSha }) => headSha === origin.sha);
  if (another !== undefined)
    return { refusal: `Several open pull requests have ${origin.sha} as their head.`, outcome: 'inconclusive' };
  if (found !== undefined) {
    const commit = { ...trigger.commit, pullRequest: found.number };
    return { trigger: { ...trigger, commit, base: found.base } };
  }
  const moved =
    open.length > 0 ? `its head moved to ${shortSha(open[0]?.headSha ?? '')}` : 'it was closed, or the branch is gone';
  return {
    refusal: `No open pull request has ${shortSha(origin.sha)} as its head any more: ${moved}.`,
    outcome: 'skipped',
  };
}

/** `issue_comment`: the head and base that the pull request has now. */
export async function findCommentedPullRequest(
  trigger: Trigger,
  pullRequests: Pick<PullRequests, 'read'>,
): Promise<PullRequestSearch> {
  const number = trigger.commit.pullRequest ?? 0;
  const found = await pullRequests.read(number);
  if (found === undefined || !found.open) {
    return { refusal: `The pull request ${number} is not open any more.`, outcome: 'skipped' };
  }
  const commit = { ...trigger.commit, sha: found.headSha, branch: found.branch };
  const foreign = found.repository !== trigger.commit.repository;
  return { trigger: { ...trigger, commit, base: found.base, foreign } };
}
