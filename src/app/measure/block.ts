// One block of jobs between two looks: whose jobs, and in which order.

import { GateError } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import { isNoModelsFault } from './baselines.ts';
import type { JobTask } from './job-task.ts';
import type { PreparedModels } from './prepared-models.ts';
import type { Trial } from './trial.ts';
import { countOf } from './trial-evidence.ts';

/** A job to execute, and the trial that it is evidence for. */
export interface JobOfTrial extends Omit<JobTask, 'parent'> {
  readonly trial: Trial;
}

/** The block of jobs between two looks: pairs; else A B B A where the baseline's model can be measured again; else B B. */
export async function planBlock(
  trial: Trial,
  count: number,
  preparedModels: PreparedModels,
): Promise<readonly JobOfTrial[]> {
  const { device } = trial;
  const model = await preparedModels.prepare(trial.model);
  trial.wasPrepared(model.handle);
  const candidate: JobOfTrial = {
    trial,
    side: 'candidate',
    request: { model, device, restore: async () => trial.model },
  };
  const firstLook = countOf(trial) === 0 && !trial.paired;
  const beside = firstLook ? undefined : await prepareBaselineModel(trial);
  if (beside === undefined) return Array.from({ length: count }, () => candidate);
  if (trial.paired)
    return Array.from({ length: count }, () => ({ ...candidate, request: { ...candidate.request, beside } }));
  const restore = trial.baselineModel?.restore;
  const baseline: JobOfTrial = {
    trial,
    side: 'baseline',
    request: { model: beside, device, restore, side: 'baseline' },
  };
  // As many of the baseline as of the candidate, so that those measured now tell its level by themselves.
  const behind = countOf(trial) + count - trial.measuredNow.length;
  return alternate(baseline, Math.max(0, behind), candidate, count);
}

/** A B B A A B B A …, as far as each side goes. */
function alternate<T>(a: T, countA: number, b: T, countB: number): readonly T[] {
  const order: T[] = [];
  let [leftA, leftB] = [countA, countB];
  for (let place = 0; leftA + leftB > 0; place += 1) {
    const wantsA = place % 4 === 0 || place % 4 === 3;
    if ((wantsA && leftA > 0) || leftB === 0) {
      order.push(a);
      leftA -= 1;
    } else {
      order.push(b);
      leftB -= 1;
    }
  }
  return order;
}

/** A baseline's model that cannot be taken over is left out, with a finding; the recorded jobs serve instead. */
async function prepareBaselineModel(trial: Trial) {
  try {
    return await trial.baselineModel?.prepare();
  } catch (error) {
    if (!(error instanceof GateError) || isNoModelsFault(error)) throw error;
    trial.dropBaselineModel(error.message);
    return undefined;
  }
}

/** What was measured, for the report's steps. */
export function describeBlock(trial: Trial, own: readonly JobOfTrial[]): string {
  const candidates = own.filter(({ side }) => side === 'candidate').length;
  const baselines = own.length - candidates;
  if (trial.paired)
    return `Measured ${candidates} ${plural(candidates, 'pair')} of the candidate beside the baseline's model.`;
  const jobs = `${candidates} ${plural(candidates, 'job')} of the candidate`;
  return baselines === 0
    ? `Measured ${jobs}.`
    : `Measured ${jobs} in alternation with ${baselines} of the baseline's model.`;
}
