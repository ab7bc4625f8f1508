// Looks for artifacts of one name across workflow runs. GitHub's list can be filtered by name only, and whoever opens a
// pull request from a fork can fill it; so where it does not end within bounds, the default branch's own workflow runs
// are asked one by one: no fork can add to those.

import type { ArtifactSearch } from '../../ports/artifact-store.ts';
import { listPages, type PagedList } from '../http/paged-list.ts';
import { type RawArtifact, toArtifact } from './artifact.ts';
import type { GitHub } from './client.ts';

const PAGE = 100;
/** Pages of the list by name, before the runs are asked. */
const MOST_PAGES = 10;
/** Pages of the runs of one event; GitHub lists the newest thousand only. */
const MOST_RUN_PAGES = 3;
/** Runs whose artifacts are asked for. */
const MOST_RUNS = 20;

/** Only runs that GitHub started on the default branch's own commits can be believed. */
export const TRUSTED_EVENTS: readonly string[] = ['push', 'schedule', 'workflow_dispatch'];

interface WorkflowRun {
  readonly id: number;
  readonly head_sha: string;
}

interface Listing {
  readonly raws: RawArtifact[];
  pages: number;
  ended: boolean;
}

interface RunOfCommit {
  readonly id: number;
  readonly headSha: string;
}

export class ArtifactSearcher {
  readonly #github: GitHub;
  readonly #defaultBranch: string;
  readonly #listings = new Map<string, Listing>();
  /** Answers of the runs, by name and length of the history. */
  readonly #asked = new Map<string, Promise<Pick<ArtifactSearch, 'artifacts' | 'beyond'>>>();
  #runs: Promise<{ readonly runs: readonly RunOfCommit[]; readonly complete: boolean }> | undefined;

  constructor(github: GitHub, defaultBranch: string) {
    this.#github = github;
    this.#defaultBranch = defaultBranch;
  }

  /** Those of the default branch, newest first, from the first page that holds any. */
  async newest(name: string): Promise<ArtifactSearch> {
    return this.#search(name, (raws) => raws.filter((raw) => this.#isOwn(raw)));
  }

  /**
   * Those of the default branch whose commit is among these; the nearest commit counts, so its page settles it. At a
   * glance one page is all.
   */
  async onCommits(name: string, commits: readonly string[], glance?: true): Promise<ArtifactSearch> {
    const wanted = new Set(commits);
    const fits = (raw: RawArtifact) => this.#isOwn(raw) && wanted.has(raw.workflow_run?.head_sha ?? '');
    return this.#search(name, (raws) => raws.filter(fits), wanted, glance === true ? 1 : MOST_PAGES);
  }

  #isOwn(raw: RawArtifact): boolean {
    return isOfBranch(raw, this.#defaultBranch);
  }

  async #search(
    name: string,
    choose: (raws: readonly RawArtifact[]) => readonly RawArtifact[],
    commits?: ReadonlySet<string>,
    mostPages: number = MOST_PAGES,
  ): Promise<ArtifactSearch> {
    const listing = this.#listings.get(name) ?? { raws: [], pages: 0, ended: false };
    this.#listings.set(name, listing);
    while (choose(listing.raws).length === 0 && !listing.ended && listing.pages < mostPages)
      await this.#readPage(name, listing);
    const own = listing.raws.filter((raw) => this.#isOwn(raw));
    const seen = { elsewhere: own.length, branches: this.#otherBranches(listing.raws) };
    const found = choose(listing.raws);
    if (found.length > 0 || listing.ended) return { ...seen, artifacts: found.map(toListed), beyond: undefined };
    if (mostPages < MOST_PAGES) return { ...seen, artifacts: [], beyond: `the newest artifacts named ${name}` };
    const key = `${name} ${commits?.size ?? ''}`;
    const asking = this.#asked.get(key) ?? this.#askRuns(name, commits, listing.raws.length);
    this.#asked.set(key, asking);
    return { ...seen, ...(await asking) };
  }

  async #readPage(name: string, listing: Listing): Promise<void> {
    const { rest, owner, repo } = this.#github;
    listing.pages += 1;
    const { data } = await rest.actions.listArtifactsForRepo({
      owner,
      repo,
      name,
      per_page: PAGE,
      page: listing.pages,
    });
    listing.raws.push(...data.artifacts);
    listing.ended = data.artifacts.length < PAGE;
  }

  /** The nearest runs first; `beyond` says what was looked through where there may be more. */
  async #askRuns(
    name: string,
    commits: ReadonlySet<string> | undefined,
    listed: number,
  ): Promise<Pick<ArtifactSearch, 'artifacts' | 'beyond'>> {
    this.#runs ??= this.#listRuns();
    const { runs, complete } = await this.#runs;
    const order = [...(commits ?? [])];
    const fitting = commits === undefined ? runs : runs.filter(({ headSha }) => commits.has(headSha));
    const nearest = [...fitting].sort((a, b) => order.indexOf(a.headSha) - order.indexOf(b.headSha) || b.id - a.id);
    const { rest, owner, repo } = this.#github;
    for (const { id } of nearest.slice(0, MOST_RUNS)) {
      const { data } = await rest.actions.listWorkflowRunArtifacts({ owner, repo, run_id: id, name });
      const own = data.artifacts.filter((raw: RawArtifact) => this.#isOwn(raw));
      if (own.length > 0) return { artifacts: own.map(toListed), beyond: undefined };
    }
    if (complete && nearest.length <= MOST_RUNS) return { artifacts: [], beyond: undefined };
    const branch = this.#defaultBranch;
    return { artifacts: [], beyond: `the ${listed} newest artifacts named ${name} and the newest runs of ${branch}` };
  }

  async #listRuns(): Promise<{ readonly runs: readonly RunOfCommit[]; readonly complete: boolean }> {
    const { rest, owner, repo } = this.#github;
    const listings: PagedList<WorkflowRun>[] = [];
    for (const event of TRUSTED_EVENTS) {
      const listing = await listPages(
        async (page) => {
          const query = { owner, repo, branch: this.#defaultBranch, event, per_page: PAGE, page };
          const { workflow_runs: items } = (await rest.actions.listWorkflowRunsForRepo(query)).data;
          return { items, next: items.length < PAGE ? undefined : page + 1 };
        },
        { from: 1, most: MOST_RUN_PAGES * PAGE },
      );
      listings.push(listing);
    }
    const runs = listings.flatMap(({ items }) => items.map(({ id, head_sha: headSha }) => ({ id, headSha })));
    return { runs, complete: listings.every(({ isComplete }) => isComplete) };
  }

  /** Branches of this repository, not forks', on which artifacts of the name were made. */
  #otherBranches(raws: readonly RawArtifact[]): readonly string[] {
    const own = raws.filter(({ workflow_run: run }) => run?.head_repository_id === run?.repository_id);
    const names = own.map(({ workflow_run: run }) => run?.head_branch ?? '');
    return [...new Set(names)].filter((branch) => branch !== '' && branch !== this.#defaultBranch).slice(0, 3);
  }
}

/** Not where the listing itself shows it to be a fork's, another branch's or expired. */
export function isOfBranch({ expired, workflow_run: run }: RawArtifact, branch: string): boolean {
  if (expired || run?.id === undefined || run.head_sha === undefined) return false;
  return run.head_repository_id === run.repository_id && run.head_branch === branch;
}

/** With the commit and the workflow run that made it. */
export function toListed(raw: RawArtifact) {
  return toArtifact(raw, raw.workflow_run?.head_sha ?? '', raw.workflow_run?.id ?? 0);
}
