// Everything before the first job: models and devices that can be used, what they are compared with, their runs on
// the tracker, and what earlier attempts left.

import { isIdentical } from '../../decision/evidence.ts';
import type { Model, ModelIdentity } from '../../domain/model.ts';
import type { Trigger } from '../../domain/trigger.ts';
import type { Ticket } from '../../ports/profiler.ts';
import type { Earlier, RunRef } from '../../ports/tracker.ts';
import type { Task } from '../task.ts';
import type { Tools } from '../tools.ts';
import { References } from './baselines.ts';
import { findPlaces } from './find-baseline.ts';
import { noiseFor } from './noise-plan.ts';
import { Journal } from './open-runs.ts';
import { Preparer } from './prepared-models.ts';
import { type Prepared, prepareAll, prepareDevices } from './resolve-inputs.ts';
import { countOf, startTrial, type Trial } from './trial.ts';

/** What an earlier job of the workflow submitted, and this one goes on with. */
export interface Handed {
  readonly models: readonly {
    readonly model: ModelIdentity;
    readonly handle: string;
    readonly devices: readonly string[];
  }[];
  readonly jobs: readonly { readonly model: string; readonly ticket: Ticket }[];
}

export interface Begun {
  readonly trials: readonly Trial[];
  readonly refs: ReadonlyMap<string, RunRef>;
  readonly journal: Journal;
  readonly preparer: Preparer;
}

/** Uploads what will be measured and starts the tracker's runs. */
export async function begin(task: Task, tools: Tools, handed?: Handed): Promise<Begun> {
  const { profiler, files, tracker, state } = tools;
  const preparer = new Preparer(profiler);
  const prepared =
    handed === undefined ? await prepareAll(task, profiler, files) : await takeOver(handed, preparer, tools);
  const trials = await startTrials(prepared, task, tools, preparer);
  for (const trial of trials.filter((candidate) => willMeasure(candidate, task))) await preparer.prepare(trial.model);
  const journal = new Journal(tracker, state);
  try {
    const models = prepared.map(({ model }) => model);
    const refs = await startRuns(models, task, tools, journal, trials);
    return { trials, refs, journal, preparer };
  } catch (error) {
    await journal.abandon(tools.signal.aborted ? 'killed' : 'failed');
    throw error;
  }
}

/** The models' files are elsewhere by now; their handles are all that is needed. */
async function takeOver(handed: Handed, preparer: Preparer, { profiler }: Tools): Promise<readonly Prepared[]> {
  const prepared: Prepared[] = [];
  for (const { model, handle, devices } of handed.models) {
    preparer.takeOver({ model, handle });
    prepared.push({ model: { ...model, path: '', files: [] }, devices: await prepareDevices(devices, profiler) });
  }
  return prepared;
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
  return !identical || (task.trigger.mode !== 'gate' && noiseFor(trial, task.trigger.mode) > 0);
}

async function startRuns(
  models: readonly Model[],
  task: Task,
  { tracker, clock }: Tools,
  journal: Journal,
  trials: readonly Trial[],
): Promise<ReadonlyMap<string, RunRef>> {
  const refs = new Map<string, RunRef>();
  const { mode, commit } = task.trigger;
  for (const model of models) {
    const own = trials.filter((trial) => trial.model === model);
    const devices = own.map((trial) => trial.device.name);
    const ref = await tracker.start({ mode, model, commit, devices, startedAt: clock.now().toISOString() });
    if (ref.settled !== true) journal.opened(ref);
    refs.set(model.name, ref);
    for (const trial of own) trial.parent = ref;
  }
  return refs;
}

/**
 * What an earlier attempt on the same commit left on the tracker, or an earlier job handed over, counts as evidence,
 * each job once: a second `collect` of the same tickets finds them counted.
 */
export async function takeUpAll(begun: Begun, { trigger }: Task, { tracker }: Tools, handed?: Handed): Promise<void> {
  const own = new Set((handed?.jobs ?? []).map(({ ticket }) => ticket.id));
  for (const trial of begun.trials) {
    const earlier = trial.parent === undefined ? undefined : await takeUp(trial, trial.parent, tracker, own);
    const known = new Set([...(earlier?.counted ?? []), ...trial.adopted.map(({ adopted }) => adopted.ticket.id)]);
    const untold = earlier !== undefined && earlier.counted === undefined && countOf(trial) > 0;
    const more = (handed?.jobs ?? []).filter(
      ({ model, ticket }) => model === trial.model.name && ticket.device === trial.device.name && !known.has(ticket.id),
    );
    for (const { ticket } of untold || isCollected(trial, trigger) ? [] : more) {
      trial.adopted.push({ side: 'candidate', adopted: { ticket, ref: undefined } });
    }
  }
}

/** A record of this very commit and content is what the same tickets made, when they were collected before. */
function isCollected({ model, reference }: Trial, { mode, commit }: Trigger): boolean {
  const recorded = reference?.baseline?.run.commit.sha ?? null;
  return mode === 'record' && recorded !== null && recorded === commit.sha && isIdentical({ model, reference });
}

async function takeUp(
  trial: Trial,
  ref: RunRef,
  tracker: Tools['tracker'],
  own: ReadonlySet<string>,
): Promise<Earlier | undefined> {
  const earlier = await tracker.earlier?.(ref, trial.device.name, trial.reference?.model.sha256 ?? null);
  if (earlier === undefined) return undefined;
  trial.jobs.push(...earlier.jobs);
  trial.baselineJobs.push(...earlier.baselineJobs);
  trial.pairs.push(...(earlier.pairs ?? []));
  trial.environment = earlier.environment;
  trial.adopted.push(...earlier.tickets.map(({ ticket, side, ref: job }) => ({ side, adopted: { ticket, ref: job } })));
  // What an earlier job of this very workflow submitted is no earlier attempt.
  const left = earlier.tickets.filter(({ ticket }) => !own.has(ticket.id)).length;
  const jobs = earlier.jobs.length + left + (earlier.pairs ?? []).length;
  if (jobs > 0)
    trial.findings.push({ code: 'evidence-carried-over', facts: { device: trial.device.name, jobs: String(jobs) } });
  return earlier;
}
