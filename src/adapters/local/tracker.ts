// Run records as artifacts: one artifact a model, one file a device, each carrying its rolled history.

import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ARTIFACT_PREFIXES, modelArtifactName } from '../../domain/artifact-name.ts';
import type { TrackedRun } from '../../domain/baseline.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Run, RunMode } from '../../domain/run.ts';
import { toSlug } from '../../domain/slug.ts';
import { encodeRecord } from '../../formats/run-record.ts';
import type { Artifact, ArtifactSearch, ArtifactStore } from '../../ports/artifact-store.ts';
import type {
  EarlierEvidence,
  History,
  HistoryQuery,
  RunRef,
  RunResult,
  RunStart,
  StoredRunIds,
  Tracker,
} from '../../ports/tracker.ts';
import { readRecords } from '../files/read-records.ts';

export interface LocalTrackerOptions {
  readonly store: ArtifactStore;
  /** `comment-key`: record and gate of the same workflow use the same one. */
  readonly key: string;
  readonly temporaryFolder: string;
  /** Whether jobs measured apart count in a re-run: not where they ran on another machine than the next ones. */
  readonly jobsCarry?: boolean;
  /** Whose runs are baselines here, and carry the earlier ones along: records, or releases in a store of releases. */
  readonly keeps?: RunMode;
}

/** Artifacts that turn out to be untrusted or unreadable are passed over, but not without end. */
const MOST_TRIED = 10;

export class LocalTracker implements Tracker {
  readonly name = 'local';
  readonly #options: LocalTrackerOptions;
  readonly #started = new Map<string, RunStart>();
  /** Runs of one artifact, read once for all devices. */
  readonly #opened = new Map<string, Promise<readonly TrackedRun[]>>();
  readonly #earlier = new Map<string, Promise<readonly Run[]>>();
  readonly #listed = new Map<string, Promise<readonly Artifact[]>>();

  constructor(options: LocalTrackerOptions) {
    this.#options = options;
  }

  /** Where a search costs calls. */
  get glances(): boolean {
    return this.#options.store.search !== undefined;
  }

  async start(start: RunStart): Promise<RunRef> {
    const id = `${start.mode}:${start.model.name}`;
    this.#started.set(id, start);
    return { tracker: this.name, id };
  }

  /** Stores what was measured. A run that failed or was killed leaves nothing: there is nothing to learn from it. */
  async finish(ref: RunRef, result: RunResult): Promise<StoredRunIds> {
    const start = this.#started.get(ref.id);
    if (start === undefined || result.status !== 'finished' || result.runs.length === 0)
      return { ids: [], findings: [] };
    const folder = await this.#temporary('keep-');
    const files: string[] = [];
    for (const run of result.runs) {
      const file = join(folder, fileNameFor(run.device));
      await writeFile(file, encodeRecord(run, await this.#historyBehind(run)));
      files.push(file);
    }
    const name = this.#artifact(start.mode === this.#keeps ? 'record' : 'candidate', start.model.name);
    const put = await this.#options.store.put(name, folder, files, {});
    if (put.kind === 'stored') return { ids: [put.id], findings: [] };
    if (put.kind === 'unavailable') return { ids: [], findings: [{ code: 'no-artifacts', facts: {} }] };
    return { ids: [], findings: [{ code: 'key-shared', facts: { artifact: name } }] };
  }

  async history(query: HistoryQuery): Promise<History> {
    const name = this.#artifact('record', query.modelName);
    const { artifacts, ...seen } = await this.#search(name, query);
    const findings: Finding[] = [];
    for (const artifact of artifacts.slice(0, MOST_TRIED)) {
      const opened = await this.#openTrusted(artifact, query.ancestry === null ? 'anywhere' : undefined);
      if ('finding' in opened) findings.push(opened.finding);
      else {
        const runs = opened.runs.filter(({ run }) => run.device === query.device && run.model.name === query.modelName);
        if (runs.length > 0) return { runs, findings, devices: devicesOf(opened.runs, query.modelName) };
      }
    }
    const more = artifacts.length > MOST_TRIED ? `the ${MOST_TRIED} nearest records named ${name}` : undefined;
    return { runs: [], findings, ...seen, beyond: seen.beyond ?? more };
  }

  /** On the ancestry the nearest first; of a store that keeps no commits, in its own order. */
  async #search(name: string, { ancestry, glance }: HistoryQuery): Promise<ArtifactSearch> {
    const { store } = this.#options;
    if (ancestry !== null && store.search !== undefined) {
      const found = await store.search(name, ancestry, glance);
      return { ...found, artifacts: placeOnAncestry(found.artifacts, ancestry) };
    }
    const listed = await this.#list(name);
    const artifacts = placeOnAncestry(listed, ancestry);
    return { artifacts, elsewhere: listed.length, branches: [], beyond: undefined };
  }

  /**
   * What an earlier gate of the same bytes on this commit measured: its pairs, and its jobs unless they ran on another
   * machine, of which nothing is known here.
   */
  async findEarlier(ref: RunRef, device: string, baselineSha256: string | null): Promise<EarlierEvidence> {
    const nothing = { environment: null, jobs: [], measuredNow: [], tickets: [] };
    const start = this.#started.get(ref.id);
    if (start?.mode !== 'gate') return nothing;
    const runs = await this.#readEarlier(this.#artifact('candidate', start.model.name));
    const run = runs.find((one) => one.device === device && one.model.sha256 === start.model.sha256);
    if (run === undefined) return nothing;
    const pairs = run.pairs.filter(({ against }) => against === baselineSha256);
    const jobs = this.#options.jobsCarry === true ? run.jobs : [];
    return pairs.length + jobs.length === 0 ? nothing : { ...nothing, environment: run.environment, jobs, pairs };
  }

  async find(id: string, device: string): Promise<TrackedRun | undefined> {
    const artifact = await this.#options.store.find(id);
    const opened = artifact === undefined ? undefined : await this.#openTrusted(artifact, 'anywhere');
    return opened === undefined || 'finding' in opened
      ? undefined
      : opened.runs.find(({ run }) => run.device === device);
  }

  async modelNames(): Promise<readonly string[]> {
    const names: string[] = [];
    for (const artifactName of await this.#options.store.names(ARTIFACT_PREFIXES.record)) {
      const [newest] = await this.#list(artifactName);
      const opened = newest === undefined ? undefined : await this.#openTrusted(newest);
      if (opened !== undefined && 'runs' in opened)
        names.push(...opened.runs.slice(0, 1).map(({ run }) => run.model.name));
    }
    return names;
  }

  /** What cannot be read or listed is no evidence; the gate then measures afresh. */
  async #readEarlier(name: string): Promise<readonly Run[]> {
    const reading = this.#earlier.get(name) ?? this.#openEarlier(name).catch(() => []);
    this.#earlier.set(name, reading);
    return reading;
  }

  async #openEarlier(name: string): Promise<readonly Run[]> {
    const artifact = await this.#options.store.earlier?.(name);
    return artifact === undefined ? [] : (await this.#open(artifact)).map(({ run }) => run);
  }

  async #openTrusted(
    artifact: Artifact,
    place?: 'anywhere',
  ): Promise<{ runs: readonly TrackedRun[] } | { finding: Finding }> {
    const why = await this.#options.store.distrust(artifact, place);
    if (why !== undefined) {
      return { finding: { code: 'baseline-untrusted', facts: { artifact: artifact.name, run: artifact.origin, why } } };
    }
    const opening = this.#opened.get(artifact.id) ?? this.#open(artifact);
    this.#opened.set(artifact.id, opening);
    try {
      return { runs: await opening };
    } catch (error) {
      const reason = messageOf(error);
      return { finding: { code: 'baseline-unreadable', facts: { artifact: artifact.name, why: reason } } };
    }
  }

  /** All runs in an artifact; one whose own commit is not the workflow run's was not written by that run. */
  async #open(artifact: Artifact): Promise<readonly TrackedRun[]> {
    const folder = await this.#temporary('open-');
    await this.#options.store.fetch(artifact, folder);
    const runs: TrackedRun[] = [];
    for (const { run, history } of await readRecords(folder)) {
      if (artifact.headSha !== null && run.commit.sha !== artifact.headSha) {
        throw new Error(`it says commit ${run.commit.sha}, but its workflow run was on ${artifact.headSha}`);
      }
      runs.push({ id: artifact.id, run }, ...history.map((older) => ({ id: artifact.id, run: older })));
    }
    return runs;
  }

  /** What a new record carries on: the runs that came with the baseline it was compared with. */
  async #historyBehind(run: Run): Promise<readonly Run[]> {
    if (run.mode !== this.#keeps) return [];
    const openings = await Promise.allSettled(this.#opened.values());
    const opened = openings.flatMap((opening) => (opening.status === 'fulfilled' ? opening.value : []));
    return opened
      .map((tracked) => tracked.run)
      .filter(
        (older) => older.device === run.device && older.model.name === run.model.name && older.mode === this.#keeps,
      )
      .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
  }

  get #keeps(): RunMode {
    return this.#options.keeps ?? 'record';
  }

  #list(name: string): Promise<readonly Artifact[]> {
    const listing = this.#listed.get(name) ?? this.#options.store.list(name);
    this.#listed.set(name, listing);
    return listing;
  }

  #artifact(kind: 'record' | 'candidate', modelName: string): string {
    return modelArtifactName(kind, this.#options.key, modelName);
  }

  async #temporary(prefix: string): Promise<string> {
    await mkdir(this.#options.temporaryFolder, { recursive: true });
    return mkdtemp(join(this.#options.temporaryFolder, prefix));
  }
}

/** The artifacts whose commit is on the ancestry, nearest first; those of unknown commit keep their order. */
function placeOnAncestry(artifacts: readonly Artifact[], ancestry: readonly string[] | null): readonly Artifact[] {
  if (ancestry === null) return artifacts;
  const place = ({ headSha }: Artifact) => (headSha === null ? 0 : ancestry.indexOf(headSha));
  return artifacts.filter((artifact) => place(artifact) >= 0).sort((a, b) => place(a) - place(b));
}

function devicesOf(runs: readonly TrackedRun[], modelName: string): readonly string[] {
  return [...new Set(runs.filter(({ run }) => run.model.name === modelName).map(({ run }) => run.device))];
}

function fileNameFor(device: string): string {
  return `run-${toSlug(device)}.json`;
}
