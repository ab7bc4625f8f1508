// The measuring loop: spends jobs where they buy certainty, and says what it did and why it stopped.

import { assess, type Facts, isIdentical, type Policy, SAMPLED_GATES } from '../domain/assess.ts';
import type { Comparison } from '../domain/comparison.ts';
import type { Device, Environment } from '../domain/device.ts';
import type { Finding } from '../domain/finding.ts';
import type { Job } from '../domain/job.ts';
import { type Plan, planLooks } from '../domain/looks.ts';
import type { RunPair } from '../domain/run.ts';
import type { JobRequest, PreparedModel } from '../ports/profiler.ts';
import { type Ended, type Execution, execute } from './execute.ts';

/** One model on one device, while it is being measured. The arrays grow. */
export interface Trial {
  readonly model: PreparedModel;
  readonly device: Device;
  readonly reference: Facts['reference'];
  /** The baseline's model, where it can be measured beside the candidate. */
  readonly beside: PreparedModel | undefined;
  readonly jobs: Job[];
  /** Beside the baseline's model. */
  readonly pairs: RunPair[];
  /** Beside itself: they tell only the noise. */
  readonly nullPairs: RunPair[];
  readonly failures: string[];
  readonly findings: Finding[];
  readonly steps: string[];
  environment: Environment | null;
}

export interface MeasurePolicy extends Omit<Policy, 'comparisons'> {
  readonly repeats: number | undefined;
  readonly maxRepeats: number;
}

export function startTrial(setup: Pick<Trial, 'model' | 'device' | 'reference' | 'beside'>): Trial {
  return { ...setup, jobs: [], pairs: [], nullPairs: [], failures: [], findings: [], steps: [], environment: null };
}

/** When this trial's verdicts may fall. */
export function planFor(trial: Trial, policy: MeasurePolicy): Plan {
  const unit = trial.beside === undefined ? 'job' : 'pair';
  return planLooks(unit, policy.repeats, policy.maxRepeats);
}

/** Measures until every gating comparison of every trial is settled or the plan is spent. */
export async function measureTrials(
  trials: readonly Trial[],
  policy: MeasurePolicy,
  execution: Execution,
): Promise<void> {
  for (const trial of trials.filter((candidate) => isIdentical(toFacts(candidate)))) {
    trial.steps.push('The candidate is the baseline to the byte: no job was spent.');
  }
  let wanted = new Map(
    trials.filter((trial) => !isIdentical(toFacts(trial))).map((trial) => [trial, firstWanted(trial, policy)]),
  );
  while (wanted.size > 0) {
    await spend(wanted, execution);
    const judged = [...wanted.keys()].map((trial) => [trial, wantedBy(trial, judge(trial, trials, policy))] as const);
    wanted = new Map(judged.filter(([, count]) => count > 0));
    for (const [trial, count] of wanted) trial.steps.push(`Beyond a limit: ${count} more to confirm or clear it.`);
  }
}

/** A/A pairs, so that later gates know the noise of this model here. */
export async function measureNoise(trial: Trial, count: number, execution: Execution): Promise<void> {
  const before = trial.nullPairs.length;
  await run(
    Array.from({ length: count }, () => ({ trial, beside: trial.model })),
    execution,
  );
  const done = trial.nullPairs.length - before;
  trial.steps.push(
    `Measured ${done} ${done === 1 ? 'pair' : 'pairs'} of the model beside itself, which tell the noise.`,
  );
}

/** The comparisons of one trial with what was measured so far. */
export function judge(trial: Trial, trials: readonly Trial[], policy: MeasurePolicy): readonly Comparison[] {
  const gated = trials.filter((candidate) => !isIdentical(toFacts(candidate))).length;
  const comparisons = Math.max(1, gated * SAMPLED_GATES.length);
  return assess(toFacts(trial), planFor(trial, policy), { ...policy, comparisons });
}

function firstWanted(trial: Trial, policy: MeasurePolicy): number {
  return trial.reference === null ? 1 : (planFor(trial, policy).looks[0] ?? 1);
}

function wantedBy(trial: Trial, comparisons: readonly Comparison[]): number {
  if (trial.failures.length > 0) return 0;
  return Math.max(
    0,
    ...comparisons.filter((comparison) => comparison.metric.gates).map((comparison) => comparison.wants),
  );
}

async function spend(wanted: ReadonlyMap<Trial, number>, execution: Execution): Promise<void> {
  const before = new Map([...wanted.keys()].map((trial) => [trial, trial.jobs.length + trial.pairs.length]));
  const requests = [...wanted].flatMap(([trial, count]) =>
    Array.from({ length: count }, () => ({ trial, beside: trial.beside })),
  );
  await run(requests, execution);
  for (const [trial, count] of before) {
    const done = trial.jobs.length + trial.pairs.length - count;
    const what =
      trial.beside === undefined ? 'jobs of the candidate' : "pairs of the candidate beside the baseline's model";
    trial.steps.push(`Measured ${done} ${done === 1 ? what.replace('s ', ' ') : what}.`);
  }
}

interface Wanted {
  readonly trial: Trial;
  readonly beside: PreparedModel | undefined;
}

async function run(wanted: readonly Wanted[], execution: Execution): Promise<void> {
  const requests = wanted.map(
    ({ trial, beside }): JobRequest => ({ model: trial.model, device: trial.device, beside }),
  );
  const ended = await execute(requests, execution);
  wanted.forEach(({ trial, beside }, index) => {
    const outcome = ended[index];
    if (outcome !== undefined) file(trial, beside, outcome);
  });
}

function file(trial: Trial, beside: PreparedModel | undefined, ended: Ended): void {
  const { device, model } = trial;
  if ('failure' in ended) {
    trial.failures.push(ended.failure);
    trial.findings.push({
      code: 'job-failed',
      facts: { device: device.name, model: model.model.name, why: ended.failure },
    });
    return;
  }
  const { measurement } = ended;
  trial.environment ??= measurement.environment;
  for (const finding of measurement.findings) {
    if (!trial.findings.some((known) => known.code === finding.code)) trial.findings.push(finding);
  }
  if (measurement.kind === 'job') trial.jobs.push(measurement.job);
  else {
    const pair = { ...measurement.pair, against: beside?.model.sha256 ?? model.model.sha256 };
    (pair.against === model.model.sha256 ? trial.nullPairs : trial.pairs).push(pair);
  }
}

/** A first record has nothing but its A/A pairs to show; beside a baseline these never count as the candidate's. */
function toFacts(trial: Trial): Facts {
  const { reference, environment, pairs, failures } = trial;
  const jobs = reference === null ? [...trial.jobs, ...trial.nullPairs.map((pair) => pair.candidate)] : trial.jobs;
  return { model: trial.model.model, reference, environment, jobs, pairs, failures };
}
