// Pull requests as conversations, by GitHub's API: who said what, and whether they may write here.

import { GateError } from '../../domain/errors.ts';
import type { Conversation, PullRequestDetails, UserComment } from '../../ports/conversation.ts';
import { explain, type GitHub, need, statusOf } from './client.ts';
import { listComments, MOST_COMMENTS } from './list-comments.ts';

const DEPENDABOT = 'dependabot[bot]';
/** `maintain` is told as `write`, `triage` as `read`. */
const WRITERS = ['admin', 'write'];

export class GitHubConversation implements Conversation {
  readonly #github: GitHub;

  constructor(github: GitHub) {
    this.#github = github;
  }

  async findPullRequest(number: number): Promise<PullRequestDetails> {
    const { rest, owner, repo } = this.#github;
    try {
      const { data } = await rest.pulls.get({ owner, repo, pull_number: number });
      // A fork that was deleted since has no repository any more; it was a fork all the same.
      const fork = data.head.repo?.full_name !== data.base.repo.full_name;
      return {
        number,
        author: data.user.login,
        open: data.state === 'open',
        headSha: data.head.sha,
        headBranch: data.head.ref,
        base: data.base.ref,
        foreign: fork || data.user.login === DEPENDABOT,
        fork,
        url: data.html_url,
      };
    } catch (error) {
      throw explain(error, 'the pull request', 'pull-requests: read');
    }
  }

  async listComments(pullRequest: number): Promise<readonly UserComment[]> {
    const { items, isComplete } = await listComments(this.#github, pullRequest).catch((error: unknown) => {
      throw explain(error, 'the list of comments', 'pull-requests: read');
    });
    if (!isComplete) {
      const message = `The conversation has more than ${MOST_COMMENTS} comments; who accepted what in later ones cannot be told.`;
      throw new GateError('not-permitted', message, 'Accept by the label, or go on in another pull request.');
    }
    return items.map((raw) => ({
      author: raw.user?.login ?? '',
      bot: raw.user === null || raw.user.type === 'Bot',
      body: raw.body ?? '',
      url: raw.html_url,
      createdAt: raw.created_at,
      edited: raw.updated_at !== raw.created_at,
    }));
  }

  async mayWrite(username: string): Promise<boolean> {
    const { rest, owner, repo } = this.#github;
    try {
      const { data } = await rest.repos.getCollaboratorPermissionLevel({ owner, repo, username });
      return WRITERS.includes(need(data.permission, 'string'));
    } catch (error) {
      // Nobody of that name has anything to do with this repository.
      if (statusOf(error) === 404) return false;
      throw explain(error, `the rights of ${username}`, 'contents: read');
    }
  }
}
