// Decides on run records alone: no device, no network, no git.

import { assess, SAMPLED_GATES } from '../domain/assess.ts';
import { WINDOW } from '../domain/baseline.ts';
import type { Comparison } from '../domain/comparison.ts';
import { GateError } from '../domain/errors.ts';
import type { Limit } from '../domain/limit.ts';
import { planLooks } from '../domain/looks.ts';
import type { Run } from '../domain/run.ts';

/** One run record and the older runs it carries. */
export interface FullRecord {
  readonly run: Run;
  readonly history: readonly Run[];
}

export interface CompareTask {
  readonly history: readonly FullRecord[];
  readonly candidates: readonly FullRecord[];
  readonly maxRegression: readonly Limit[];
  readonly minChange: readonly Limit[];
  readonly maxRepeats: number;
}

/** The comparisons of one candidate record with the history. */
export interface ComparedRecord {
  readonly candidate: Run;
  readonly comparisons: readonly Comparison[];
}

/** Compares each device's candidate runs with the newest run of the history on that device. */
export function compareRecords(task: CompareTask): readonly ComparedRecord[] {
  const history = distinct(task.history.flatMap(({ run, history: older }) => [run, ...older]));
  const devices = [...new Set(task.candidates.map(({ run }) => run.device))];
  return devices.map((device) => {
    const candidates = task.candidates.map(({ run }) => run).filter((run) => run.device === device);
    return compareDevice(
      candidates,
      history.filter((run) => run.device === device),
      device,
      task,
    );
  });
}

function compareDevice(
  candidates: readonly Run[],
  history: readonly Run[],
  device: string,
  task: CompareTask,
): ComparedRecord {
  const [candidate] = candidates;
  const [newest] = history;
  if (candidate === undefined || newest === undefined) {
    const advice = 'Give at least one record of the same device as --history.';
    throw new GateError('invalid-input', `history: no run on the device "${device}".`, advice);
  }
  const pairs = candidates.flatMap((run) =>
    run.pairs.filter((pair) => pair.against === newest.model.sha256 && run.model.sha256 !== pair.against),
  );
  const jobs = candidates.flatMap((run) => [
    ...run.jobs,
    ...run.pairs.filter((pair) => !pairs.includes(pair)).map((pair) => pair.candidate),
  ]);
  const facts = {
    model: candidate.model,
    reference: {
      model: newest.model,
      baseline: { id: '', run: newest, distance: null, window: history.slice(0, WINDOW) },
    },
    environment: candidate.environment,
    jobs: pairs.length > 0 ? [] : jobs,
    pairs,
    failures: [],
  };
  const plan = planLooks(pairs.length > 0 ? 'pair' : 'job', undefined, task.maxRepeats);
  const policy = { maxRegression: task.maxRegression, minChange: task.minChange, comparisons: SAMPLED_GATES.length };
  return { candidate, comparisons: assess(facts, plan, policy) };
}

/** Newest first, each run once: records carry the same older runs. */
function distinct(runs: readonly Run[]): readonly Run[] {
  const seen = new Map(runs.map((run) => [`${run.device} ${run.createdAt} ${run.model.sha256}`, run]));
  return [...seen.values()].sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
}
