// What a trial's log means for the decision: its evidence, its count, and when its verdicts may fall.

import { type Evidence, isIdentical } from '../../decision/evidence.ts';
import { type Effort, type Plan, planLooks, planOnlyLook } from '../../decision/looks.ts';
import type { Comparison } from '../../domain/comparison.ts';
import type { Trial } from './trial.ts';

/** A trial with its verdicts. */
export interface TrialVerdicts {
  readonly trial: Trial;
  readonly comparisons: readonly Comparison[];
}

/** How many units of evidence stand on the candidate's side. */
export function countOf(trial: Trial): number {
  return trial.paired ? trial.pairs.length : trial.jobs.length;
}

/** When this trial's verdicts may fall. */
export function planFor(
  trial: Trial,
  policy: {
    readonly repeats: number | undefined;
    readonly maxRepeats: number;
    readonly effort: Effort;
    readonly confirmImprovements: boolean;
    readonly recording?: boolean;
    readonly onlyLook?: boolean;
  },
): Plan {
  const plan =
    trial.paired && policy.onlyLook === true
      ? planOnlyLook(policy.maxRepeats)
      : planLooks(trial.paired ? 'pair' : 'job', policy.repeats, policy.maxRepeats);
  const { effort, recording, confirmImprovements } = policy;
  if (recording !== true && !confirmImprovements) return { ...plan, effort };
  return { ...plan, effort, confirmImprovements: recording === true ? 'always' : 'once' };
}

/** A first record, or one of the same bytes, has nothing but its A/A pairs to show; else these never count as the candidate's. */
export function toEvidence(trial: Trial): Evidence {
  const { model, baselineRun, environment, pairs, failures, measuredNow, metrics } = trial;
  const unjudged = baselineRun === null || isIdentical(trial);
  const jobs = unjudged ? [...trial.jobs, ...trial.aaPairs.map((pair) => pair.candidate)] : trial.jobs;
  const { workload, difference } = trial;
  const measured = { environment, workload, difference, jobs, measuredNow, pairs, failures, metrics };
  return { model, device: trial.device.name, baselineRun, ...measured };
}
