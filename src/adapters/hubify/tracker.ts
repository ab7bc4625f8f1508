// Hubify as a tracker: an experiment that carries the record in its configuration, found by its title.

import { newestFirst, type TrackedRun, WINDOW } from '../../domain/baseline.ts';
import type { Finding } from '../../domain/finding.ts';
import { jobsOf, type Run } from '../../domain/run.ts';
import { namePrefix, runName, SEPARATOR } from '../../domain/run-name.ts';
import { toSlug } from '../../domain/slug.ts';
import { levelOf } from '../../domain/statistics.ts';
import { toPieces } from '../../formats/carried-record.ts';
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
import type { PagedList } from '../http/paged-list.ts';
import { NOTHING, type RecordReading, readRecordOf, toEarlierEvidence } from '../tracking/stored-records.ts';
import type { HubifyApi } from './api.ts';
import type { HubifyOptions } from './options.ts';
import type { Experiment } from './schema.ts';
import { parseStoredConfig } from './stored-config.ts';
import { COMPUTE_MODES } from './translate.ts';

export interface HubifyTrackerSetup {
  readonly api: HubifyApi;
  readonly options: HubifyOptions;
  readonly repository: string | null;
  readonly key: string;
  /** Tells attempts apart in the identifier of an experiment. */
  readonly attempt: string;
}

export class HubifyTracker implements Tracker {
  readonly name = 'hubify';
  readonly listsAll = true;
  readonly #setup: HubifyTrackerSetup;
  readonly #started = new Map<string, RunStart>();
  #listed: Promise<PagedList<Experiment>> | undefined;

  constructor(setup: HubifyTrackerSetup) {
    this.#setup = setup;
  }

  /** Calls are few and dear: the experiment is made when there is something to keep. */
  async start(start: RunStart): Promise<RunRef> {
    const id = `${start.mode}:${start.model.name}`;
    this.#started.set(id, start);
    return { tracker: this.name, id };
  }

  async finish(_ref: RunRef, { status, runs }: RunResult): Promise<StoredRunIds> {
    const ids: string[] = [];
    const findings: Finding[] = [];
    for (const run of status === 'finished' ? runs : []) {
      const { id, told } = await this.#keep(run);
      ids.push(id);
      if (!told) findings.push({ code: 'status-not-told', facts: { service: 'Hubify', device: run.device } });
    }
    return { ids, findings };
  }

  async history(query: HistoryQuery): Promise<History> {
    const parts = this.#partsFor('record', query.modelName, query.device);
    const findings: Finding[] = [];
    const runs: TrackedRun[] = [];
    for (const experiment of this.#place(await this.#list(), parts, query)) {
      if (runs.length >= WINDOW) break;
      const read = readRecord(experiment);
      if ('finding' in read) findings.push(read.finding);
      else if (read.run?.model.name === query.modelName && read.run.device === query.device)
        runs.push({ id: experiment.id, run: read.run });
    }
    const { items, isComplete } = await this.#listing();
    const beyond = isComplete ? undefined : `${items.length} experiments of the lab`;
    return { runs: runs.sort(query.ancestry === null ? newestFirst : () => 0), findings, beyond };
  }

  async find(id: string, device: string): Promise<TrackedRun | undefined> {
    const experiment = (await this.#list()).find((candidate) => candidate.id === id);
    const read = experiment === undefined ? { run: undefined } : readRecord(experiment);
    return 'finding' in read || read.run?.device !== device ? undefined : { id, run: read.run };
  }

  async modelNames(): Promise<readonly string[]> {
    return [];
  }

  async findEarlier(ref: RunRef, device: string, baselineSha256: string | null): Promise<EarlierEvidence> {
    const start = this.#started.get(ref.id);
    if (start === undefined || start.mode !== 'gate' || start.commit.sha === null) return NOTHING;
    const name = runName(this.#partsFor('gate', start.model.name, device), start.commit);
    const runs = (await this.#list())
      .filter(({ title }) => title === name)
      .map(readRecord)
      .flatMap((read) => ('run' in read && read.run !== undefined ? [read.run] : []));
    return toEarlierEvidence(runs, start.model.sha256, baselineSha256);
  }

  async #keep(run: Run): Promise<{ readonly id: string; readonly told: boolean }> {
    const { api, options, attempt } = this.#setup;
    const title = runName(this.#partsFor(run.mode, run.model.name, run.device), run.commit);
    const created = await api.create({
      labId: options['lab-id'],
      projectId: options['project-id'],
      title,
      experimentId: `LG-${toSlug(`${title} ${attempt} ${run.createdAt}`)}`,
      computeMode: COMPUTE_MODES.find((mode) => mode === run.device) ?? 'CPU',
      config: { latency_gate: toPieces(run) },
    });
    const latency = levelOf(jobsOf(run).flatMap((job) => job.values['latency'] ?? []));
    const result = JSON.stringify({ latency: { unit: 'ms', values: latency === null ? [] : [latency] } });
    return { id: created.id, told: await api.patch(created.id, { status: 'pass', result }) };
  }

  async #list(): Promise<readonly Experiment[]> {
    return (await this.#listing()).items;
  }

  #listing(): Promise<PagedList<Experiment>> {
    this.#listed ??= this.#setup.api.list(this.#setup.options['lab-id']);
    return this.#listed;
  }

  /** Records of that name, the nearest on the ancestry first; without one the newest first. */
  #place(
    all: readonly Experiment[],
    parts: Parameters<typeof namePrefix>[0],
    { ancestry }: HistoryQuery,
  ): readonly Experiment[] {
    const prefix = namePrefix(parts);
    const own = all.filter(({ title }) => title.startsWith(prefix) && !title.slice(prefix.length).includes(SEPARATOR));
    const newest = [...own].sort((a, b) => b.createdAt - a.createdAt);
    if (ancestry === null) return newest;
    const place = ({ title }: Experiment) => ancestry.indexOf(title.slice(prefix.length));
    return newest.filter((one) => place(one) >= 0).sort((a, b) => place(a) - place(b));
  }

  #partsFor(mode: Run['mode'], model: string, device: string) {
    const { key, repository } = this.#setup;
    return { mode, repository, model: `${model}${SEPARATOR}${device}`, key };
  }
}

function readRecord(experiment: Experiment): RecordReading {
  const read = () => {
    const own = Object.entries(parseStoredConfig(experiment.config).latency_gate ?? {});
    return Object.fromEntries(own.map(([name, piece]) => [name, String(piece)]));
  };
  return readRecordOf(read, `the experiment ${experiment.id}`);
}
