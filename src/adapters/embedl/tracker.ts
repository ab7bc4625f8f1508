// The hub as a tracker: one run a model and commit, below it one run a job.

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
import { ServiceError, Unanswered } from '../http/service-errors.ts';
import type { HubApi, NewRun } from './api.ts';
import { storeRunArtifact } from './artifacts.ts';
import { RunFinder } from './run-finder.ts';
import { encodeShifts, SHIFTS_TAG, toJobTags, toPatch, toRunTags } from './translate.ts';

export interface EmbedlTrackerSetup {
  readonly hub: ServiceClient;
  readonly api: HubApi;
  readonly network: Network;
  readonly clock: Clock;
  readonly project: string;
  readonly repository: string | null;
  readonly key: string;
  readonly workflowRun: string;
  readonly attempt: string;
}

const NOTHING: EarlierEvidence = { environment: null, jobs: [], measuredNow: [], tickets: [] };
const STATUS = { finished: 'FINISHED', failed: 'FAILED', killed: 'KILLED' } as const;

export class EmbedlTracker implements Tracker {
  readonly name = 'embedl';
  readonly #setup: EmbedlTrackerSetup;
  readonly #names = new Map<string, string>();
  readonly #started = new Map<string, RunStart>();
  readonly #numbers = new Map<string, number>();
  readonly #finder: RunFinder;
  #project: Promise<string> | undefined;
  #flat = false;

  constructor(setup: EmbedlTrackerSetup) {
    this.#setup = setup;
    this.#finder = new RunFinder(setup.api, () => this.#projectId());
  }

  /** Takes up the run of an earlier attempt on the same commit and bytes, so that its evidence is not lost. */
  async start(start: RunStart): Promise<RunRef> {
    const { key, repository, workflowRun, attempt } = this.#setup;
    const name = runName({ mode: start.mode, repository, model: start.model.name, key }, start.commit);
    const known = start.commit.sha === null ? undefined : await this.#finder.findSame(name, start.model.sha256);
    const id = known?.id ?? (await this.#create({ type: 'PROFILE', name, startedAt: start.startedAt }));
    this.#names.set(id, name);
    this.#started.set(id, start);
    const settled = known?.status === 'FINISHED' ? { settled: true as const } : {};
    const tags = toRunTags({ mode: start.mode, model: start.model, commit: start.commit, workflowRun, attempt });
    if (known === undefined) await this.#tag(id, tags);
    return { tracker: this.name, id, ...settled };
  }

  async finish(ref: RunRef, result: RunResult): Promise<StoredRunIds> {
    const { api, clock } = this.#setup;
    const shifts = encodeShifts(result.runs);
    if (shifts !== '') await api.tagRun(await this.#projectId(), ref.id, SHIFTS_TAG, shifts);
    await api.patchRun(await this.#projectId(), ref.id, {
      status: STATUS[result.status],
      endedAt: clock.now().toISOString(),
    });
    return { ids: result.status === 'finished' ? [ref.id] : [], findings: [] };
  }

  async startJob(parent: RunRef, job: JobStart): Promise<RunRef> {
    const parentName = this.#names.get(parent.id) ?? parent.id;
    const { device } = job.ticket;
    const name = jobName(parentName, device, await this.#nextNumber(parentName, device));
    const startedAt = this.#setup.clock.now().toISOString();
    const id = await this.#create({ type: 'PROFILE', name, parentRunId: parent.id, startedAt });
    const { sha256 } = job.model;
    const { id: ticket, handle: upload, profiler } = job.ticket;
    const latency_statistic = profiler === 'embedl' ? 'inference_avg' : 'reported';
    await this.#tag(id, toJobTags({ ticket, side: job.side, sha256, device, upload, latency_statistic }));
    return { tracker: this.name, id };
  }

  async finishJob(ref: RunRef, end: JobEnd): Promise<readonly Finding[]> {
    const { api, clock } = this.#setup;
    const endedAt = clock.now().toISOString();
    const project = await this.#projectId();
    if ('failure' in end) {
      await api.patchRun(project, ref.id, { status: end.left === true ? 'KILLED' : 'FAILED', endedAt });
      return [];
    }
    const findings: Finding[] = [];
    for (const [file, bytes] of end.measurement.files ?? []) findings.push(...(await this.#store(ref, file, bytes)));
    await api.patchRun(project, ref.id, { ...toPatch(end.measurement), status: 'FINISHED', endedAt });
    return findings;
  }

  async history(query: HistoryQuery): Promise<History> {
    const { key, repository } = this.#setup;
    const parts = { mode: 'record' as const, repository, model: query.modelName, key };
    return { runs: await this.#finder.history(parts, query), findings: [] };
  }

  find(id: string, device: string): Promise<TrackedRun | undefined> {
    return this.#finder.find(id, device);
  }

  /** The list of runs is there already, but names of other models need not be told inside CI. */
  async modelNames(): Promise<readonly string[]> {
    return [];
  }

  async findEarlier(ref: RunRef, device: string, baselineSha256: string | null): Promise<EarlierEvidence> {
    const start = this.#started.get(ref.id);
    // Without a commit all runs bear one name, and what another execution left is no earlier attempt of this one.
    if (start === undefined || start.commit.sha === null) return NOTHING;
    const parent = { id: ref.id, name: this.#names.get(ref.id) ?? '' };
    return this.#finder.earlier(parent, device, start.model.sha256, baselineSha256);
  }

  async #nextNumber(parentName: string, device: string): Promise<number> {
    const prefix = jobPrefix(parentName, device);
    const before = (await this.#finder.list()).filter((run) => run.name.startsWith(prefix)).length;
    const number = (this.#numbers.get(prefix) ?? before) + 1;
    this.#numbers.set(prefix, number);
    return number;
  }

  /** A POST that went unanswered may have been carried out: the run is looked for by its name before a second try. */
  async #create(run: NewRun): Promise<string> {
    const { api } = this.#setup;
    const project = await this.#projectId();
    const wanted = this.#flat ? { ...run, parentRunId: undefined } : run;
    try {
      return (await api.createRun(project, wanted)).id;
    } catch (error) {
      if (
        error instanceof ServiceError &&
        error.serviceCode === 'invalid_run_lineage' &&
        wanted.parentRunId !== undefined
      ) {
        this.#flat = true;
        return this.#create(run);
      }
      if (!(error instanceof Unanswered) && !isInTrouble(error)) throw error;
      const before = new Set((await this.#finder.list()).map(({ id }) => id));
      const { items } = await api.listRuns(project, 100, 0);
      const made = items.find(({ id, name }) => name === run.name && !before.has(id));
      return made?.id ?? (await api.createRun(project, wanted)).id;
    }
  }

  /** A run that cannot be told by its tags is worth nothing: it is ended, not left running. */
  async #tag(id: string, tags: Readonly<Record<string, string>>): Promise<void> {
    const { api, clock } = this.#setup;
    const project = await this.#projectId();
    try {
      for (const [name, value] of Object.entries(tags)) await api.tagRun(project, id, name, value);
    } catch (error) {
      await api.patchRun(project, id, { status: 'FAILED', endedAt: clock.now().toISOString() }).catch(() => undefined);
      throw error;
    }
  }

  async #store(ref: RunRef, file: string, bytes: Uint8Array): Promise<readonly Finding[]> {
    try {
      await storeRunArtifact({ ...this.#setup, runId: ref.id, file, bytes });
      return [];
    } catch (error) {
      return [
        { code: 'file-not-stored', facts: { file, why: error instanceof Error ? error.message : String(error) } },
      ];
    }
  }

  #projectId(): Promise<string> {
    this.#project ??= this.#findProject();
    return this.#project;
  }

  async #findProject(): Promise<string> {
    const { api, project } = this.#setup;
    try {
      return (await api.findProject(project)).id;
    } catch (error) {
      if (!(error instanceof ServiceError) || error.status !== 404) throw error;
      return (await api.createProject(project)).id;
    }
  }
}

function isInTrouble(error: unknown): boolean {
  return error instanceof ServiceError && error.status >= 500;
}
