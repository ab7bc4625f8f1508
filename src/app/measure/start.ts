// Everything before the first job: models and devices that can be used, what they are compared with, their runs on
// the tracker, and what earlier attempts left.

import { isIdentical } from '../../decision/evidence.ts';
import { type ErrorCode, GateError } from '../../domain/errors.ts';
import type { Model, ModelIdentity } from '../../domain/model.ts';
import { shortSha } from '../../domain/run.ts';
import type { Trigger } from '../../domain/trigger.ts';
import type { Ticket } from '../../ports/profiler.ts';
import type { EarlierEvidence, EarlierJob, RunRef } from '../../ports/tracker.ts';
import type { Task } from '../task.ts';
import type { Tools } from '../tools.ts';
import { Baselines } from './baselines.ts';
import { refuseUnmatched } from './check-rules.ts';
import { canMeasureMore, measuresPairs } from './evidence-plan.ts';
import { findAncestries } from './find-baseline.ts';
import { addGone } from './gone.ts';
import type { SubmittedJob } from './job-task.ts';
import { pathsOf } from './kept-models.ts';
import { noiseFor } from './noise-plan.ts';
import { OpenRuns } from './open-runs.ts';
import { PreparedModels } from './prepared-models.ts';
import { type ModelOnDevices, resolveDevices, resolveInputs } from './resolve-inputs.ts';
import { Trial } from './trial.ts';
import { countOf } from './trial-evidence.ts';

/** What an earlier job of the workflow submitted, and this one goes on with. */
export interface SubmittedJobs {
  readonly models: readonly {
    readonly model: ModelIdentity;
    readonly handle: string;
    readonly devices: readonly string[];
  }[];
  readonly jobs: readonly { readonly model: string; readonly ticket: Ticket }[];
}

export interface Measuring {
  readonly trials: readonly Trial[];
  readonly refs: ReadonlyMap<string, RunRef>;
  readonly openRuns: OpenRuns;
  readonly preparedModels: PreparedModels;
}

/** Uploads what will be measured and starts the tracker's runs. */
export async function startMeasuring(task: Task, tools: Tools, handed?: SubmittedJobs): Promise<Measuring> {
  const { profiler, files, tracker, state } = tools;
  const preparedModels = new PreparedModels(profiler);
  const prepared =
    handed === undefined
      ? await resolveInputs(task, profiler, files)
      : await reuseUploads(handed, preparedModels, tools);
  if (handed === undefined) refuseUnmatched(task, prepared);
  const trials = await startTrials(prepared, task, tools, preparedModels);
  await prepareAll(
    trials.filter((trial) => willMeasure(trial, task)),
    preparedModels,
  );
  const openRuns = new OpenRuns(tracker, state);
  try {
    const models = prepared.map(({ model }) => model);
    const refs = await startRuns(models, task, tools, openRuns, trials);
    return { trials, refs, openRuns, preparedModels };
  } catch (error) {
    await openRuns.abandon(tools.signal.aborted ? 'killed' : 'failed');
    throw error;
  }
}

/** Faults of one model, which say nothing about the others. */
const OF_ONE_MODEL: ReadonlySet<ErrorCode> = new Set(['invalid-input', 'model-unsupported', 'measurement-failed']);

/** One model of several that cannot be executed is not the end of the others. */
async function prepareAll(trials: readonly Trial[], preparedModels: PreparedModels): Promise<void> {
  for (const trial of trials) {
    try {
      await preparedModels.prepare(trial.model);
    } catch (error) {
      if (!(error instanceof GateError) || !OF_ONE_MODEL.has(error.code)) throw error;
      trial.refuse(error);
    }
  }
  const [first] = trials;
  if (first?.refusal !== undefined && trials.every(({ refusal }) => refusal !== undefined)) throw first.refusal;
}

/** The models' files are elsewhere by now; their handles are all that is needed. */
async function reuseUploads(
  handed: SubmittedJobs,
  preparedModels: PreparedModels,
  { profiler }: Tools,
): Promise<readonly ModelOnDevices[]> {
  const prepared: ModelOnDevices[] = [];
  for (const { model, handle, devices } of handed.models) {
    preparedModels.reuseUpload({ model, handle });
    prepared.push({ model: { ...model, path: '', files: [] }, devices: await resolveDevices(devices, profiler) });
  }
  return prepared;
}

async function startTrials(
  prepared: readonly ModelOnDevices[],
  task: Task,
  tools: Tools,
  preparedModels: PreparedModels,
): Promise<readonly Trial[]> {
  const places = await findAncestries(task.baseline, task.trigger, tools.commits);
  const references = new Baselines(task, places, tools, preparedModels);
  const trials: Trial[] = [];
  for (const { model, devices } of prepared) {
    const recorded: string[] = [];
    for (const device of devices) {
      const { findings, recorded: names = [], ...found } = await references.find(model, device);
      recorded.push(...names);
      const paired = measuresPairs(tools.profiler) && found.baselineModel !== undefined;
      const trial = new Trial({ model, device, ...found, paired });
      trial.find(...findings);
      trials.push(trial);
      tools.log.info(describeReference(trial, tools.profiler));
    }
    const own = trials.filter((trial) => trial.model === model);
    if (task.trigger.mode === 'gate') trials.push(...(await addGone(model, own, [...new Set(recorded)], references)));
  }
  return trials;
}

function describeReference({ model, device, baselineRun, baselineModel }: Trial, profiler: Tools['profiler']): string {
  const subject = `${model.name} on ${device.name}`;
  if (baselineRun === null) return `${subject}: no baseline`;
  if (isIdentical({ model, baselineRun })) return `${subject}: identical to the baseline, byte for byte`;
  const recorded = baselineRun.baseline?.run;
  const commit = recorded?.model.sha256 === baselineRun.model.sha256 ? recorded.commit.sha : null;
  const beside = canMeasureMore(profiler) ? 'its model can be measured again' : 'measured in the same sitting';
  const { difference } = baselineRun;
  const unlike =
    difference && `; the same bytes, but ${difference.field}: ${difference.baseline} → ${difference.candidate}`;
  const how = `${baselineModel === undefined ? 'its recorded jobs' : beside}${unlike ?? ''}`;
  return `${subject}: baseline ${commit === null ? baselineRun.model.sha256.slice(0, 12) : shortSha(commit)}; ${how}`;
}

function willMeasure(trial: Trial, task: Task): boolean {
  const identical = isIdentical({ model: trial.model, baselineRun: trial.baselineRun });
  return !identical || (task.trigger.mode !== 'gate' && noiseFor(trial, task.trigger.mode) > 0);
}

async function startRuns(
  models: readonly Model[],
  task: Task,
  { clock, files }: Tools,
  openRuns: OpenRuns,
  trials: readonly Trial[],
): Promise<ReadonlyMap<string, RunRef>> {
  const refs = new Map<string, RunRef>();
  const { mode, commit } = task.trigger;
  for (const model of models) {
    const own = trials.filter((trial) => trial.model === model);
    const devices = own.map((trial) => trial.device.name);
    const startedAt = clock.now().toISOString();
    const ref = await openRuns.start({ mode, model, commit, devices, startedAt, files: pathsOf(model, files) });
    refs.set(model.name, ref);
    for (const trial of own) trial.belongsTo(ref);
  }
  return refs;
}

/**
 * What an earlier attempt on the same commit left on the tracker, or an earlier job handed over, counts as evidence,
 * each job once: a second `collect` of the same tickets finds them counted.
 */
export async function addEarlierJobs(
  begun: Measuring,
  { trigger }: Task,
  { tracker }: Tools,
  handed?: SubmittedJobs,
): Promise<void> {
  const own = new Set((handed?.jobs ?? []).map(({ ticket }) => ticket.id));
  for (const trial of begun.trials) {
    const earlier = trial.parent === undefined ? undefined : await addEarlierJobsOf(trial, trial.parent, tracker, own);
    const known = new Set([...(earlier?.counted ?? []), ...trial.resumed.map(({ resumed }) => resumed.ticket.id)]);
    const untold = earlier !== undefined && earlier.counted === undefined && countOf(trial) > 0;
    const more = (handed?.jobs ?? []).filter(
      ({ model, ticket }) => model === trial.model.name && ticket.device === trial.device.name && !known.has(ticket.id),
    );
    for (const { ticket } of untold || isCollected(trial, trigger) ? [] : more) {
      trial.resume([{ side: 'candidate', resumed: { ticket, ref: undefined } }]);
    }
  }
}

/** A record of this very commit and content is what the same tickets made, when they were collected before. */
function isCollected({ model, baselineRun }: Trial, { mode, commit }: Trigger): boolean {
  const recorded = baselineRun?.baseline?.run.commit.sha ?? null;
  return mode === 'record' && recorded !== null && recorded === commit.sha && isIdentical({ model, baselineRun });
}

async function addEarlierJobsOf(
  trial: Trial,
  ref: RunRef,
  tracker: Tools['tracker'],
  own: ReadonlySet<string>,
): Promise<EarlierEvidence | undefined> {
  const baseline = trial.baselineRun?.model.sha256;
  const earlier = await tracker.findEarlier?.(ref, trial.device.name, baseline ?? null);
  if (earlier === undefined) return undefined;
  trial.addKnown(earlier);
  // A pair beside a model that is no longer the baseline's says nothing here.
  const open = earlier.tickets.filter(({ against }) => [undefined, trial.model.sha256, baseline].includes(against));
  // What an earlier job of this very workflow submitted is no earlier attempt.
  const toSubmitted = (job: EarlierJob): SubmittedJob => (own.has(job.ticket.id) ? job : { ...job, earlier: true });
  trial.resume(open.map((job) => ({ side: job.side, resumed: toSubmitted(job) })));
  const jobs = earlier.jobs.length + (earlier.pairs ?? []).length;
  if (jobs > 0) trial.find({ code: 'evidence-carried-over', facts: { device: trial.device.name, jobs: String(jobs) } });
  return earlier;
}
