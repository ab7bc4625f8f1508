// The main use-case: measure the models, compare them with their baselines, keep the runs, say what was found.
// `record` and `gate` differ in what they measure beyond the comparison and in what they keep.

import { isIdentical } from '../domain/facts.ts';
import type { Finding } from '../domain/finding.ts';
import { FEWEST_TO_REGRESS } from '../domain/looks.ts';
import type { Model } from '../domain/model.ts';
import { toDay } from '../domain/policy.ts';
import type { Report } from '../domain/report.ts';
import { jobsOf, nullPairsOf } from '../domain/run.ts';
import type { RunRef } from '../ports/tracker.ts';
import { toReport, toRun } from './assemble.ts';
import { findPlaces } from './find-baseline.ts';
import { Journal } from './journal.ts';
import type { Judged, Kept } from './judged.ts';
import { adopt, type Bench, judge, measureNoise, measureTrials } from './measure.ts';
import { keepModel } from './model-keeper.ts';
import { type Prepared, prepareAll } from './prepare.ts';
import { Preparer } from './preparer.ts';
import { References } from './references.ts';
import type { Task } from './task.ts';
import type { Tools } from './tools.ts';
import { startTrial, type Trial } from './trial.ts';

/** Measures, compares and keeps. Throws a GateError for what the user can mend; nothing was measured by then. */
export async function run(task: Task, tools: Tools): Promise<Report> {
  const { profiler, files, tracker, state } = tools;
  const prepared = await prepareAll(task, profiler, files);
  const preparer = new Preparer(profiler);
  const trials = await startTrials(prepared, task, tools, preparer);
  for (const trial of trials.filter((candidate) => willMeasure(candidate, task))) await preparer.prepare(trial.model);
  const journal = new Journal(tracker, state);
  try {
    const models = prepared.map(({ model }) => model);
    const refs = await startRuns(models, trials, task, tools, journal);
    const { queueTimeoutMs, runTimeoutMs } = task;
    const bench = { ...tools, queueTimeoutMs, runTimeoutMs, journal, preparer };
    const judged = await measure(trials, task, bench, tools);
    const kept = await keep(judged, refs, task, tools, journal);
    return toReport(judged, kept, task, tools.clock.now());
  } catch (error) {
    await journal.abandon(tools.signal.aborted ? 'killed' : 'failed');
    throw error;
  }
}

async function startTrials(
  prepared: readonly Prepared[],
  task: Task,
  tools: Tools,
  preparer: Preparer,
): Promise<readonly Trial[]> {
  const places = await findPlaces(task.baseline, task.trigger, tools.commits);
  const references = new References(task, places, tools, preparer);
  const trials: Trial[] = [];
  for (const { model, devices } of prepared) {
    for (const device of devices) {
      const { findings, ...found } = await references.find(model, device);
      const paired = tools.profiler.pairs && found.beside !== undefined;
      const trial = startTrial({ model, device, ...found, paired });
      trial.findings.push(...findings);
      trials.push(trial);
      tools.log.info(describeReference(trial));
    }
  }
  return trials;
}

function describeReference({ model, device, reference, beside }: Trial): string {
  const subject = `${model.name} on ${device.name}`;
  if (reference === null) return `${subject}: no baseline`;
  if (isIdentical({ model, reference })) return `${subject}: identical to the baseline, byte for byte`;
  const commit = reference.baseline?.run.commit.sha?.slice(0, 7);
  const how = beside === undefined ? 'its recorded jobs' : 'its model can be measured again';
  return `${subject}: baseline ${commit === undefined ? reference.model.sha256.slice(0, 12) : commit}; ${how}`;
}

function willMeasure(trial: Trial, task: Task): boolean {
  const identical = isIdentical({ model: trial.model, reference: trial.reference });
  return !identical || (task.trigger.mode === 'record' && noiseFor(trial) > 0);
}

/** Starts the tracker's runs; what an earlier attempt on the same commit left there counts as evidence. */
async function startRuns(
  models: readonly Model[],
  trials: readonly Trial[],
  task: Task,
  { tracker, clock }: Tools,
  journal: Journal,
): Promise<ReadonlyMap<string, RunRef>> {
  const refs = new Map<string, RunRef>();
  const { mode, commit } = task.trigger;
  for (const model of models) {
    const own = trials.filter((trial) => trial.model === model);
    const devices = own.map((trial) => trial.device.name);
    const ref = await tracker.start({ mode, model, commit, devices, startedAt: clock.now().toISOString() });
    if (ref.settled !== true) journal.opened(ref);
    refs.set(model.name, ref);
    for (const trial of own) await takeUp(trial, ref, tracker);
  }
  return refs;
}

async function takeUp(trial: Trial, ref: RunRef, tracker: Tools['tracker']): Promise<void> {
  trial.parent = ref;
  const earlier = await tracker.earlier?.(ref, trial.device.name, trial.reference?.model.sha256 ?? null);
  if (earlier === undefined) return;
  trial.jobs.push(...earlier.jobs);
  trial.baselineJobs.push(...earlier.baselineJobs);
  trial.pairs.push(...(earlier.pairs ?? []));
  trial.environment = earlier.environment;
  trial.adopted.push(...earlier.tickets.map(({ ticket, side, ref: job }) => ({ side, adopted: { ticket, ref: job } })));
  const jobs = earlier.jobs.length + earlier.tickets.length + (earlier.pairs ?? []).length;
  if (jobs > 0)
    trial.findings.push({ code: 'evidence-carried-over', facts: { device: trial.device.name, jobs: String(jobs) } });
}

async function measure(trials: readonly Trial[], task: Task, bench: Bench, tools: Tools): Promise<readonly Judged[]> {
  const recording = task.trigger.mode === 'record';
  await adopt(trials, bench);
  const policy = {
    ...task,
    ...supplied(bench.profiler.supply, task),
    today: toDay(tools.clock.now()),
    confirmsImprovements: recording,
  };
  await measureTrials(recording ? trials.filter((trial) => trial.reference !== null) : trials, policy, bench);
  for (const trial of recording ? trials : []) {
    const { supply, pairs } = bench.profiler;
    const count = supply === undefined ? noiseFor(trial) - (pairs ? 0 : countNew(trial)) : supply - trial.jobs.length;
    if (count > 0) await measureNoise(trial, count, bench);
  }
  for (const trial of trials) await measureLayers(trial, recording, bench.preparer, tools);
  const judged = judge(trials, policy);
  return trials.map((trial) => ({ trial, comparisons: judged.get(trial) ?? [] }));
}

/** Where all jobs there are have been measured already, one look at all of them decides. */
function supplied(supply: number | undefined, { maxRepeats }: Task): Partial<Pick<Task, 'repeats' | 'maxRepeats'>> {
  if (supply === undefined) return {};
  return { repeats: supply, maxRepeats: supply >= FEWEST_TO_REGRESS ? supply : maxRepeats };
}

/** Jobs that an earlier attempt left and that no comparison has asked for. */
function countNew(trial: Trial): number {
  return trial.reference === null || isIdentical({ model: trial.model, reference: trial.reference })
    ? trial.jobs.length
    : 0;
}

const ON_EMPTY_HISTORY = 3;
const IN_WINDOW = 10;

/**
 * How many units `record` spends beyond the comparison: three on an empty history, one for the same bytes until the
 * window holds ten. New bytes were measured by the comparison already, except that pairs still need one of A/A.
 */
function noiseFor(trial: Trial): number {
  const baseline = trial.reference?.baseline ?? null;
  if (baseline === null) return ON_EMPTY_HISTORY;
  if (!isIdentical({ model: trial.model, reference: trial.reference })) return trial.paired ? 1 : 0;
  const known = Math.max(baseline.window.flatMap(nullPairsOf).length, baseline.window.flatMap(jobsOf).length);
  return known < IN_WINDOW ? 1 : 0;
}

/** Both sides' layers from this machine and this hour, where the jobs themselves do not tell them; a failure is a finding. */
async function measureLayers(
  trial: Trial,
  recording: boolean,
  preparer: Preparer,
  { profiler, signal }: Tools,
): Promise<void> {
  const measured = trial.jobs.length + trial.pairs.length + trial.nullPairs.length > 0;
  if (profiler.layers === undefined || !measured || !(recording || trial.paired)) return;
  try {
    trial.layers.candidate = await profiler.layers(await preparer.prepare(trial.model), trial.device);
    const beside = trial.paired ? await trial.beside?.prepare() : undefined;
    if (beside !== undefined) trial.layers.baseline = await profiler.layers(beside, trial.device);
  } catch (error) {
    if (signal.aborted) throw error;
    const why = error instanceof Error ? error.message : String(error);
    trial.findings.push({ code: 'layers-not-measured', facts: { device: trial.device.name, why } });
  }
}

async function keep(
  judged: readonly Judged[],
  refs: ReadonlyMap<string, RunRef>,
  task: Task,
  tools: Tools,
  journal: Journal,
): Promise<Kept> {
  const ids: string[] = [];
  const findings: Finding[] = [];
  for (const [name, ref] of refs) {
    const own = judged.filter(({ trial }) => trial.model.name === name);
    try {
      const runs = own.flatMap((item) => toRun(item, task.trigger, tools.clock.now()));
      const kept = await tools.tracker.finish(ref, { status: 'finished', runs });
      journal.closed(ref);
      ids.push(...kept.ids);
      findings.push(...kept.findings);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      findings.push({ code: 'not-recorded', facts: { model: name, why } });
    }
  }
  if (task.trigger.mode === 'record') findings.push(...(await keepModels(judged, task, tools)));
  return { ids, findings: [...findings, ...journal.findings] };
}

async function keepModels(judged: readonly Judged[], task: Task, tools: Tools): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const model of new Set(judged.map(({ trial }) => trial.model))) {
    if (model.reference === true) continue;
    try {
      await keepModel(model, task.keepModelDays, tools);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      findings.push({ code: 'model-not-kept', facts: { model: model.name, why } });
    }
  }
  return findings;
}
