// The Experiments API as a tracker: one run a commit and device, with the record in its parameters.

import { openAsBlob } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TrackedRun, WINDOW } from '../../domain/baseline.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Run } from '../../domain/run.ts';
import { namePrefix, runName, SEPARATOR } from '../../domain/run-name.ts';
import { toSlug } from '../../domain/slug.ts';
import { fromPieces } from '../../formats/carried-record.ts';
import { encodeRecord } from '../../formats/run-record.ts';
import type {
  Earlier,
  History,
  HistoryQuery,
  Kept,
  RunRef,
  RunResult,
  RunStart,
  Tracker,
} from '../../ports/tracker.ts';
import { ServiceError } from '../http/service-errors.ts';
import type { ExperimentsApi } from './api.ts';
import type { TrackedRunAnswer } from './schema.ts';
import { toBatch, toTags } from './translate.ts';

export interface ExperimentsTrackerSetup {
  readonly api: ExperimentsApi;
  /** The experiment's name. */
  readonly project: string;
  readonly repository: string | null;
  readonly key: string;
  readonly temporaryFolder: string;
}

const PAGE = 200;
const MOST_PAGES = 50;
const MOST_READ = 30;
/** Servers of this kind take a hundred parameters and a thousand metrics in a batch. */
const MOST_PARAMS = 90;
const MOST_METRICS = 500;
const NOTHING: Earlier = { environment: null, jobs: [], baselineJobs: [], tickets: [] };

export class ExperimentsTracker implements Tracker {
  readonly name = 'experiments';
  readonly #setup: ExperimentsTrackerSetup;
  readonly #started = new Map<string, RunStart>();
  /** The run that history gave last, by model and device: what the service's own comparison is asked about. */
  readonly #compared = new Map<string, string>();
  #experiment: Promise<string> | undefined;
  #runs: Promise<readonly TrackedRunAnswer[]> | undefined;

  constructor(setup: ExperimentsTrackerSetup) {
    this.#setup = setup;
  }

  /** Its id holds the runs of all devices, so that another process can end them. */
  async start(start: RunStart): Promise<RunRef> {
    const experiment = await this.#findExperiment();
    const ids: Record<string, string> = {};
    const { mode, model, commit } = start;
    for (const device of start.devices) {
      const name = runName(this.#partsFor(mode, model.name, device), commit);
      const tags = toTags({ mode, model: model.name, sha256: model.sha256, device, commit });
      ids[device] = (await this.#setup.api.createRun(experiment, name, tags)).id;
    }
    const id = JSON.stringify(ids);
    this.#started.set(id, start);
    return { tracker: this.name, id };
  }

  async finish(ref: RunRef, { status, runs }: RunResult): Promise<Kept> {
    const ids: string[] = [];
    const findings: Finding[] = [];
    for (const [device, id] of Object.entries(parseRef(ref))) {
      const run = runs.find((candidate) => candidate.device === device);
      if (status === 'finished' && run !== undefined) {
        findings.push(...(await this.#keep(id, run)));
        ids.push(id);
      }
      const kept = status === 'finished' && run === undefined ? 'failed' : status;
      await this.#setup.api.endRun(id, kept);
    }
    return { ids, findings };
  }

  async history(query: HistoryQuery): Promise<History> {
    const { ancestry } = query;
    const findings: Finding[] = [];
    const runs: TrackedRun[] = [];
    const wanted = (await this.#named(query)).slice(0, MOST_READ);
    for (const { id } of wanted) {
      if (runs.length >= WINDOW) break;
      const read = await this.#read(id);
      if ('finding' in read) findings.push(read.finding);
      else if (fits(read.run, query)) runs.push({ id, run: read.run });
    }
    const [nearest] = runs;
    if (nearest !== undefined) this.#compared.set(`${query.modelName}\0${query.device}`, nearest.id);
    const sorted = ancestry === null ? runs.sort(newestFirst) : runs;
    return { runs: sorted, findings };
  }

  async find(id: string, device: string): Promise<TrackedRun | undefined> {
    try {
      const read = await this.#read(id);
      return 'finding' in read || read.run?.device !== device ? undefined : { id, run: read.run };
    } catch (error) {
      if (error instanceof ServiceError && [400, 404, 422].includes(error.status)) return undefined;
      throw error;
    }
  }

  async modelNames(): Promise<readonly string[]> {
    return [];
  }

  /** What earlier gates of the same bytes on this commit finished with. */
  async earlier(ref: RunRef, device: string, baselineSha256: string | null): Promise<Earlier> {
    const start = this.#started.get(ref.id);
    if (start === undefined || start.mode !== 'gate' || start.commit.sha === null) return NOTHING;
    const name = runName(this.#partsFor('gate', start.model.name, device), start.commit);
    for (const { id } of (await this.#list()).filter((run) => run.name === name && run.status === 'finished')) {
      const read = await this.#read(id);
      if ('finding' in read || read.run?.model.sha256 !== start.model.sha256) continue;
      const pairs = read.run.pairs.filter(({ against }) => against === baselineSha256);
      return { ...NOTHING, environment: read.run.environment, jobs: read.run.jobs, pairs };
    }
    return NOTHING;
  }

  async #keep(id: string, run: Run): Promise<readonly Finding[]> {
    const { api, temporaryFolder } = this.#setup;
    const { metrics, params, tags } = toBatch(run);
    const batches = Math.max(Math.ceil(params.length / MOST_PARAMS), Math.ceil(metrics.length / MOST_METRICS));
    for (let index = 0; index < batches; index += 1) {
      await api.logBatch(id, {
        metrics: metrics.slice(index * MOST_METRICS, (index + 1) * MOST_METRICS),
        params: params.slice(index * MOST_PARAMS, (index + 1) * MOST_PARAMS),
        tags: index === 0 ? tags : [],
      });
    }
    const name = `run-${toSlug(run.device)}.json`;
    try {
      await mkdir(temporaryFolder, { recursive: true });
      const path = join(temporaryFolder, name);
      await writeFile(path, encodeRecord(run, []));
      await api.logArtifact(id, name, await openAsBlob(path));
    } catch (error) {
      // The parameters hold all that a comparison needs.
      return [{ code: 'file-not-stored', facts: { file: name, why: whyOf(error) } }];
    }
    return this.#crossCheck(id, run);
  }

  /** The service calls the smallest value the best; its answer is shown beside ours, and decides nothing. */
  async #crossCheck(id: string, run: Run): Promise<readonly Finding[]> {
    const baseline = this.#compared.get(`${run.model.name}\0${run.device}`);
    if (run.mode !== 'gate' || baseline === undefined || run.jobs.length + run.pairs.length === 0) return [];
    const answer = await this.#setup.api.compareRuns([baseline, id], ['latency']).catch(() => undefined);
    const best = answer?.comparison.metric_comparison['latency']?.best_run_id;
    if (best === undefined || best === null) return [];
    const side = best === id ? 'candidate' : 'baseline';
    return [
      {
        code: 'service-compared',
        facts: { service: 'the Experiments API', device: run.device, metric: 'latency', side },
      },
    ];
  }

  /** Finished runs of that model and device, the nearest on the ancestry first; without one the newest first. */
  async #named({ modelName, device, ancestry }: HistoryQuery): Promise<readonly TrackedRunAnswer[]> {
    const parts = this.#partsFor('record', modelName, device);
    const finished = (await this.#list()).filter((run) => run.status === 'finished');
    if (ancestry === null) {
      const prefix = namePrefix(parts);
      return finished.filter(({ name }) => name.startsWith(prefix) && !name.slice(prefix.length).includes(SEPARATOR));
    }
    const places = new Map(ancestry.map((sha, index) => [runName(parts, { sha }), index]));
    const place = ({ name }: TrackedRunAnswer) => places.get(name) ?? -1;
    return finished.filter((run) => place(run) >= 0).sort((a, b) => place(a) - place(b));
  }

  /** All runs of the experiment, newest first as far as ids or the server's order tell. */
  #list(): Promise<readonly TrackedRunAnswer[]> {
    this.#runs ??= this.#listAll();
    return this.#runs;
  }

  async #listAll(): Promise<readonly TrackedRunAnswer[]> {
    const experiment = await this.#findExperiment();
    const all = new Map<string, TrackedRunAnswer>();
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const before = all.size;
      const runs = await this.#setup.api.listRuns(experiment, PAGE, before);
      for (const run of runs) all.set(run.id, run);
      // A server that ignores the offset gives the same page again.
      if (runs.length === 0 || all.size === before) break;
    }
    // In the server's own order where it tells no times.
    return [...all.values()].sort((a, b) => b.startedAt - a.startedAt);
  }

  async #read(id: string): Promise<{ readonly run: Run | undefined } | { readonly finding: Finding }> {
    const { params } = await this.#setup.api.readRun(id);
    try {
      return { run: fromPieces(params) };
    } catch (error) {
      return { finding: { code: 'baseline-unreadable', facts: { artifact: `run ${id}`, why: whyOf(error) } } };
    }
  }

  #partsFor(mode: Run['mode'], model: string, device: string) {
    const { key, repository } = this.#setup;
    return { mode, repository, model: `${model}${SEPARATOR}${device}`, key };
  }

  #findExperiment(): Promise<string> {
    this.#experiment ??= this.#findOrCreate();
    return this.#experiment;
  }

  /** The search finds parts of names, too. */
  async #findOrCreate(): Promise<string> {
    const { api, project } = this.#setup;
    const found = (await api.findExperiments(project)).find(({ name }) => name === project);
    return (found ?? (await api.createExperiment(project))).id;
  }
}

function fits(run: Run | undefined, { modelName, device, ancestry }: HistoryQuery): run is Run {
  if (run?.model.name !== modelName || run.device !== device) return false;
  return ancestry === null || ancestry.includes(run.commit.sha ?? '');
}

function newestFirst(a: TrackedRun, b: TrackedRun): number {
  return Date.parse(b.run.createdAt) - Date.parse(a.run.createdAt);
}

function parseRef({ id }: RunRef): Readonly<Record<string, string>> {
  return JSON.parse(id) as Record<string, string>;
}

function whyOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
