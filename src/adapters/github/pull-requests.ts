// Pull requests and the comments on them, by GitHub's API.

import { GateError } from '../../domain/errors.ts';
import type { OpenPullRequest, PullRequestComment, PullRequestState, PullRequests } from '../../ports/forge.ts';
import { explain, type GitHub, need, statusOf } from './client.ts';
import { listComments, MOST_COMMENTS } from './list-comments.ts';

const PAGE = 100;
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

  async read(pullRequest: number): Promise<PullRequestState | undefined> {
    const { rest, owner, repo } = this.#github;
    try {
      const { data } = await rest.pulls.get({ owner, repo, pull_number: pullRequest });
      const { head, base, number } = data;
      return {
        number,
        headSha: head.sha,
        branch: head.ref,
        base: `refs/heads/${base.ref}`,
        open: data.state === 'open',
        repository: head.repo?.full_name ?? null,
      };
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw explain(error, 'the pull request', 'pull-requests: read');
    }
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

  async listOwn(pullRequest: number, marker: string): Promise<readonly PullRequestComment[]> {
    try {
      const { items, isComplete } = await listComments(this.#github, pullRequest);
      const own = await this.#chooseOwn(
        items.filter(({ body }) => holdsMarker(body, marker)),
        marker,
      );
      if (own.length > 0 || isComplete) return own;
    } catch (error) {
      throw explain(error, 'the list of comments', PERMISSION);
    }
    // Not found is not absent: another comment would be made with every run.
    const message = `The conversation has more than ${MOST_COMMENTS} comments, and ours is not among those.`;
    throw new GateError('not-permitted', message, 'See the check and the job summary instead.');
  }

  /** Who we are is asked only where somebody wrote the marker. */
  async #chooseOwn(marked: readonly RawComment[], marker: string): Promise<readonly PullRequestComment[]> {
    const login = marked.length === 0 ? undefined : await this.#github.viewer();
    const own = marked.filter((comment) => isOwn(comment, marker, login));
    return own.map(toComment).sort((a, b) => a.id - b.id);
  }

  async create(pullRequest: number, body: string): Promise<PullRequestComment> {
    const { rest, owner, repo } = this.#github;
    try {
      return toComment((await rest.issues.createComment({ owner, repo, issue_number: pullRequest, body })).data);
    } catch (error) {
      throw explainWrite(error, 'a comment');
    }
  }

  async update(comment: number, body: string): Promise<PullRequestComment | undefined> {
    const { rest, owner, repo } = this.#github;
    try {
      return toComment((await rest.issues.updateComment({ owner, repo, comment_id: comment, body })).data);
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw explainWrite(error, 'the update of its comment');
    }
  }

  async remove(comment: number): Promise<void> {
    const { rest, owner, repo } = this.#github;
    await rest.issues.deleteComment({ owner, repo, comment_id: comment }).catch((error: unknown) => {
      if (statusOf(error) !== 404) throw explainWrite(error, 'the removal of its second comment');
    });
  }
}

/** Whose comments may be ours where GitHub does not say who we are: a bot's, or somebody's who may write here. */
const WRITERS = ['OWNER', 'MEMBER', 'COLLABORATOR'];

/**
 * Ours is known by author and marker: another bot, or a passer-by who pastes the marker, must not have their comment
 * overwritten. A person may have put a note above it.
 */
function isOwn({ user, body, author_association: association }: RawComment, marker: string, login?: string): boolean {
  if (login !== undefined) return toPlainLogin(user?.login) === toPlainLogin(login) && holdsMarker(body, marker);
  const trusted = user?.type === 'Bot' || WRITERS.includes(association ?? '');
  return trusted && body?.startsWith(marker) === true;
}

/** GraphQL leaves the ending out that REST gives an app's login. */
function toPlainLogin(login: string | undefined): string | undefined {
  return login?.replace(/\[bot\]$/, '');
}

function holdsMarker(body: string | undefined, marker: string): boolean {
  return body?.split(/\r?\n/).includes(marker) === true;
}

/** An edit in the browser leaves the line ends of one. */
function toComment(raw: RawComment): PullRequestComment {
  return { id: need(raw.id, 'number'), body: (raw.body ?? '').replaceAll('\r\n', '\n'), url: raw.html_url };
}

/** GitHub words both with 403; no permission helps against a lock. */
function explainWrite(error: unknown, doing: string): unknown {
  if (statusOf(error) !== 403 || !(error instanceof Error) || !/\blocked\b/i.test(error.message)) {
    return explain(error, doing, PERMISSION);
  }
  const advice = 'Unlock the conversation, or see the check and the job summary.';
  return new GateError('not-permitted', `The conversation is locked: GitHub refused ${doing}.`, advice, error);
}
