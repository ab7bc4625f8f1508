// Workflow artifacts: written by the runner's own protocol, found across workflow runs by the REST API. What a pull
// request or a fork uploaded is never trusted.

import { createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
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
import type { Clock, Logger } from '../../ports/machine.ts';
import { extractZip } from '../files/unzip.ts';
import type { Fetch } from '../http/fetch.ts';
import { checkDigest, toArtifact } from './artifact.ts';
import { ArtifactSearcher, isOfBranch, TRUSTED_EVENTS, toListed } from './artifact-search.ts';
import { ArtifactUploads } from './artifact-uploads.ts';
import { explain, type GitHub, need } from './client.ts';
import { GitHubCommits } from './commits.ts';
import { listFailedJobs, listOfRun } from './run-artifacts.ts';

export interface ArtifactStoreOptions {
  readonly github: GitHub;
  readonly fetch: Fetch;
  readonly defaultBranch: string;
  /** The commit that is gated. */
  readonly sha: string | null;
  readonly log: Logger;
  readonly clock: Clock;
  /** This workflow run and attempt; a name is unique within the run. */
  readonly runId: number;
  readonly attempt: number;
}

const PAGE = 100;

export class WorkflowArtifactStore implements ArtifactStore, RunArtifacts {
  readonly #options: ArtifactStoreOptions;
  readonly #searcher: ArtifactSearcher;
  readonly #uploads: ArtifactUploads;
  readonly #distrusted = new Map<string, Promise<string | undefined>>();

  constructor(options: ArtifactStoreOptions) {
    this.#options = options;
    this.#searcher = new ArtifactSearcher(options.github, options.defaultBranch);
    const { log, clock } = options;
    this.#uploads = new ArtifactUploads({ log, clock, isReplaceable: (name) => this.#isFromEarlierAttempt(name) });
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

  async search(name: string, commits: readonly string[], glance?: true): Promise<ArtifactSearch> {
    return this.#ask((searcher) => searcher.onCommits(name, commits, glance));
  }

  async #ask(search: (searcher: ArtifactSearcher) => Promise<ArtifactSearch>): Promise<ArtifactSearch> {
    try {
      return await search(this.#searcher);
    } catch (error) {
      throw explain(error, 'the list of artifacts', 'actions: read');
    }
  }

  ofRun(runId: number, prefix: string): Promise<readonly Artifact[]> {
    return listOfRun(this.#options.github, runId, prefix);
  }

  /** By the artifact service, which counts towards no rate limit and needs no permission. */
  async ofThisRun(prefix: string): Promise<readonly Artifact[]> {
    const { runId, log } = this.#options;
    const client = await this.#uploads.client();
    if (client === undefined) throw new Error('this server keeps no artifacts');
    const list = () => client.listArtifacts({ latest: true });
    const ask = () => log.group('Listing the artifacts of this workflow run', list);
    const { artifacts } = await this.#uploads.inTime('the artifacts of this workflow run', ask);
    return artifacts
      .filter(({ name }) => name.startsWith(prefix))
      .map(({ id, name, size, createdAt, digest }) => ({
        id: String(id),
        name,
        createdAt: createdAt?.toISOString() ?? '',
        headSha: this.#options.sha,
        origin: String(runId),
        sizeBytes: size,
        digest,
      }));
  }

  failedJobs(runId: number, attempt: number): Promise<readonly string[]> {
    return listFailedJobs(this.#options.github, runId, attempt);
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
    const sizes = await Promise.all(files.map((path) => stat(path)));
    const sizeBytes = sizes.reduce((sum, { size }) => sum + size, 0);
    return this.#uploads.put({ name, root, files, sizeBytes, options });
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
      if (!TRUSTED_EVENTS.includes(need(data.event, 'string'))) return `it was made on the event ${data.event}`;
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
