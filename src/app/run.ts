// The main use-case: measure the models, compare them with their baselines, keep the runs, say what was found.
// `record` and `gate` differ in what they measure beyond the comparison and in what they keep.

import { isIdentical } from '../domain/assess.ts';
import type { Device } from '../domain/device.ts';
import type { Finding } from '../domain/finding.ts';
import type { Model } from '../domain/model.ts';
import type { Report } from '../domain/report.ts';
import { nullPairsOf } from '../domain/run.ts';
import type { PreparedModel } from '../ports/profiler.ts';
import type { RunRef } from '../ports/tracker.ts';
import { toReport, toRun } from './assemble.ts';
import type { Execution } from './execute.ts';
import { findPlaces } from './find-baseline.ts';
import type { Judged, Kept } from './judged.ts';
import { judge, type MeasurePolicy, measureNoise, measureTrials, startTrial, type Trial } from './measure.ts';
import { keepModel } from './model-keeper.ts';
import { prepareDevices, prepareModels } from './prepare.ts';
import { References } from './references.ts';
import type { Task } from './task.ts';
import type { Tools } from './tools.ts';

/** Measures, compares and keeps. Throws a GateError for what the user can mend; nothing was measured by then. */
export async function run(task: Task, tools: Tools): Promise<Report> {
  const models = await prepareModels(task.model, task.modelName, tools.profiler, tools.files);
  const devices = await prepareDevices(task.devices, tools.profiler);
  const trials = await startTrials(models, devices, task, tools);
  const refs = await startRuns(models, devices, task, tools);
  try {
    const judged = await measure(trials, task, tools);
    const kept = await keep(judged, refs, task, tools);
    return toReport(judged, kept, task, tools.clock.now());
  } catch (error) {
    const status = tools.signal.aborted ? 'killed' : 'failed';
    for (const ref of refs.values()) await tools.tracker.finish(ref, { status, runs: [] });
    throw error;
  }
}

async function startTrials(
  models: readonly Model[],
  devices: readonly Device[],
  task: Task,
  tools: Tools,
): Promise<readonly Trial[]> {
  const prepared: PreparedModel[] = [];
  for (const model of models) prepared.push(await tools.profiler.prepare(model));
  const references = new References(task, await findPlaces(task.baseline, task.trigger, tools.commits), tools);
  const trials: Trial[] = [];
  for (const model of prepared) {
    for (const device of devices) {
      const { findings, ...found } = await references.find(model.model, device);
      const trial = startTrial({ model, device, ...found });
      trial.findings.push(...findings);
      trials.push(trial);
      tools.log.info(describeReference(trial));
    }
  }
  return trials;
}

function describeReference({ model, device, reference, beside }: Trial): string {
  const subject = `${model.model.name} on ${device.name}`;
  if (reference === null) return `${subject}: no baseline`;
  if (isIdentical({ model: model.model, reference })) return `${subject}: identical to the baseline, byte for byte`;
  const commit = reference.baseline?.run.commit.sha?.slice(0, 7);
  const how = beside === undefined ? 'its recorded jobs' : 'its model, measured again beside the candidate';
  return `${subject}: baseline ${commit === undefined ? reference.model.sha256.slice(0, 12) : commit}, by ${how}`;
}

async function startRuns(
  models: readonly Model[],
  devices: readonly Device[],
  task: Task,
  tools: Tools,
): Promise<ReadonlyMap<string, RunRef>> {
  const refs = new Map<string, RunRef>();
  const { mode, commit } = task.trigger;
  const names = devices.map((device) => device.name);
  for (const model of models) refs.set(model.name, await tools.tracker.start({ mode, model, commit, devices: names }));
  return refs;
}

async function measure(trials: readonly Trial[], task: Task, tools: Tools): Promise<readonly Judged[]> {
  const policy: MeasurePolicy = task;
  const execution: Execution = { ...tools, runTimeoutMs: task.runTimeoutMs };
  const recording = task.trigger.mode === 'record';
  const compared = recording ? trials.filter((trial) => trial.reference !== null) : trials;
  await measureTrials(compared, policy, execution);
  for (const trial of recording ? trials : []) {
    const count = noisePairsFor(trial);
    if (count > 0) await measureNoise(trial, count, execution);
  }
  const judged: Judged[] = [];
  for (const trial of trials) {
    judged.push({
      trial,
      comparisons: judge(trial, trials, policy),
      layers: await measureLayers(trial, recording, tools),
    });
  }
  return judged;
}

const PAIRS_ON_EMPTY_HISTORY = 3;
const PAIRS_IN_WINDOW = 10;

/** Three A/A pairs on an empty history, one for new bytes, and for the same bytes one until the window holds ten. */
function noisePairsFor(trial: Trial): number {
  const baseline = trial.reference?.baseline ?? null;
  if (baseline === null) return PAIRS_ON_EMPTY_HISTORY;
  if (!isIdentical({ model: trial.model.model, reference: trial.reference })) return 1;
  return baseline.window.flatMap(nullPairsOf).length < PAIRS_IN_WINDOW ? 1 : 0;
}

/** Both sides' layers from this machine and this hour, or the candidate's alone; a failure is a finding. */
async function measureLayers(trial: Trial, recording: boolean, tools: Tools): Promise<Judged['layers']> {
  const { profiler } = tools;
  const nothing = { baseline: [], candidate: [] };
  const worthIt = recording
    ? trial.jobs.length + trial.pairs.length + trial.nullPairs.length > 0
    : trial.beside !== undefined;
  if (profiler.layers === undefined || !worthIt) return nothing;
  try {
    const candidate = await profiler.layers(trial.model, trial.device);
    return { candidate, baseline: trial.beside === undefined ? [] : await profiler.layers(trial.beside, trial.device) };
  } catch (error) {
    if (tools.signal.aborted) throw error;
    const why = error instanceof Error ? error.message : String(error);
    trial.findings.push({ code: 'layers-not-measured', facts: { device: trial.device.name, why } });
    return nothing;
  }
}

async function keep(
  judged: readonly Judged[],
  refs: ReadonlyMap<string, RunRef>,
  task: Task,
  tools: Tools,
): Promise<Kept> {
  const ids: string[] = [];
  const findings: Finding[] = [];
  for (const [name, ref] of refs) {
    const own = judged.filter(({ trial }) => trial.model.model.name === name);
    try {
      const runs = own.flatMap((item) => toRun(item, task.trigger, tools.clock.now()));
      const kept = await tools.tracker.finish(ref, { status: 'finished', runs });
      ids.push(...kept.ids);
      findings.push(...kept.findings);
      const model = own[0]?.trial.model.model;
      if (task.trigger.mode === 'record' && model !== undefined) await keepModel(model, task.keepModelDays, tools);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      findings.push({ code: 'not-recorded', facts: { model: name, why } });
    }
  }
  return { ids, findings };
}
