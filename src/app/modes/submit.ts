// Submits the first jobs and ends: no runner waits while a device queue is long. A later job goes on with the tickets.

import { isIdentical } from '../../decision/evidence.ts';
import { GateError, messageOf } from '../../domain/errors.ts';
import { identify } from '../../domain/model.ts';
import { outlivesStep } from '../measure/evidence-plan.ts';
import { keepModel } from '../measure/kept-models.ts';
import { noiseFor } from '../measure/noise-plan.ts';
import { addEarlierJobs, type SubmittedJobs, startMeasuring } from '../measure/start.ts';
import type { Trial } from '../measure/trial.ts';
import { countOf, planFor } from '../measure/trial-evidence.ts';
import type { Task } from '../task.ts';
import type { Tools } from '../tools.ts';

/** What was submitted, for the job that goes on with it. Throws a GateError where the profiler keeps no jobs. */
export async function submitJobs(task: Task, tools: Tools): Promise<SubmittedJobs> {
  const { profiler } = tools;
  if (!outlivesStep(profiler)) {
    throw new GateError(
      'invalid-input',
      `mode: found "submit" with the backend ${profiler.name}, whose jobs end with the step; allowed: a device cloud.`,
      'Leave mode at auto.',
    );
  }
  const begun = await startMeasuring(task, tools);
  await addEarlierJobs(begun, task, tools);
  const jobs: SubmittedJobs['jobs'][number][] = [];
  try {
    for (const trial of begun.trials) {
      const model = await begun.preparedModels.prepare(trial.model);
      for (let count = countWanted(trial, task); count > 0; count -= 1) {
        const ticket = await profiler.submit({ model, device: trial.device });
        await begun.openRuns.begin(trial.parent, { ticket, side: 'candidate', model: model.model });
        jobs.push({ model: trial.model.name, ticket });
      }
    }
  } catch (error) {
    await begun.openRuns.abandon('failed');
    throw error;
  }
  begun.openRuns.release();
  if (task.trigger.mode === 'record') await keepAll(begun.trials, task, tools);
  return { models: await describeModels(begun.trials, begun.preparedModels), jobs };
}

/** Later gates measure it again; whether it could be kept is told by those that miss it. */
async function keepAll(trials: readonly Trial[], { keepModelDays: days }: Task, tools: Tools): Promise<void> {
  for (const model of new Set(trials.map((trial) => trial.model))) {
    await keepModel(model, { days, always: false }, tools).catch((error: unknown) =>
      tools.log.warning(`${model.name} was not kept: ${messageOf(error)}`),
    );
  }
}

/** The first look's jobs, less what an earlier attempt has measured or submitted already. */
function countWanted(trial: Trial, task: Task): number {
  const there = countOf(trial) + trial.resumed.length;
  if (isIdentical(trial))
    return task.trigger.mode === 'gate' ? 0 : Math.max(0, noiseFor(trial, task.trigger.mode) - there);
  const first = trial.baselineRun === null ? 1 : (planFor(trial, task).looks[0] ?? 1);
  const wanted = task.trigger.mode === 'gate' ? first : Math.max(first, noiseFor(trial, task.trigger.mode));
  return Math.max(0, wanted - there);
}

async function describeModels(
  trials: readonly Trial[],
  preparedModels: { prepare(model: Trial['model']): Promise<{ readonly handle: string }> },
): Promise<SubmittedJobs['models']> {
  const models = [...new Set(trials.map((trial) => trial.model))];
  return Promise.all(
    models.map(async (model) => ({
      model: identify(model),
      handle: (await preparedModels.prepare(model)).handle,
      devices: trials.filter((trial) => trial.model === model).map(({ device }) => device.name),
    })),
  );
}
