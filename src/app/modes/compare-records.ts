// Decides on run records alone: no device, no network, no git.

import { type ComparisonInput, compareAll } from '../../decision/compare-all.ts';
import { type Effort, planLooks } from '../../decision/looks.ts';
import { WINDOW } from '../../domain/baseline.ts';
import type { Comparison } from '../../domain/comparison.ts';
import { findDifference } from '../../domain/device.ts';
import { GateError } from '../../domain/errors.ts';
import type { Policy } from '../../domain/policy.ts';
import { pairsBeside, type Run } from '../../domain/run.ts';
import { toBaselineRun } from '../measure/compare-settings.ts';

/** One run record and the older runs it carries. */
export interface FullRecord {
  readonly run: Run;
  readonly history: readonly Run[];
}

export interface CompareTask extends Pick<Policy, 'maxRegression' | 'minChange' | 'today'> {
  readonly history: readonly FullRecord[];
  readonly candidates: readonly FullRecord[];
  readonly maxRepeats: number;
  readonly effort: Effort;
}

/** The comparisons of one candidate model on one device with the history. */
export interface RecordComparison {
  readonly candidate: Run;
  readonly comparisons: readonly Comparison[];
}

/**
 * Compares each candidate model on each device with the newest record of that model there. Files of the same bytes,
 * device and environment are one candidate, and their jobs count together.
 */
export function compareRecords(task: CompareTask): readonly RecordComparison[] {
  const records = task.history.flatMap(({ run, history: older }) => [run, ...older]);
  const history = distinct(records.filter(({ mode }) => mode === 'record'));
  const groups = group(task.candidates.map(({ run }) => run));
  const items = groups.map((runs) => toItem(runs, history, task));
  const judged = compareAll(items, { ...task, rules: [], waivers: [] });
  return groups.map(([candidate], index) => ({ candidate, comparisons: judged[index] ?? [] }));
}

function group(runs: readonly Run[]): readonly (readonly [Run, ...Run[]])[] {
  const groups: [Run, ...Run[]][] = [];
  for (const run of runs) {
    const same = groups.find(([first]) => isSameCandidate(first, run));
    if (same === undefined) groups.push([run]);
    else same.push(run);
  }
  return groups;
}

function isSameCandidate(a: Run, b: Run): boolean {
  return (
    a.device === b.device &&
    a.model.sha256 === b.model.sha256 &&
    findDifference(a.environment, b.environment) === undefined
  );
}

function toItem(runs: readonly [Run, ...Run[]], all: readonly Run[], task: CompareTask): ComparisonInput {
  const [candidate] = runs;
  const history = findHistory(candidate, all);
  const [newest] = history;
  if (newest === undefined) {
    const found = `no record of ${candidate.model.name} on the device "${candidate.device}"`;
    const advice = 'Give at least one record of the same model and device (a run in mode record) as --history.';
    throw new GateError('invalid-input', `history: found ${found}.`, advice);
  }
  const pairs = runs.flatMap((run) => pairsBeside(run, newest.model.sha256));
  const baseline = { id: '', run: newest, distance: null, window: history.slice(0, WINDOW), recent: history };
  const evidence = {
    model: candidate.model,
    device: candidate.device,
    baselineRun: toBaselineRun(candidate, baseline),
    environment: candidate.environment,
    workload: candidate.workload,
    metrics: candidate.metrics ?? [],
    jobs: pairs.length > 0 ? [] : runs.flatMap((run) => [...run.jobs, ...run.pairs.map((pair) => pair.candidate)]),
    measuredNow: [],
    pairs,
    failures: [],
  };
  const plan = planLooks(pairs.length > 0 ? 'pair' : 'job', undefined, task.maxRepeats);
  return { evidence, plan: { ...plan, effort: task.effort } };
}

/** The records of the candidate's name; where there are none, those of the only other name. */
function findHistory({ device, model }: Run, all: readonly Run[]): readonly Run[] {
  const here = all.filter((run) => run.device === device);
  const own = here.filter((run) => run.model.name === model.name);
  const names = new Set(here.map((run) => run.model.name));
  return own.length > 0 || names.size !== 1 ? own : here;
}

/** Newest first, each run once: records carry the same older runs. */
function distinct(runs: readonly Run[]): readonly Run[] {
  const seen = new Map(runs.map((run) => [`${run.device} ${run.createdAt} ${run.model.sha256}`, run]));
  return [...seen.values()].sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
}
