// Pull requests as conversations, by GitHub's API: who said what, and whether they may write here.

import type { Conversation, PullRequestDetails, UserComment } from '../../ports/conversation.ts';
import { explain, type GitHub, need, statusOf } from './client.ts';

const PAGE = 100;
const MOST_PAGES = 10;
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
    const { rest, owner, repo } = this.#github;
    const found: UserComment[] = [];
    try {
      for (let page = 1; page <= MOST_PAGES; page += 1) {
        const wanted = { owner, repo, issue_number: pullRequest, per_page: PAGE, page };
        const { data } = await rest.issues.listComments(wanted);
        found.push(
          ...data.map((raw) => ({
            author: raw.user?.login ?? '',
            bot: raw.user === null || raw.user.type === 'Bot',
            body: raw.body ?? '',
            url: raw.html_url,
            createdAt: raw.created_at,
            edited: raw.updated_at !== raw.created_at,
          })),
        );
        if (data.length < PAGE) break;
      }
    } catch (error) {
      throw explain(error, 'the list of comments', 'pull-requests: read');
    }
    return found;
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
