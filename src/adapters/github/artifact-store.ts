// Workflow artifacts: written by the runner's own protocol, found across workflow runs by the REST API. What a pull
// request or a fork uploaded is never trusted.

import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Artifact, ArtifactStore, PutOptions, PutResult, RunArtifacts } from '../../ports/artifact-store.ts';
import type { Logger } from '../../ports/machine.ts';
import { extractZip } from '../files/unzip.ts';
import type { Fetch } from '../http/fetch.ts';
import { checkDigest, isConflict, type RawArtifact, toArtifact } from './artifact.ts';
import { explain, type GitHub } from './client.ts';

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

/** An artifact and the workflow run that made it. */
interface ListedArtifact {
  readonly artifact: Artifact;
  readonly runId: number;
}

/** Only runs that GitHub started on the default branch's own commits can be believed. */
const TRUSTED_EVENTS = ['push', 'schedule', 'workflow_dispatch'];
const BADLY_ENDED = new Set(['failure', 'cancelled', 'timed_out', 'startup_failure']);
const PAGE = 100;
/** Forks can flood a name; further back than this nothing is looked for. */
const MOST_PAGES = 3;
/** A large matrix leaves several artifacts a job. */
const MOST_PAGES_OF_RUN = 10;

export class WorkflowArtifactStore implements ArtifactStore, RunArtifacts {
  readonly #options: ArtifactStoreOptions;
  readonly #runs = new Map<string, number>();
  readonly #distrusted = new Map<string, Promise<string | undefined>>();

  constructor(options: ArtifactStoreOptions) {
    this.#options = options;
  }

  async list(name: string): Promise<readonly Artifact[]> {
    const { rest, owner, repo } = this.#options.github;
    const found: Artifact[] = [];
    try {
      for (let page = 1; page <= MOST_PAGES; page += 1) {
        const { data } = await rest.actions.listArtifactsForRepo({ owner, repo, name, per_page: PAGE, page });
        const listed = data.artifacts.flatMap((raw) => this.#toListed(raw));
        found.push(...listed.map((item) => this.#remember(item)));
        if (found.length > 0 || data.artifacts.length < PAGE) break;
      }
    } catch (error) {
      throw explain(error, 'the list of artifacts', 'actions: read');
    }
    return found;
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
        if (data.artifacts.length < PAGE) break;
      }
    } catch (error) {
      throw explain(error, "the list of a workflow run's artifacts", 'actions: read');
    }
    return [...found.values()];
  }

  async failedJobs(runId: number, attempt: number): Promise<readonly string[]> {
    const { rest, owner, repo } = this.#options.github;
    try {
      const wanted = { owner, repo, run_id: runId, attempt_number: attempt, per_page: PAGE };
      const { data } = await rest.actions.listJobsForWorkflowRunAttempt(wanted);
      return data.jobs.filter(({ conclusion }) => BADLY_ENDED.has(conclusion ?? '')).map(({ name }) => name);
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
      return this.#remember({ artifact: toArtifact(raw, run.head_sha, run.id), runId: run.id });
    }
    return undefined;
  }

  async find(id: string): Promise<Artifact | undefined> {
    const { rest, owner, repo } = this.#options.github;
    try {
      const { data } = await rest.actions.getArtifact({ owner, repo, artifact_id: Number(id) });
      return this.#toListed(data).map((item) => this.#remember(item))[0];
    } catch {
      return undefined;
    }
  }

  /** Listing every artifact of a repository could take hundreds of calls. */
  async names(): Promise<readonly string[]> {
    return [];
  }

  async distrust(artifact: Artifact): Promise<string | undefined> {
    const known = this.#distrusted.get(artifact.id) ?? this.#judge(artifact);
    this.#distrusted.set(artifact.id, known);
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

  async #judge(artifact: Artifact): Promise<string | undefined> {
    const { rest, owner, repo } = this.#options.github;
    const runId = this.#runs.get(artifact.id);
    if (runId === undefined) return 'its workflow run is unknown';
    try {
      const { data } = await rest.actions.getWorkflowRun({ owner, repo, run_id: runId });
      if (!TRUSTED_EVENTS.includes(data.event)) return `it was made on the event ${data.event}`;
      if (data.head_branch !== this.#options.defaultBranch) return `it was made on the branch ${data.head_branch}`;
      if (data.head_repository.id !== data.repository.id) return 'it was made in a fork';
      if (data.head_sha !== artifact.headSha) return "its commit is not its workflow run's";
      return undefined;
    } catch (error) {
      throw explain(error, 'the workflow run of an artifact', 'actions: read');
    }
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

  /** Leaves out what the listing itself shows to be a fork's, another branch's or expired. */
  #toListed(raw: RawArtifact): readonly ListedArtifact[] {
    const run = raw.workflow_run;
    if (raw.expired || run?.id === undefined || run.head_sha === undefined) return [];
    if (run.head_repository_id !== run.repository_id || run.head_branch !== this.#options.defaultBranch) return [];
    return [{ artifact: toArtifact(raw, run.head_sha, run.id), runId: run.id }];
  }

  #remember({ artifact, runId }: ListedArtifact): Artifact {
    this.#runs.set(artifact.id, runId);
    return artifact;
  }
}
