// Workflow artifacts: written by the runner's own protocol, found across workflow runs by the REST API. What a pull
// request or a fork uploaded is never trusted.

import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GateError } from '../../domain/errors.ts';
import type {
  Artifact,
  ArtifactSearch,
  ArtifactStore,
  PutOptions,
  PutResult,
  RunArtifacts,
} from '../../ports/artifact-store.ts';
import type { Logger } from '../../ports/machine.ts';
import { extractZip } from '../files/unzip.ts';
import type { Fetch } from '../http/fetch.ts';
import { checkDigest, isConflict, toArtifact } from './artifact.ts';
import { ArtifactSearcher, isOfBranch, TRUSTED_EVENTS, toListed } from './artifact-search.ts';
import { explain, type GitHub } from './client.ts';
import { GitHubCommits } from './commits.ts';

export interface ArtifactStoreOptions {
  readonly github: GitHub;
  readonly fetch: Fetch;
  readonly defaultBranch: string;
  /** The commit that is gated. */
  readonly sha: string | null;
  readonly log: Logger;
  /** This workflow run and attempt; a name is unique within the run. */
  readonly runId: number;
  readonly attempt: number;
}

const BADLY_ENDED = new Set(['failure', 'cancelled', 'timed_out', 'startup_failure']);
const PAGE = 100;
/** A large matrix leaves several artifacts a job. */
const MOST_PAGES_OF_RUN = 50;
/** A matrix has at most 256 jobs, and a workflow several of them. */
const MOST_PAGES_OF_JOBS = 20;

export class WorkflowArtifactStore implements ArtifactStore, RunArtifacts {
  readonly #options: ArtifactStoreOptions;
  readonly #searcher: ArtifactSearcher;
  readonly #distrusted = new Map<string, Promise<string | undefined>>();

  constructor(options: ArtifactStoreOptions) {
    this.#options = options;
    this.#searcher = new ArtifactSearcher(options.github, options.defaultBranch);
  }

  async list(name: string): Promise<readonly Artifact[]> {
    const { artifacts, beyond } = await this.#ask((searcher) => searcher.newest(name));
    if (artifacts.length > 0 || beyond === undefined) return artifacts;
    throw new GateError(
      'service-unavailable',
      `None of ${beyond} is ${this.#options.defaultBranch}'s own, and there are more.`,
      'Delete the artifacts of that name which pull requests left.',
    );
  }

  async search(name: string, commits: readonly string[]): Promise<ArtifactSearch> {
    return this.#ask((searcher) => searcher.onCommits(name, commits));
  }

  async #ask(search: (searcher: ArtifactSearcher) => Promise<ArtifactSearch>): Promise<ArtifactSearch> {
    try {
      return await search(this.#searcher);
    } catch (error) {
      throw explain(error, 'the list of artifacts', 'actions: read');
    }
  }

  async ofRun(runId: number, prefix: string): Promise<readonly Artifact[]> {
    const { rest, owner, repo } = this.#options.github;
    const found = new Map<string, Artifact>();
    try {
      for (let page = 1; page <= MOST_PAGES_OF_RUN; page += 1) {
        const { data } = await rest.actions.listWorkflowRunArtifacts({
          owner,
          repo,
          run_id: runId,
          per_page: PAGE,
          page,
        });
        for (const raw of data.artifacts) {
          if (raw.expired || !raw.name.startsWith(prefix)) continue;
          const artifact = toArtifact(raw, raw.workflow_run?.head_sha ?? '', runId);
          const known = found.get(raw.name);
          if (known === undefined || Number(known.id) < raw.id) found.set(raw.name, artifact);
        }
        if (data.artifacts.length < PAGE) return [...found.values()];
      }
    } catch (error) {
      throw explain(error, "the list of a workflow run's artifacts", 'actions: read');
    }
    const message = `Workflow run ${runId} has more than ${MOST_PAGES_OF_RUN * PAGE} artifacts; no more are read.`;
    throw new GateError('invalid-input', message, 'Nothing of it was taken.');
  }

  async failedJobs(runId: number, attempt: number): Promise<readonly string[]> {
    const { rest, owner, repo } = this.#options.github;
    try {
      const failed: string[] = [];
      for (let page = 1; page <= MOST_PAGES_OF_JOBS; page += 1) {
        const wanted = { owner, repo, run_id: runId, attempt_number: attempt, per_page: PAGE, page };
        const { jobs } = (await rest.actions.listJobsForWorkflowRunAttempt(wanted)).data;
        failed.push(...jobs.filter(({ conclusion }) => BADLY_ENDED.has(conclusion ?? '')).map(({ name }) => name));
        if (jobs.length < PAGE) break;
      }
      return failed;
    } catch (error) {
      throw explain(error, "the list of a workflow run's jobs", 'actions: read');
    }
  }

  /** Made on the same commit, in this repository or by this very workflow run before its present attempt. */
  async earlier(name: string): Promise<Artifact | undefined> {
    const { github, sha, runId, attempt } = this.#options;
    const { rest, owner, repo } = github;
    if (sha === null) return undefined;
    const { data } = await rest.actions.listArtifactsForRepo({ owner, repo, name, per_page: PAGE });
    for (const raw of data.artifacts) {
      const run = raw.workflow_run;
      if (raw.expired || run?.id === undefined || run.head_sha !== sha) continue;
      const own = run.id === runId;
      if (own ? attempt <= 1 : run.head_repository_id !== run.repository_id) continue;
      if (own && !(await this.#isFromEarlierAttempt(name))) continue;
      return toArtifact(raw, run.head_sha, run.id);
    }
    return undefined;
  }

  async find(id: string): Promise<Artifact | undefined> {
    const { rest, owner, repo } = this.#options.github;
    try {
      const { data } = await rest.actions.getArtifact({ owner, repo, artifact_id: Number(id) });
      return isOfBranch(data, this.#options.defaultBranch) ? toListed(data) : undefined;
    } catch {
      return undefined;
    }
  }

  /** Listing every artifact of a repository could take hundreds of calls. */
  async names(): Promise<readonly string[]> {
    return [];
  }

  async distrust(artifact: Artifact, place?: 'anywhere'): Promise<string | undefined> {
    const key = `${artifact.id} ${place ?? ''}`;
    const known = this.#distrusted.get(key) ?? this.#judge(artifact, place);
    this.#distrusted.set(key, known);
    return known;
  }

  async fetch(artifact: Artifact, folder: string): Promise<void> {
    const { owner, repo, rest } = this.#options.github;
    const archive = `${folder}.zip`;
    await mkdir(dirname(archive), { recursive: true });
    try {
      // The answer is a redirect to blob storage; its signed address must not see GitHub's token, nor a log.
      const answer = await rest.actions.downloadArtifact({
        owner,
        repo,
        artifact_id: Number(artifact.id),
        archive_format: 'zip',
        request: { redirect: 'manual', parseSuccessResponseBody: false },
      });
      const location = answer.headers.location;
      if (location === undefined) throw new Error('GitHub gave no address');
      await this.#download(location, archive);
    } catch (error) {
      throw explain(error, `the download of ${artifact.name}`, 'actions: read');
    }
    await checkDigest(archive, artifact);
    await mkdir(folder, { recursive: true });
    await extractZip(archive, folder);
  }

  async put(name: string, root: string, files: readonly string[], options: PutOptions): Promise<PutResult> {
    const { DefaultArtifactClient } = await import('@actions/artifact');
    const client = new DefaultArtifactClient();
    const settings = {
      ...(options.retentionDays === undefined ? {} : { retentionDays: options.retentionDays }),
      ...(options.unzipped === true ? { skipArchive: true } : {}),
    };
    const upload = () =>
      this.#options.log.group(`Uploading ${name}`, () => client.uploadArtifact(name, [...files], root, settings));
    try {
      const { id } = await upload();
      return { kind: 'stored', id: String(id) };
    } catch (error) {
      if (error instanceof Error && error.name === 'GHESNotSupportedError') return { kind: 'unavailable' };
      if (!isConflict(error)) throw error;
      if (!(await this.#isFromEarlierAttempt(name))) return { kind: 'taken' };
      await client.deleteArtifact(name);
      const { id } = await upload();
      return { kind: 'stored', id: String(id) };
    }
  }

  async #download(location: string, archive: string): Promise<void> {
    const answer = await this.#options.fetch(location);
    if (!answer.ok || answer.body === null) throw new Error(`blob storage answered ${answer.status}`);
    await pipeline(Readable.fromWeb(answer.body), createWriteStream(archive));
  }

  async #judge(artifact: Artifact, place: 'anywhere' | undefined): Promise<string | undefined> {
    const { rest, owner, repo } = this.#options.github;
    try {
      const { data } = await rest.actions.getWorkflowRun({ owner, repo, run_id: Number(artifact.origin) });
      if (!TRUSTED_EVENTS.includes(data.event)) return `it was made on the event ${data.event}`;
      if (data.head_branch !== this.#options.defaultBranch) return `it was made on the branch ${data.head_branch}`;
      if (data.head_repository.id !== data.repository.id) return 'it was made in a fork';
      if (data.head_sha !== artifact.headSha) return "its commit is not its workflow run's";
      return place === 'anywhere' ? await this.#findOffBranch(data.head_sha) : undefined;
    } catch (error) {
      throw explain(error, 'the workflow run of an artifact', 'actions: read');
    }
  }

  /** A pushed tag that is named like the branch stands as the branch of its run; only the commit itself tells. */
  async #findOffBranch(sha: string): Promise<string | undefined> {
    const { defaultBranch, github } = this.#options;
    const base = await new GitHubCommits(github).mergeBase(`refs/heads/${defaultBranch}`, sha);
    return base === sha ? undefined : `its commit is not on the branch ${defaultBranch}`;
  }

  /** Within one attempt a second artifact of the name is another job's; from an earlier attempt it is our own, older. */
  async #isFromEarlierAttempt(name: string): Promise<boolean> {
    const { runId, attempt, github } = this.#options;
    if (attempt <= 1) return false;
    const { rest, owner, repo } = github;
    const [own, run] = await Promise.all([
      rest.actions.listWorkflowRunArtifacts({ owner, repo, run_id: runId, name }),
      rest.actions.getWorkflowRun({ owner, repo, run_id: runId }),
    ]);
    const createdAt = own.data.artifacts[0]?.created_at;
    const startedAt = run.data.run_started_at;
    return typeof createdAt === 'string' && startedAt !== undefined && Date.parse(createdAt) < Date.parse(startedAt);
  }
}
