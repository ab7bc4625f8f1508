// What a profiler's kind of evidence means for the measuring: how much to ask for, and when there is no more. The one
// place that tells pairs, jobs and fixed evidence apart.

import { isIdentical } from '../../decision/evidence.ts';
import { FEWEST_TO_REGRESS } from '../../decision/looks.ts';
import { isLatencyRedefined } from '../../decision/redefined.ts';
import type { Mode } from '../../domain/outcome.ts';
import type { EvidenceKind, Profiler } from '../../ports/profiler.ts';
import { noiseFor } from './noise-plan.ts';
import type { Trial } from './trial.ts';

type Source = Pick<Profiler, 'evidence'>;

/** Whether two models can be measured interleaved. */
export function measuresPairs({ evidence }: Source): boolean {
  return evidence.kind === 'pairs' || (evidence.kind === 'fixed' && evidence.pairs === true);
}

/** Whether more can be measured where the verdict is still open, also of the baseline's model. */
export function canMeasureMore({ evidence }: Source): boolean {
  return evidence.kind !== 'fixed';
}

/** Whether a later step can go on with its jobs, so that submitting and collecting can be two steps. */
export function outlivesStep({ evidence, endsWithStep }: Pick<Profiler, 'evidence' | 'endsWithStep'>): boolean {
  return evidence.kind === 'jobs' && endsWithStep !== true;
}

/** How many jobs to have under way at once; Infinity where the profiler queues them by itself. */
export function jobsAtOnce({ evidence }: Source): number {
  const limits: { readonly [K in EvidenceKind['kind']]: number } = {
    pairs: Number.POSITIVE_INFINITY,
    jobs: evidence.kind === 'jobs' ? evidence.atOnce : 1,
    fixed: 1,
  };
  return limits[evidence.kind];
}

/** Jobs (or pairs) of a trial before its first decision; `usual` where any number can be had. */
export function countBeforeFirstLook({ evidence }: Source, usual: number): number {
  return evidence.kind === 'fixed' ? evidence.count : usual;
}

/** The numbers of jobs that a policy asks for; one look at all of them where no more can be measured. */
export function fitRepeats<P extends { readonly repeats: number | undefined; readonly maxRepeats: number }>(
  { evidence }: Source,
  policy: P,
): P & { readonly onlyLook?: boolean } {
  if (evidence.kind !== 'fixed') return policy;
  const { count } = evidence;
  const enough = count >= FEWEST_TO_REGRESS;
  return { ...policy, repeats: count, maxRepeats: enough ? count : policy.maxRepeats, onlyLook: enough };
}

/** Why nothing more was measured, as the end of a sentence. */
export function describeSpent({ evidence }: Source, maxRepeats: number): string {
  return evidence.kind === 'fixed'
    ? `there are no more ${evidence.pairs === true ? 'pairs' : 'jobs'} than ${evidence.count}`
    : `max-repeats (${maxRepeats}) is spent`;
}

/** How many units a record or a release still lacks when its comparison has been made. */
export function countForRecord({ evidence }: Source, trial: Trial, mode: Mode): number {
  if (evidence.kind === 'fixed') return evidence.count - trial.jobs.length - trial.pairs.length - trial.failures.length;
  return noiseFor(trial, mode) - (evidence.kind === 'pairs' ? 0 : countUnasked(trial, mode));
}

/** Jobs that an earlier attempt left and that no comparison has asked for. */
function countUnasked(trial: Trial, mode: Mode): number {
  const compared =
    trial.baselineRun !== null && mode !== 'release' && !isLatencyRedefined(trial) && !isIdentical(trial);
  return compared ? 0 : trial.jobs.length;
}
