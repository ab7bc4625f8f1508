// The commit graph by GitHub's API: no deep clone needed.

import type { Commits } from '../../ports/forge.ts';
import { explain, type GitHub, statusOf } from './client.ts';

const PAGE = 100;
/** A merge-heavy history needs more than one page for a hundred first parents; beyond three nothing is looked up. */
const MOST_PAGES = 3;

export class GitHubCommits implements Commits {
  readonly #github: GitHub;

  constructor(github: GitHub) {
    this.#github = github;
  }

  async mergeBase(base: string, head: string): Promise<string | null> {
    const { rest, owner, repo } = this.#github;
    try {
      const basehead = `${base}...${head}`;
      const { data } = await rest.repos.compareCommitsWithBasehead({ owner, repo, basehead, per_page: 1 });
      return data.merge_base_commit.sha;
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw explain(error, 'the merge-base', 'contents: read');
    }
  }

  async firstParents(ref: string, limit: number): Promise<readonly string[]> {
    const { rest, owner, repo } = this.#github;
    const parents = new Map<string, string | undefined>();
    let start: string | undefined;
    try {
      for (let page = 1; page <= MOST_PAGES; page += 1) {
        const { data } = await rest.repos.listCommits({ owner, repo, sha: ref, per_page: PAGE, page });
        start ??= data[0]?.sha;
        for (const commit of data) parents.set(commit.sha, commit.parents[0]?.sha);
        if (data.length < PAGE || follow(parents, start, limit).length >= limit) break;
      }
    } catch (error) {
      if (statusOf(error) === 404 || statusOf(error) === 409) return [];
      throw explain(error, 'the list of commits', 'contents: read');
    }
    return follow(parents, start, limit);
  }
}

/** From `start` along first parents as far as they are known. */
function follow(parents: ReadonlyMap<string, string | undefined>, start: string | undefined, limit: number): string[] {
  const chain: string[] = [];
  for (let sha = start; sha !== undefined && parents.has(sha) && chain.length < limit; sha = parents.get(sha))
    chain.push(sha);
  return chain;
}
