// A check run on a commit; a commit status where the token is not a GitHub App's and cannot write checks.

import { GateError } from '../../domain/errors.ts';
import type { CheckHandle, CheckOpening, CheckResult, Checks } from '../../ports/forge.ts';
import { explain, type GitHub, isUnanswered, need, statusOf } from './client.ts';
import { LONGEST_DESCRIPTION, LONGEST_MESSAGE, LONGEST_NAME, MOST_ANNOTATIONS, shortenTo } from './limits.ts';

export class GitHubChecks implements Checks {
  readonly #github: GitHub;
  readonly #now: () => Date;

  constructor(github: GitHub, now: () => Date) {
    this.#github = github;
    this.#now = now;
  }

  async start(opening: CheckOpening): Promise<CheckHandle> {
    const { sha, detailsUrl } = opening;
    const name = shortenTo(LONGEST_NAME, opening.name);
    const { rest, owner, repo } = this.#github;
    const details = detailsUrl === null ? {} : { details_url: detailsUrl };
    const started_at = this.#now().toISOString();
    const wish = {
      owner,
      repo,
      name,
      head_sha: sha,
      status: 'in_progress' as const,
      started_at,
      // One whose creation was not answered would stay in progress for ever: by this it is found again.
      external_id: opening.mark,
      ...details,
    };
    const create = async () => {
      const { data } = await rest.checks.create(wish);
      return { ...data, id: need(data.id, 'number') };
    };
    try {
      const data = await create().catch(async (error: unknown) => {
        if (!isUnanswered(error)) throw error;
        return (await this.#findStarted(opening)) ?? create();
      });
      const slug = data.app?.slug;
      if (slug !== undefined && slug !== '') this.#github.actsAsApp(slug);
      return { kind: 'check', id: data.id, name, sha, url: data.html_url ?? '' };
    } catch (error) {
      if (statusOf(error) !== 403 && statusOf(error) !== 404) throw explain(error, 'a check', 'checks: write');
      return this.#startStatus(sha, name, detailsUrl, error);
    }
  }

  async find(opening: CheckOpening): Promise<CheckHandle | undefined> {
    const found = await this.#findStarted(opening).catch(undefinedIfRefused('checks'));
    if (found?.status === 'completed') return undefined;
    if (found === undefined) return this.#findPending(opening).catch(undefinedIfRefused('statuses'));
    return { kind: 'check', id: found.id, name: found.name, sha: opening.sha, url: found.html_url ?? '' };
  }

  async conclude(handle: CheckHandle, result: CheckResult): Promise<CheckHandle> {
    try {
      return handle.kind === 'status'
        ? await this.#concludeStatus(handle, result)
        : await this.#concludeCheck(handle, result);
    } catch (error) {
      throw explain(
        error,
        'the conclusion of its check',
        handle.kind === 'status' ? 'statuses: write' : 'checks: write',
      );
    }
  }

  async #findStarted({ sha, name, mark }: CheckOpening) {
    const { rest, owner, repo } = this.#github;
    const query = { owner, repo, ref: sha, check_name: shortenTo(LONGEST_NAME, name), filter: 'all' as const };
    const { data } = await rest.checks.listForRef(query);
    return data.check_runs.find(({ external_id: id }) => id === mark);
  }

  /** A commit status bears no mark: it is known by the workflow run that it links to. */
  async #findPending({ sha, name, detailsUrl }: CheckOpening): Promise<CheckHandle | undefined> {
    if (detailsUrl === null) return undefined;
    const { rest, owner, repo } = this.#github;
    const context = shortenTo(LONGEST_NAME, name);
    // The newest first; so many others between are none of ours.
    const { data } = await rest.repos.listCommitStatusesForRef({ owner, repo, ref: sha, per_page: 100 });
    const newest = data.find((status) => status.context === context);
    if (newest?.state !== 'pending' || newest.target_url !== detailsUrl) return undefined;
    return { kind: 'status', id: 0, name: context, sha, url: detailsUrl };
  }

  /** Where PATCH is refused (another app's token began it), a completed run of the same name takes its place. */
  async #concludeCheck(handle: CheckHandle, result: CheckResult): Promise<CheckHandle> {
    const { rest, owner, repo } = this.#github;
    const completed = {
      status: 'completed' as const,
      conclusion: result.conclusion,
      completed_at: this.#now().toISOString(),
      output: toOutput(result),
    };
    try {
      const { data } = await rest.checks.update({ owner, repo, check_run_id: handle.id, ...completed });
      need(data.id, 'number');
      return { ...handle, url: data.html_url ?? handle.url };
    } catch (error) {
      if (statusOf(error) !== 403 && statusOf(error) !== 404) throw error;
      const { data } = await rest.checks.create({ owner, repo, name: handle.name, head_sha: handle.sha, ...completed });
      return { ...handle, id: need(data.id, 'number'), url: data.html_url ?? handle.url };
    }
  }

  async #startStatus(sha: string, name: string, detailsUrl: string | null, cause: unknown): Promise<CheckHandle> {
    const { rest, owner, repo } = this.#github;
    const target = detailsUrl === null ? {} : { target_url: detailsUrl };
    try {
      const wish = { owner, repo, sha, context: name, state: 'pending' as const, ...target };
      need((await rest.repos.createCommitStatus(wish)).data.state, 'string');
      return { kind: 'status', id: 0, name, sha, url: detailsUrl ?? '' };
    } catch (error) {
      throw new GateError(
        'not-permitted',
        `GitHub refused both a check (${statusOf(cause)}) and a commit status (${statusOf(error) ?? 'no answer'}).`,
        'Add "checks: write" to the job\'s permissions ("statuses: write" for a personal token).',
        error,
      );
    }
  }

  async #concludeStatus(handle: CheckHandle, result: CheckResult): Promise<CheckHandle> {
    const { rest, owner, repo } = this.#github;
    const description = shortenTo(LONGEST_DESCRIPTION, result.text.title);
    const target = handle.url === '' ? {} : { target_url: handle.url };
    const { data } = await rest.repos.createCommitStatus({
      owner,
      repo,
      sha: handle.sha,
      context: handle.name,
      state: result.status,
      description,
      ...target,
    });
    need(data.state, 'string');
    return handle;
  }
}

/** A token that may not read checks, or statuses, could open none. */
function undefinedIfRefused(what: 'checks' | 'statuses'): (error: unknown) => undefined {
  return (error) => {
    if (statusOf(error) === 403 || statusOf(error) === 404) return undefined;
    throw explain(error, `the list of ${what}`, `${what}: write`);
  };
}

function toOutput({ text }: CheckResult) {
  return {
    title: shortenTo(LONGEST_NAME, text.title),
    summary: text.summary,
    text: text.text,
    annotations: text.annotations.slice(0, MOST_ANNOTATIONS).map((annotation) => ({
      path: annotation.path,
      start_line: 1,
      end_line: 1,
      annotation_level: annotation.level,
      title: shortenTo(LONGEST_NAME, annotation.title),
      message: shortenTo(LONGEST_MESSAGE, annotation.message),
    })),
  };
}
