// The main use-case: measure the models, compare them with their baselines, keep the runs, say what was found.
// `record` and `gate` differ in what they measure beyond the comparison and in what they keep.

import { messageOf } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import { toDay } from '../../domain/policy.ts';
import type { Report } from '../../domain/report.ts';
import type { RunRef } from '../../ports/tracker.ts';
import { type StoredRuns, toReport, toRun } from '../measure/assemble.ts';
import { DeviceMinutes, show } from '../measure/device-minutes.ts';
import { findDrift } from '../measure/drift.ts';
import { countForRecord, fitRepeats, measuresPairs } from '../measure/evidence-plan.ts';
import { JobDurations } from '../measure/job-durations.ts';
import { keepModel } from '../measure/kept-models.ts';
import { judge, type MeasureTools, measureNoise, measureTrials, resumeJobs } from '../measure/loop.ts';
import type { OpenRuns } from '../measure/open-runs.ts';
import type { PreparedModels } from '../measure/prepared-models.ts';
import { addEarlierJobs, type SubmittedJobs, startMeasuring } from '../measure/start.ts';
import type { Trial } from '../measure/trial.ts';
import type { TrialVerdicts } from '../measure/trial-evidence.ts';
import type { Task } from '../task.ts';
import type { Tools } from '../tools.ts';

/** Measures, compares and keeps. Throws a GateError for what the user can mend; nothing was measured by then. */
export async function runGate(task: Task, tools: Tools, handed?: SubmittedJobs): Promise<Report> {
  try {
    return await measureAndKeep(task, tools, handed);
  } finally {
    await tools.profiler.close?.();
  }
}

async function measureAndKeep(task: Task, tools: Tools, handed?: SubmittedJobs): Promise<Report> {
  const begun = await startMeasuring(task, tools, handed);
  const { trials, refs, openRuns, preparedModels } = begun;
  try {
    await addEarlierJobs(begun, task, tools, handed);
    const { queueTimeoutMs, runTimeoutMs } = task;
    const minutes = new DeviceMinutes(task.maxDeviceMinutes, tools.profiler.usualMinutes);
    const durations = new JobDurations(recordedDurations(trials));
    const bench = { ...tools, queueTimeoutMs, runTimeoutMs, openRuns, preparedModels, minutes, durations };
    const judged = await measure(trials, task, bench, tools);
    if (minutes.spent >= 1) tools.log.info(`Used ${show(minutes.spent)} device minutes.`);
    const kept = await keep(judged, refs, task, { ...tools, durations }, openRuns);
    return toReport(judged, kept, task, tools.clock.now());
  } catch (error) {
    await openRuns.abandon(tools.signal.aborted ? 'killed' : 'failed');
    throw error;
  }
}

function recordedDurations(trials: readonly Trial[]): ReadonlyMap<string, number> {
  return new Map(
    trials.flatMap(({ device, baselineRun }) => {
      const { jobMs } = baselineRun?.baseline?.run ?? {};
      return jobMs === undefined ? [] : [[device.name, jobMs] as const];
    }),
  );
}

async function measure(
  trials: readonly Trial[],
  task: Task,
  bench: MeasureTools,
  tools: Tools,
): Promise<readonly TrialVerdicts[]> {
  const recording = task.trigger.mode !== 'gate';
  const able = trials.filter(({ refusal }) => refusal === undefined);
  await resumeJobs(able, bench);
  const policy = {
    ...fitRepeats(bench.profiler, task),
    today: toDay(tools.clock.now()),
    recording,
  };
  await measureTrials(recording ? able.filter((trial) => trial.baselineRun !== null) : able, policy, bench);
  for (const trial of recording ? able : []) {
    const count = countForRecord(bench.profiler, trial, task.trigger.mode);
    if (count > 0) await measureNoise(trial, count, bench);
  }
  if (tools.lastRelease !== null && task.trigger.mode === 'record') {
    await findDrift(able, tools.lastRelease, { ...policy, recording: false, confirmImprovements: false }, bench, tools);
  }
  for (const trial of trials) await measureLayers(trial, recording, bench.preparedModels, tools);
  const judged = judge(trials, policy);
  return trials.map((trial) => ({ trial, comparisons: judged.get(trial) ?? [] }));
}

/** Both sides' layers from this machine and this hour, where the jobs themselves do not tell them; a failure is a finding. */
async function measureLayers(
  trial: Trial,
  recording: boolean,
  preparedModels: PreparedModels,
  { profiler, signal }: Tools,
): Promise<void> {
  const measured = trial.jobs.length + trial.pairs.length + trial.aaPairs.length > 0;
  if (profiler.layers === undefined || !measured || !(recording || trial.paired)) return;
  try {
    trial.addLayers('candidate', await profiler.layers(await preparedModels.prepare(trial.model), trial.device));
    const beside = trial.paired ? await trial.baselineModel?.prepare() : undefined;
    if (beside !== undefined) trial.addLayers('baseline', await profiler.layers(beside, trial.device));
  } catch (error) {
    if (signal.aborted) throw error;
    const why = messageOf(error);
    trial.find({ code: 'layers-not-measured', facts: { device: trial.device.name, why } });
  }
}

async function keep(
  judged: readonly TrialVerdicts[],
  refs: ReadonlyMap<string, RunRef>,
  task: Task,
  tools: Tools & { readonly durations: JobDurations },
  openRuns: OpenRuns,
): Promise<StoredRuns> {
  const { mode } = task.trigger;
  const ids: string[] = [];
  const keepsModel = mode === 'record' || (mode === 'release' && measuresPairs(tools.profiler));
  // First, so that the record can say where its model is: the next gate then need not look for it.
  const { artifacts, findings: unkept } = keepsModel ? await keepModels(judged, task, tools) : NO_MODELS;
  const findings: Finding[] = [];
  let page: string | undefined;
  for (const [name, ref] of refs) {
    const own = judged.filter(({ trial }) => trial.model.name === name);
    try {
      const runs = own
        .flatMap((item) => toRun(item, task.trigger, tools.clock.now(), tools.durations.usual(item.trial.device.name)))
        .map((run) => ({ ...run, ...artifacts.get(run.model.sha256) }));
      const kept = await tools.tracker.finish(ref, { status: 'finished', runs });
      openRuns.closed(ref);
      ids.push(...kept.ids);
      page ??= kept.page;
      findings.push(...kept.findings);
    } catch (error) {
      const why = messageOf(error);
      findings.push({ code: 'not-recorded', facts: { model: name, why } });
    }
  }
  return { ids, page, findings: [...findings, ...unkept, ...openRuns.findings] };
}

interface KeptModels {
  /** By sha256. */
  readonly artifacts: ReadonlyMap<string, { readonly modelArtifact: string }>;
  readonly findings: readonly Finding[];
}

const NO_MODELS: KeptModels = { artifacts: new Map(), findings: [] };

async function keepModels(judged: readonly TrialVerdicts[], task: Task, tools: Tools): Promise<KeptModels> {
  const artifacts = new Map<string, { readonly modelArtifact: string }>();
  const findings: Finding[] = [];
  const able = judged.filter(({ trial }) => trial.refusal === undefined).map(({ trial }) => trial.model);
  // The same bytes may be measured at several sizes.
  for (const model of new Map(able.map((one) => [one.sha256, one])).values()) {
    // A hosted model has no files; those of a handed-over model were kept by the job that had them.
    if (model.files.length === 0) continue;
    try {
      const always = task.trigger.mode === 'release';
      const id = await keepModel(model, { days: task.keepModelDays, always }, tools);
      if (id !== undefined) artifacts.set(model.sha256, { modelArtifact: id });
    } catch (error) {
      const why = messageOf(error);
      findings.push({ code: 'model-not-kept', facts: { model: model.name, why } });
    }
  }
  return { artifacts, findings };
}
