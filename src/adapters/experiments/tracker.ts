// The Experiments API as a tracker: one run a commit and device, with the record in its parameters.

import { openAsBlob } from 'node:fs';
import * as z from 'zod';
import type { TrackedRun } from '../../domain/baseline.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Run } from '../../domain/run.ts';
import { runName, SEPARATOR } from '../../domain/run-name.ts';
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
import { ServiceError } from '../http/service-errors.ts';
import { splitBatch } from '../tracking/batch.ts';
import { toTags } from '../tracking/facts.ts';
import { recordFileName, writeRecordFile } from '../tracking/record-file.ts';
import { NOTHING, toEarlierEvidence } from '../tracking/stored-records.ts';
import type { ExperimentsApi } from './api.ts';
import { RunFinder } from './run-finder.ts';
import { toBatch } from './translate.ts';

export interface ExperimentsTrackerSetup {
  readonly api: ExperimentsApi;
  /** The experiment's name. */
  readonly project: string;
  readonly repository: string | null;
  readonly key: string;
  readonly temporaryFolder: string;
}

/** Servers of this kind take a hundred parameters and a thousand metrics in a batch. */
const LIMITS = { params: 90, metrics: 500, tags: 90 };

export class ExperimentsTracker implements Tracker {
  readonly name = 'experiments';
  readonly listsAll = true;
  readonly #setup: ExperimentsTrackerSetup;
  readonly #started = new Map<string, RunStart>();
  /** The run that history gave last, by model and device: what the service's own comparison is asked about. */
  readonly #compared = new Map<string, string>();
  readonly #finder: RunFinder;

  constructor(setup: ExperimentsTrackerSetup) {
    this.#setup = setup;
    this.#finder = new RunFinder(setup.api, setup.project);
  }

  /** Its id holds the runs of all devices, so that another process can end them. */
  async start(start: RunStart): Promise<RunRef> {
    const experiment = await this.#finder.experiment();
    const ids: Record<string, string> = {};
    const { mode, model, commit } = start;
    for (const device of start.devices) {
      const name = runName(this.#partsFor(mode, model.name, device), commit);
      const tags = toTags({ mode, model: model.name, sha256: model.sha256, device, commit });
      // What a job that submitted left open is gone on with.
      const [open] = await this.#finder.called(name, 'running');
      const id = open?.id ?? (await this.#setup.api.createRun(experiment, name, tags)).id;
      ids[device] = id;
      start.opened?.({ tracker: this.name, id: JSON.stringify({ [device]: id }) });
    }
    const id = JSON.stringify(ids);
    this.#started.set(id, start);
    return { tracker: this.name, id };
  }

  async finish(ref: RunRef, { status, runs }: RunResult): Promise<StoredRunIds> {
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
    const found = await this.#finder.history(this.#partsFor('record', query.modelName, query.device), query);
    const [nearest] = found.runs;
    if (nearest !== undefined) this.#compared.set(`${query.modelName}\0${query.device}`, nearest.id);
    return found;
  }

  async find(id: string, device: string): Promise<TrackedRun | undefined> {
    try {
      const read = await this.#finder.read(id);
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
  async findEarlier(ref: RunRef, device: string, baselineSha256: string | null): Promise<EarlierEvidence> {
    const start = this.#started.get(ref.id);
    if (start === undefined || start.mode !== 'gate' || start.commit.sha === null) return NOTHING;
    const name = runName(this.#partsFor('gate', start.model.name, device), start.commit);
    return toEarlierEvidence(await this.#finder.recordsOf(name), start.model.sha256, baselineSha256);
  }

  async #keep(id: string, run: Run): Promise<readonly Finding[]> {
    const { api, temporaryFolder } = this.#setup;
    for (const batch of splitBatch(toBatch(run), LIMITS)) await api.logBatch(id, batch);
    const name = recordFileName(run.device);
    try {
      await api.logArtifact(id, name, await openAsBlob(await writeRecordFile(run, temporaryFolder)));
    } catch (error) {
      // The parameters hold all that a comparison needs.
      return [{ code: 'file-not-stored', facts: { file: name, why: messageOf(error) } }];
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

  #partsFor(mode: Run['mode'], model: string, device: string) {
    const { key, repository } = this.#setup;
    return { mode, repository, model: `${model}${SEPARATOR}${device}`, key };
  }
}

const RefParts = z.record(z.string(), z.string());

function parseRef({ id }: RunRef): Readonly<Record<string, string>> {
  return RefParts.parse(JSON.parse(id));
}
