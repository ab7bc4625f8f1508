// The recorded runs of a model: the nearest one, which carries those before it, or one by one as version 0.1 kept them.

import { type TrackedRun, WINDOW } from '../../domain/baseline.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Run } from '../../domain/run.ts';
import { type NameParts, namePrefix, runName, SEPARATOR } from '../../domain/run-name.ts';
import type { DecodedRecord } from '../../formats/run-record.ts';
import type { History, HistoryQuery } from '../../ports/tracker.ts';
import { readOlderRun } from './older-runs.ts';
import { fromRecordParams } from './record-params.ts';
import { factOf } from './run-facts.ts';
import type { RunSearch } from './run-search.ts';
import type { RunDetail, RunSummary } from './schema.ts';

/** Runs read at most, however many of them tell nothing of the device. */
const MOST_READ = 30;

interface OpenedRun {
  readonly runs: readonly TrackedRun[];
  /** Whether its history is among them. */
  readonly carries: boolean;
  /** Those of the whole record, where it is kept as one. */
  readonly devices?: readonly string[];
}

interface PlacedRuns {
  readonly placed: readonly RunSummary[];
  /** How many there are on other commits. */
  readonly elsewhere: number;
}

export class Records {
  readonly #search: RunSearch;
  /** What was read, for the record that carries it on. */
  readonly #read = new Map<string, Run>();

  constructor(search: RunSearch) {
    this.#search = search;
  }

  /** The nearest record on the ancestry with its history; what cannot be read is a finding, and passed over. */
  async history(parts: NameParts, query: HistoryQuery): Promise<History> {
    const runs: TrackedRun[] = [];
    const findings: Finding[] = [];
    const { placed, elsewhere } = await this.#parentsFor(parts, query);
    let devices: readonly string[] | undefined;
    for (const parent of placed.slice(0, MOST_READ)) {
      const opened = await this.#open(await this.#search.read(parent.id), query.device);
      if ('finding' in opened) findings.push(opened.finding);
      else {
        runs.push(...opened.runs);
        devices ??= opened.devices;
      }
      // A record of today carries its history; those of version 0.1 do not.
      if (('runs' in opened && opened.carries && opened.runs.length > 0) || runs.length >= WINDOW) break;
    }
    return { runs: this.#remember(runs), devices, findings, elsewhere, beyond: this.#search.beyond };
  }

  /** One run with its history, on a device. */
  async find(detail: RunDetail, device: string): Promise<TrackedRun | undefined> {
    const opened = await this.#open(detail, device);
    return 'runs' in opened ? this.#remember(opened.runs)[0] : undefined;
  }

  /** What a new record of that run carries on: the runs that were read, newest first. */
  historyBehind(run: Run): readonly Run[] {
    const alike = [...this.#read.values()].filter(
      (older) => older.mode === 'record' && older.device === run.device && older.model.name === run.model.name,
    );
    return alike.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
  }

  async #open(parent: RunDetail, device: string): Promise<OpenedRun | { readonly finding: Finding }> {
    const track = (run: Run) => ({ id: parent.id, run });
    let records: readonly DecodedRecord[];
    try {
      records = fromRecordParams(parent);
    } catch (error) {
      const why = messageOf(error);
      return { finding: { code: 'baseline-unreadable', facts: { artifact: `the run ${parent.name}`, why } } };
    }
    if (records.length === 0) {
      const older = await readOlderRun(parent, device, this.#search);
      return { runs: older === undefined ? [] : [track(older)], carries: false };
    }
    const own = records.filter(
      ({ run }) => run.device === device && run.commit.sha === (factOf(parent, 'commit') || null),
    );
    const devices = records.map(({ run }) => run.device);
    return { runs: own.flatMap(({ run, history }) => [run, ...history].map(track)), carries: true, devices };
  }

  /** Finished runs of that mode and model on the query's ancestry, the nearest first; without ancestry the newest. */
  async #parentsFor(parts: NameParts, query: HistoryQuery): Promise<PlacedRuns> {
    const { mode, model, repository, key } = parts;
    const found = place(await this.#search.find({ mode, model, repository: repository ?? '', key }), parts, query);
    // Version 0.1 left no params: its runs are found by their names in the whole list.
    if (found.placed.length > 0 || !this.#search.isFiltering) return found;
    return place(await this.#search.all(), parts, query);
  }

  #remember(runs: readonly TrackedRun[]): readonly TrackedRun[] {
    for (const { run } of runs) this.#read.set(`${run.device} ${run.createdAt} ${run.commit.sha}`, run);
    return runs;
  }
}

function place(runs: readonly RunSummary[], parts: NameParts, { ancestry }: HistoryQuery): PlacedRuns {
  const prefix = namePrefix(parts);
  const own = runs.filter(
    ({ name, status }) =>
      status === 'FINISHED' && name.startsWith(prefix) && !name.slice(prefix.length).includes(SEPARATOR),
  );
  if (ancestry === null) return { placed: own, elsewhere: 0 };
  const wanted = new Map(ancestry.map((sha, index) => [runName(parts, { sha }), index]));
  const found = own.flatMap((run) => ({ run, at: wanted.get(run.name) ?? -1 })).filter(({ at }) => at >= 0);
  const placed = found.sort((a, b) => a.at - b.at).map(({ run }) => run);
  return { placed, elsewhere: own.length - placed.length };
}
