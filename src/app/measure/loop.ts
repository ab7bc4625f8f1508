// The measuring loop: spends jobs where they buy certainty, and says what it did and why it stopped.

import { compareAll } from '../../decision/compare-all.ts';
import { isIdentical } from '../../decision/evidence.ts';
import { type Effort, nextLook } from '../../decision/looks.ts';
import type { Comparison, ReasonCode } from '../../domain/comparison.ts';
import { plural } from '../../domain/plural.ts';
import type { Policy } from '../../domain/policy.ts';
import type { JobRequest, Profiler } from '../../ports/profiler.ts';
import { describeBlock, type JobOfTrial, planBlock } from './block.ts';
import type { DeviceMinutes } from './device-minutes.ts';
import { show } from './device-minutes.ts';
import { canMeasureMore, countBeforeFirstLook, describeSpent, measuresPairs } from './evidence-plan.ts';
import type { JobTask } from './job-task.ts';
import type { PreparedModels } from './prepared-models.ts';
import { type JobTools, runJobs } from './run-jobs.ts';
import { sayWhyMore, timeEach } from './say-why-more.ts';
import type { Trial } from './trial.ts';
import { countOf, planFor, toEvidence } from './trial-evidence.ts';

export interface MeasurePolicy extends Policy {
  readonly repeats: number | undefined;
  readonly maxRepeats: number;
  readonly effort: Effort;
  readonly confirmImprovements: boolean;
  /** Where what is measured will be a baseline, a landed improvement must be told from noise as well. */
  readonly recording?: boolean;
  readonly onlyLook?: boolean;
}

export interface MeasureTools extends JobTools {
  readonly minutes: DeviceMinutes;
  readonly preparedModels: PreparedModels;
}

/** Measures until every gating comparison of every trial is settled or the plan is spent. */
export async function measureTrials(
  trials: readonly Trial[],
  policy: MeasurePolicy,
  bench: MeasureTools,
): Promise<void> {
  for (const trial of trials.filter((candidate) => isIdentical(toEvidence(candidate)))) {
    trial.note('The candidate is the baseline to the byte and executed alike: no job was spent.');
  }
  const open = trials.filter((trial) => !isIdentical(toEvidence(trial)));
  let wanted = countFirstJobs(open, trials, policy, bench.profiler);
  while (wanted.size > 0 && !isBeyondBudget(wanted, bench)) {
    const msEach = await timeEach(wanted, bench.clock, () => spend(wanted, bench));
    wanted = canMeasureMore(bench.profiler) ? countNextJobs([...wanted.keys()], trials, policy) : new Map();
    sayWhyMore(wanted, judge(trials, policy), msEach, bench);
  }
  const judged = judge(trials, policy);
  for (const trial of open) trial.note(...describeWhyStopped(trial, judged.get(trial) ?? [], policy, bench.profiler));
}

/** Nothing where there is nothing to compare with: its comparisons say so. */
function describeWhyStopped(
  trial: Trial,
  comparisons: readonly Comparison[],
  policy: MeasurePolicy,
  profiler: Profiler,
): readonly string[] {
  const [failure] = trial.failures;
  if (failure !== undefined) return [`Stopped, because a job failed: ${failure}`];
  if (trial.baselineRun === null) return [];
  const unsettled = comparisons.some(({ metric, reason }) => metric.gates && reason === 'not-settled');
  return [unsettled ? `Stopped, because ${describeSpent(profiler, policy.maxRepeats)}.` : 'Settled.'];
}

/** Jobs beyond any comparison, which tell the level and the noise: pairs of the model beside itself where pairs can be measured. */
export async function measureNoise(trial: Trial, count: number, bench: MeasureTools): Promise<void> {
  const model = await bench.preparedModels.prepare(trial.model);
  const request: JobRequest = {
    model,
    device: trial.device,
    ...(measuresPairs(bench.profiler) ? { beside: model } : {}),
    restore: async () => trial.model,
  };
  trial.wasPrepared(model.handle);
  const before = trial.aaPairs.length + trial.jobs.length;
  await runItems(
    Array.from({ length: count }, () => ({ trial, request, side: 'candidate' as const })),
    bench,
  );
  const done = trial.aaPairs.length + trial.jobs.length - before;
  const what = measuresPairs(bench.profiler)
    ? `${plural(done, 'pair')} of the model beside itself`
    : `${plural(done, 'job')} of the model`;
  trial.note(`Measured ${done} ${what}, for the level and the noise.`);
}

/** The comparisons of every trial with what was measured so far. */
export function judge(trials: readonly Trial[], policy: MeasurePolicy): ReadonlyMap<Trial, readonly Comparison[]> {
  const judged = compareAll(
    trials.map((trial) => ({ evidence: toEvidence(trial), plan: planFor(trial, policy) })),
    policy,
  );
  return new Map(trials.map((trial, index) => [trial, judged[index] ?? []]));
}

type JobCounts = ReadonlyMap<Trial, number>;

/** Evidence of earlier attempts counts: the first look is where they left off. */
function countFirstJobs(
  open: readonly Trial[],
  trials: readonly Trial[],
  policy: MeasurePolicy,
  profiler: Profiler,
): JobCounts {
  const fresh = open.filter((trial) => countOf(trial) === 0 && trial.failures.length === 0);
  const counts = fresh.map(
    (trial) =>
      [
        trial,
        countBeforeFirstLook(profiler, trial.baselineRun === null ? 1 : (planFor(trial, policy).looks[0] ?? 1)),
      ] as const,
  );
  const begun = open.filter((trial) => !fresh.includes(trial));
  return new Map([...counts, ...countNextJobs(begun, trials, policy)]);
}

function countNextJobs(measured: readonly Trial[], trials: readonly Trial[], policy: MeasurePolicy): JobCounts {
  const judged = judge(trials, policy);
  const wanted = measured.map((trial) => [trial, countJobsFor(trial, judged.get(trial) ?? [], policy)] as const);
  return new Map(wanted.filter(([, count]) => count > 0));
}

/** Reasons that measuring the baseline's model again removes. */
const CURABLE: ReadonlySet<ReasonCode> = new Set(['environment-differs', 'baseline-too-young']);

function countJobsFor(trial: Trial, comparisons: readonly Comparison[], policy: MeasurePolicy): number {
  if (trial.failures.length > 0) return 0;
  const gating = comparisons.filter((comparison) => comparison.metric.gates);
  const curable = trial.baselineModel !== undefined && gating.some(({ reason }) => CURABLE.has(reason));
  const next = curable ? (nextLook(planFor(trial, policy), countOf(trial)) ?? 0) - countOf(trial) : 0;
  return Math.max(0, next, ...gating.map((comparison) => comparison.wants));
}

/** Goes on with jobs that an earlier attempt submitted and did not see end. */
export async function resumeJobs(trials: readonly Trial[], bench: MeasureTools): Promise<void> {
  const items: JobOfTrial[] = [];
  for (const trial of trials.filter(({ resumed }) => resumed.length > 0)) {
    const model = { model: trial.model, handle: '' };
    for (const { side, resumed } of trial.resumed)
      items.push({ trial, side, resumed, request: { model, device: trial.device } });
    trial.note(`Took up ${trial.resumed.length} of an earlier attempt that did not finish.`);
  }
  if (items.length > 0) await runItems(items, bench);
}

/** What cannot be paid for is not begun; the comparisons stay as open as they are. */
function isBeyondBudget(wanted: JobCounts, { minutes, log }: MeasureTools): boolean {
  const count = [...wanted.values()].reduce((sum, jobs) => sum + jobs, 0);
  const why = minutes.refuse(count);
  const forecast = minutes.forecast(count);
  if (forecast !== undefined && why === undefined && forecast >= 1)
    log.info(`The next ${count} jobs take about ${show(forecast)} device minutes.`);
  if (why === undefined) return false;
  for (const trial of wanted.keys()) {
    trial.note(`Stopped: ${why}.`);
    trial.find({ code: 'device-minutes-spent', facts: { device: trial.device.name, why } });
  }
  return true;
}

async function spend(wanted: JobCounts, bench: MeasureTools): Promise<void> {
  const items: JobOfTrial[] = [];
  for (const [trial, count] of wanted) items.push(...(await planBlock(trial, count, bench.preparedModels)));
  await runItems(items, bench);
  for (const trial of wanted.keys()) {
    const own = items.filter((item) => item.trial === trial);
    trial.note(describeBlock(trial, own));
  }
}

async function runItems(items: readonly JobOfTrial[], bench: MeasureTools): Promise<void> {
  const work = items.map(({ trial, ...rest }): JobTask => ({ ...rest, parent: trial.parent }));
  const ended = await runJobs(work, bench);
  work.forEach((item, index) => {
    const outcome = ended[index];
    const trial = items[index]?.trial;
    if (outcome !== undefined && trial !== undefined) trial.add(item, outcome);
  });
}
