// Pull requests and the comments on them, by GitHub's API.

import { GateError } from '../../domain/errors.ts';
import type { OpenPullRequest, PullRequestComment, PullRequests } from '../../ports/forge.ts';
import { explain, type GitHub } from './client.ts';

const PAGE = 100;
const MOST_PAGES = 30;
const PERMISSION = 'pull-requests: write';

type RawComment = {
  readonly id: number;
  readonly body?: string | undefined;
  readonly html_url: string;
  readonly user: { readonly type: string; readonly login: string } | null;
  readonly author_association?: string | undefined;
};

export class GitHubPullRequests implements PullRequests {
  readonly #github: GitHub;

  constructor(github: GitHub) {
    this.#github = github;
  }

  async findOpen(headOwner: string, headBranch: string): Promise<readonly OpenPullRequest[]> {
    const { rest, owner, repo } = this.#github;
    const head = `${headOwner}:${headBranch}`;
    try {
      const { data } = await rest.pulls.list({ owner, repo, state: 'open', head, per_page: PAGE });
      return data.map((pull) => ({ number: pull.number, headSha: pull.head.sha, base: `refs/heads/${pull.base.ref}` }));
    } catch (error) {
      throw explain(error, 'the list of pull requests', 'pull-requests: read');
    }
  }

  /** A token cannot ask who it is without a further permission, so the marker and the author's standing must do. */
  async listOwn(pullRequest: number, marker: string): Promise<readonly PullRequestComment[]> {
    const { rest, owner, repo } = this.#github;
    const own: PullRequestComment[] = [];
    try {
      for (let page = 1; page <= MOST_PAGES; page += 1) {
        const { data } = await rest.issues.listComments({
          owner,
          repo,
          issue_number: pullRequest,
          per_page: PAGE,
          page,
        });
        own.push(...data.filter((comment) => isOwn(comment, marker)).map(toComment));
        if (data.length < PAGE) return own.sort((a, b) => a.id - b.id);
      }
    } catch (error) {
      throw explain(error, 'the list of comments', PERMISSION);
    }
    if (own.length > 0) return own.sort((a, b) => a.id - b.id);
    // Not found is not absent: another comment would be made with every run.
    const message = `The conversation has more than ${MOST_PAGES * PAGE} comments, and ours is not among those.`;
    throw new GateError('not-permitted', message, 'See the check and the job summary instead.');
  }

  async create(pullRequest: number, body: string): Promise<PullRequestComment> {
    const { rest, owner, repo } = this.#github;
    try {
      return toComment((await rest.issues.createComment({ owner, repo, issue_number: pullRequest, body })).data);
    } catch (error) {
      throw explain(error, 'a comment', PERMISSION);
    }
  }

  async update(comment: number, body: string): Promise<PullRequestComment> {
    const { rest, owner, repo } = this.#github;
    try {
      return toComment((await rest.issues.updateComment({ owner, repo, comment_id: comment, body })).data);
    } catch (error) {
      throw explain(error, 'the update of its comment', PERMISSION);
    }
  }

  async remove(comment: number): Promise<void> {
    const { rest, owner, repo } = this.#github;
    await rest.issues.deleteComment({ owner, repo, comment_id: comment });
  }
}

/** Whose comments may be ours: a bot's, or with a personal token those of somebody who may write here. */
const WRITERS = ['OWNER', 'MEMBER', 'COLLABORATOR'];

/** A passer-by who pastes the marker must not have their comment overwritten, nor make us adopt it. */
function isOwn({ user, body, author_association: association }: RawComment, marker: string): boolean {
  const trusted = user?.type === 'Bot' || WRITERS.includes(association ?? '');
  return trusted && body?.startsWith(marker) === true;
}

function toComment(raw: RawComment): PullRequestComment {
  return { id: raw.id, body: raw.body ?? '', url: raw.html_url };
}
