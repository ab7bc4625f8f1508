// The commit graph by GitHub's API: no deep clone needed.

import type { Commits, FirstParents } from '../../ports/forge.ts';
import { explain, type GitHub, statusOf } from './client.ts';

const PAGE = 100;
/** A merge-heavy history needs several pages for a hundred first parents. */
const MOST_PAGES = 30;

/** What has been read of one history. */
interface Reading {
  readonly parents: Map<string, string | undefined>;
  start: string | undefined;
  pages: number;
  ended: boolean;
}

export class GitHubCommits implements Commits {
  readonly #github: GitHub;
  readonly #readings = new Map<string, Reading>();

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

  /** Pages already read are not read again, however far the next look goes. */
  async firstParents(ref: string, limit: number): Promise<FirstParents> {
    const reading = this.#readings.get(ref) ?? { parents: new Map(), start: undefined, pages: 0, ended: false };
    this.#readings.set(ref, reading);
    try {
      while (!reading.ended && reading.pages < MOST_PAGES && follow(reading, limit).length < limit)
        await this.#readPage(ref, reading);
    } catch (error) {
      if (statusOf(error) === 404 || statusOf(error) === 409) return { commits: [], complete: true };
      throw explain(error, 'the list of commits', 'contents: read');
    }
    const commits = follow(reading, limit);
    const last = commits.at(-1);
    const parent = last === undefined ? undefined : reading.parents.get(last);
    return { commits, complete: parent === undefined || (reading.ended && !reading.parents.has(parent)) };
  }

  async #readPage(ref: string, reading: Reading): Promise<void> {
    const { rest, owner, repo } = this.#github;
    reading.pages += 1;
    const { data } = await rest.repos.listCommits({ owner, repo, sha: ref, per_page: PAGE, page: reading.pages });
    reading.start ??= data[0]?.sha;
    for (const commit of data) reading.parents.set(commit.sha, commit.parents[0]?.sha);
    reading.ended = data.length < PAGE;
  }
}

/** From the start along first parents as far as they are known. */
function follow({ parents, start }: Reading, limit: number): readonly string[] {
  const chain: string[] = [];
  for (let sha = start; sha !== undefined && parents.has(sha) && chain.length < limit; sha = parents.get(sha))
    chain.push(sha);
  return chain;
}
