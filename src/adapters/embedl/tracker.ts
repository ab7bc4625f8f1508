// The hub as a tracker: one run a model and commit, which holds the whole record, and below it one run a job.

import type { TrackedRun } from '../../domain/baseline.ts';
import type { Finding } from '../../domain/finding.ts';
import { jobName, jobPrefix, runName } from '../../domain/run-name.ts';
import type { Clock } from '../../ports/machine.ts';
import type {
  EarlierEvidence,
  History,
  HistoryQuery,
  JobEnd,
  JobStart,
  RunRef,
  RunResult,
  RunStart,
  StoredRunIds,
  Tracker,
} from '../../ports/tracker.ts';
import type { Network } from '../http/fetch.ts';
import type { ServiceClient } from '../http/service.ts';
import type { HubApi } from './api.ts';
import { NOTHING, onDevice, readJobsBelow, toEarlier } from './earlier-jobs.ts';
import { toJobPatch, toLevels } from './job-run.ts';
import { type LinkSetup, toExternalLinks } from './links.ts';
import { orMissing, Project } from './project.ts';
import { countGenerations, toRecordParams } from './record-params.ts';
import { Records } from './records.ts';
import { OURS, type RunPlace, STATISTIC_TAG, toJobFacts, toParams, toRunFacts, toSearch } from './run-facts.ts';
import { storeBytes, storePaths } from './run-files.ts';
import { RunSearch } from './run-search.ts';
import { RunWriter } from './run-writer.ts';
import type { RunDetail } from './schema.ts';

export interface EmbedlTrackerSetup extends RunPlace, LinkSetup {
  readonly hub: ServiceClient;
  readonly api: HubApi;
  readonly network: Network;
  readonly clock: Clock;
  readonly project: string;
  readonly storeModel: boolean;
  /** What `latency` is: the tag of every run. */
  readonly statistic: string;
  /** Whether another process can go on with a job, and count those that ended: not where this machine measures. */
  readonly jobsCarry: boolean;
}

/** A model's run, from its start on. */
interface StartedRun {
  readonly start: RunStart;
  readonly name: string;
  /** What an earlier attempt left; undefined for a new run. */
  readonly known: RunDetail | undefined;
  readonly jobs: Promise<readonly RunDetail[]>;
}

/** A job's run, from its start on. */
interface StartedJob {
  readonly model: string;
  readonly device: string;
}

const STATUS = { finished: 'FINISHED', failed: 'FAILED', killed: 'KILLED' } as const;

export class EmbedlTracker implements Tracker {
  readonly name = 'embedl';
  readonly listsAll = true;
  readonly #setup: EmbedlTrackerSetup;
  readonly #project: Project;
  readonly #search: RunSearch;
  readonly #writer: RunWriter;
  readonly #records: Records;
  readonly #runs = new Map<string, StartedRun>();
  readonly #jobs = new Map<string, StartedJob>();
  readonly #numbers = new Map<string, number>();

  constructor(setup: EmbedlTrackerSetup) {
    this.#setup = setup;
    this.#project = new Project(setup.api, setup.project);
    this.#search = new RunSearch(setup.api, this.#project);
    this.#writer = new RunWriter(setup.api, this.#project, this.#search, setup.clock);
    this.#records = new Records(this.#search);
  }

  /** Takes up the run of an earlier attempt on the same commit and bytes, so that its evidence is not lost. */
  async start(start: RunStart): Promise<RunRef> {
    const { key, repository } = this.#setup;
    const name = runName({ mode: start.mode, repository, model: start.model.name, key }, start.commit);
    const known = await this.#findSame(name, start);
    const id = known?.id ?? (await this.#create(name, start));
    const jobs = known === undefined ? Promise.resolve([]) : readJobsBelow(known, this.#search);
    // Whoever asks for them meets the failure.
    jobs.catch(() => undefined);
    this.#runs.set(id, { start, name, known, jobs });
    return { tracker: this.name, id, ...(known?.status === 'FINISHED' ? { settled: true as const } : {}) };
  }

  /** A refused record is told, and its run closed as FAILED: nothing is left running, nothing half there. */
  async finish(ref: RunRef, result: RunResult): Promise<StoredRunIds> {
    const started = this.#runs.get(ref.id);
    if (result.status !== 'finished' || started === undefined) {
      await this.#writer.close(ref.id, STATUS[result.status]);
      return { ids: [], findings: [] };
    }
    const refused = await this.#keep(ref.id, result, started).catch((error: unknown) =>
      this.#writer.closeRefused(ref.id, error),
    );
    if (refused !== undefined) return { ids: [], findings: [notRecorded(started.start.model.name, refused)] };
    const { hub, storeModel } = this.#setup;
    // The same bytes lie on a run that was finished before.
    const files = storeModel && started.known?.status !== 'FINISHED' ? (started.start.files ?? []) : [];
    const page = hub.resolve(`projects/${await this.#project.findOrMake()}/runs/${ref.id}`).href;
    return { ids: [ref.id], page, findings: await storePaths(ref.id, files, this.#setup) };
  }

  async startJob(parent: RunRef, job: JobStart): Promise<RunRef> {
    const { clock, jobsCarry } = this.#setup;
    const { device } = job.ticket;
    const name = jobName(
      this.#runs.get(parent.id)?.name ?? parent.id,
      device,
      await this.#nextNumber(parent.id, device),
    );
    const startedAt = clock.now().toISOString();
    const id = await this.#writer.create({ type: 'PROFILE', name, parentRunId: parent.id, startedAt });
    job.opened?.({ tracker: this.name, id });
    this.#jobs.set(id, { model: job.model.name, device });
    await this.#writer.orFail(id, async () => {
      await this.#writer.patch(id, { params: toParams(toJobFacts(parent.id, job, jobsCarry)) });
      await this.#writer.tag(id, STATISTIC_TAG, this.#setup.statistic);
    });
    return { tracker: this.name, id };
  }

  async finishJob(ref: RunRef, end: JobEnd): Promise<readonly Finding[]> {
    if ('failure' in end) {
      await this.#writer.close(ref.id, end.left === true ? 'KILLED' : 'FAILED');
      return [];
    }
    const { model = '', device = '' } = this.#jobs.get(ref.id) ?? {};
    const findings = await storeBytes(ref.id, end.measurement.files ?? new Map(), this.#setup);
    const endedAt = this.#setup.clock.now().toISOString();
    const patch = { ...toJobPatch(end.measurement, device), status: 'FINISHED', endedAt } as const;
    const refused = await this.#writer.patch(ref.id, patch).then(
      () => undefined,
      (error: unknown) => this.#writer.closeRefused(ref.id, error),
    );
    return refused === undefined ? findings : [...findings, notRecorded(model, refused)];
  }

  history(query: HistoryQuery): Promise<History> {
    const { key, repository } = this.#setup;
    return this.#records.history({ mode: 'record', repository, model: query.modelName, key }, query);
  }

  /** By its id alone, in whichever project of the hub it is. */
  async find(id: string, device: string): Promise<TrackedRun | undefined> {
    const { api } = this.#setup;
    const place = await api.findRun(id).catch(orMissing);
    const project = place ?? (await this.#project.findOrMake());
    const detail = await api.readRun(project, id).catch(orMissing);
    return detail === undefined ? undefined : this.#records.find(detail, device);
  }

  /** The list of runs is there already, but names of other models need not be told inside CI. */
  async modelNames(): Promise<readonly string[]> {
    return [];
  }

  async findEarlier(ref: RunRef, device: string, baseline: string | null): Promise<EarlierEvidence> {
    const started = this.#runs.get(ref.id);
    if (started?.known === undefined) return NOTHING;
    const below = (await started.jobs).filter(onDevice(started, device));
    const { jobsCarry } = this.#setup;
    return toEarlier(started.known, below, { device, candidate: started.start.model.sha256, baseline, jobsCarry });
  }

  /** Without a commit all runs bear one name, and what another execution left is no earlier attempt of this one. */
  async #findSame(name: string, start: RunStart): Promise<RunDetail | undefined> {
    const { mode, model, commit } = start;
    if (commit.sha === null) return undefined;
    const facts = { ...toSearch({ mode, modelName: model.name }, this.#setup), commit: commit.sha };
    for (const run of (await this.#search.find(facts)).filter((candidate) => candidate.name === name)) {
      const detail = await this.#search.read(run.id);
      if (detail.params.some((param) => param.name === `${OURS}sha256` && param.value === model.sha256)) return detail;
    }
    return undefined;
  }

  async #create(name: string, start: RunStart): Promise<string> {
    const { mode, model, commit, startedAt } = start;
    const description = `Latency Gate: ${mode} of ${model.name} on ${start.devices.join(', ')}`.slice(0, 250);
    const id = await this.#writer.create({ type: 'PROFILE', name, description, startedAt });
    start.opened?.({ tracker: this.name, id });
    const params = toParams(toRunFacts(start, this.#setup));
    await this.#writer.orFail(id, async () => {
      await this.#writer.patch(id, { params, externalLinks: toExternalLinks(commit, this.#setup) });
      for (const tag of toParams({ commit: commit.sha ?? '', latency_statistic: this.#setup.statistic }))
        await this.#writer.tag(id, tag.name, tag.value);
    });
    return id;
  }

  async #keep(id: string, result: RunResult, { known }: StartedRun): Promise<undefined> {
    const records = result.runs.map((run) => ({ run, history: this.#records.historyBehind(run) }));
    const generation = (known === undefined ? 0 : countGenerations(known)) + 1;
    const params = toRecordParams(records, generation);
    if (params === undefined) throw new Error('the record is larger than a run on the hub can hold');
    const jobs = result.runs.map(({ jobs: single, pairs }) => [...single, ...pairs.map(({ candidate }) => candidate)]);
    const devices = generation > 1 ? [] : result.runs.map(({ device }, index) => [`device.${index}`, device] as const);
    await this.#writer.patch(id, {
      status: 'FINISHED',
      endedAt: this.#setup.clock.now().toISOString(),
      metrics: jobs.flatMap(toLevels),
      params: [...toParams(Object.fromEntries(devices)), ...params],
    });
    return undefined;
  }

  async #nextNumber(parent: string, device: string): Promise<number> {
    const started = this.#runs.get(parent);
    const prefix = jobPrefix(started?.name ?? parent, device);
    const before = ((await started?.jobs) ?? []).filter(({ name }) => name.startsWith(prefix)).length;
    const number = (this.#numbers.get(prefix) ?? before) + 1;
    this.#numbers.set(prefix, number);
    return number;
  }
}

function notRecorded(model: string, why: string): Finding {
  return { code: 'not-recorded', facts: { model, why } };
}
