// The records that workflow artifacts hold, of every model and gate. Each carries a hundred runs, so that one of a
// hundred is read; only those of the default branch's own workflow runs.

import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ARTIFACT_PREFIXES } from '../../domain/artifact-name.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Artifact, ArtifactStore } from '../../ports/artifact-store.ts';
import type { FoundRecord, KnownRecords, RecordSource } from '../../ports/record-source.ts';
import { readRecords } from '../files/read-records.ts';
import { isOfBranch, toListed } from './artifact-search.ts';
import { explain, type GitHub } from './client.ts';

const PAGE = 100;
/** The newest five thousand artifacts of a repository. */
const MOST_PAGES = 50;
/** Of one name: ninety days of a hundred runs each. */
const MOST_READ = 40;
/** Artifacts older than the newest known record by more than this were seen by the last site. */
const OVERLAP_MS = 3 * 86_400_000;

export interface RecordArtifactsOptions {
  readonly github: GitHub;
  readonly store: Pick<ArtifactStore, 'distrust' | 'fetch'>;
  readonly defaultBranch: string;
  /** An existing folder for what is downloaded. */
  readonly temporaryFolder: string;
}

export class RecordArtifacts implements RecordSource {
  readonly name = 'workflow artifacts';
  readonly #options: RecordArtifactsOptions;

  constructor(options: RecordArtifactsOptions) {
    this.#options = options;
  }

  async *find(known: KnownRecords): AsyncGenerator<FoundRecord> {
    const { artifacts, complete } = await this.#list(known);
    if (!complete) {
      const why = `only the ${MOST_PAGES * PAGE} newest artifacts were looked through`;
      yield { kind: 'left-out', what: 'older workflow artifacts', why };
    }
    const names = new Map<string, Artifact[]>();
    for (const artifact of artifacts) names.set(artifact.name, [...(names.get(artifact.name) ?? []), artifact]);
    for (const [name, own] of names) yield* this.#read(own, known.get(name));
  }

  /** Newest first, as far back as there is anything new. */
  async #list(known: KnownRecords): Promise<{ readonly artifacts: readonly Artifact[]; readonly complete: boolean }> {
    const { rest, owner, repo } = this.#options.github;
    const newest = Math.max(0, ...[...known.values()].map((at) => Date.parse(at)));
    const artifacts: Artifact[] = [];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      try {
        const { data } = await rest.actions.listArtifactsForRepo({ owner, repo, per_page: PAGE, page });
        const own = data.artifacts.filter((raw) => isOfBranch(raw, this.#options.defaultBranch)).map(toListed);
        artifacts.push(...own.filter(({ name }) => name.startsWith(ARTIFACT_PREFIXES.record)));
        const last = data.artifacts.at(-1)?.created_at ?? null;
        const seen = last !== null && Date.parse(last) < newest - OVERLAP_MS;
        if (data.artifacts.length < PAGE || seen) return { artifacts, complete: true };
      } catch (error) {
        throw explain(error, 'the list of artifacts', 'actions: read');
      }
    }
    return { artifacts, complete: false };
  }

  /** From the newest back: each is followed by the newest that is older than what the one before carried. */
  async *#read(artifacts: readonly Artifact[], knownUntil: string | undefined): AsyncGenerator<FoundRecord> {
    const until = knownUntil === undefined ? Number.NEGATIVE_INFINITY : Date.parse(knownUntil);
    let reached = Number.POSITIVE_INFINITY;
    let reads = 0;
    for (const artifact of artifacts) {
      if (reached <= until || reads >= MOST_READ) return;
      if (Date.parse(artifact.createdAt) >= reached) continue;
      reads += 1;
      for await (const found of this.#open(artifact)) {
        if (found.kind === 'run') reached = Math.min(reached, Date.parse(found.run.createdAt));
        yield found;
      }
    }
  }

  /** A record whose own commit is not its workflow run's was not written by that run. */
  async *#open(artifact: Artifact): AsyncGenerator<FoundRecord> {
    const { store, temporaryFolder } = this.#options;
    const leave = (why: string): FoundRecord => ({
      kind: 'left-out',
      what: `${artifact.name} of run ${artifact.origin}`,
      why,
    });
    const distrust = await store.distrust(artifact, 'anywhere');
    if (distrust !== undefined) {
      yield leave(distrust);
      return;
    }
    const folder = await mkdtemp(join(temporaryFolder, 'record-'));
    try {
      await store.fetch(artifact, folder);
      for (const { run, history } of await readRecords(folder)) {
        if (run.commit.sha !== artifact.headSha) yield leave(`it says commit ${run.commit.sha}`);
        else for (const one of [run, ...history]) yield { kind: 'run', bundle: artifact.name, run: one };
      }
    } catch (error) {
      yield leave(messageOf(error));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
