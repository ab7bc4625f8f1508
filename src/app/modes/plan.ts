// What a gate would run, against which baseline and limits, and at what cost. It reads; it never measures or uploads.

import { isIdentical } from '../../decision/evidence.ts';
import { planLooks } from '../../decision/looks.ts';
import type { GatePlan, PlannedLimit, PlannedSubject } from '../../domain/gate-plan.ts';
import { METRICS, mergeMetrics } from '../../domain/metric.ts';
import type { Model } from '../../domain/model.ts';
import { termsFor, toDay } from '../../domain/policy.ts';
import { shortSha } from '../../domain/run.ts';
import { findEnded, findUnmatched } from '../../domain/unmatched.ts';
import { describeLimits } from '../../rendering/numbers.ts';
import { compareSettings } from '../measure/compare-settings.ts';
import { countBeforeFirstLook, fitRepeats, measuresPairs } from '../measure/evidence-plan.ts';
import { type Ancestries, findAncestries, findBaseline } from '../measure/find-baseline.ts';
import { resolveInputs } from '../measure/resolve-inputs.ts';
import type { Task } from '../task.ts';
import type { Tools } from '../tools.ts';

/** Throws a GateError for what would keep the gate from running. */
export async function planGate(task: Task, tools: Tools): Promise<GatePlan> {
  const resolved = await resolveInputs(task, tools.profiler, tools.files);
  const ancestries = await findAncestries(task.baseline, task.trigger, tools.commits);
  const subjects: PlannedSubject[] = [];
  for (const { model, devices } of resolved) {
    for (const device of devices) subjects.push(await planSubject(model, device.name, ancestries, task, tools));
  }
  const { name: backend, usualMinutes: minutesPerJob = null } = tools.profiler;
  return { backend, subjects, minutesPerJob, missing: findMissing(subjects, task, tools) };
}

async function planSubject(
  model: Model,
  device: string,
  ancestries: Ancestries,
  task: Task,
  tools: Tools,
): Promise<PlannedSubject> {
  const known = await findKnown(model, device, ancestries, task, tools);
  const identical = known?.identical === true;
  const counts = identical ? { first: 0, most: 0 } : countUnits(known !== undefined, task, tools);
  return {
    model: model.name,
    device,
    baseline: known?.words ?? null,
    identical,
    unit: measuresPairs(tools.profiler) && known !== undefined ? 'pair' : 'job',
    ...counts,
    limits: describeTerms(model.name, device, task, tools),
  };
}

/** The baseline in words, and whether its record is of the same model; undefined where there is none. */
async function findKnown(
  model: Model,
  device: string,
  ancestries: Ancestries,
  { baselineModel, baseline: choice, trigger }: Task,
  { tracker, profiler }: Tools,
): Promise<{ readonly words: string; readonly identical?: boolean } | undefined> {
  if (baselineModel !== undefined) return { words: `the file ${baselineModel}` };
  if ((await profiler.measuredBeside?.(model.name)) !== undefined) return { words: 'the files of baseline-results' };
  const { baseline } = await findBaseline({ modelName: model.name, device, choice }, ancestries, trigger, tracker);
  if (baseline === undefined) return undefined;
  const { sides, recording } = await compareSettings(model, baseline.run, profiler);
  const baselineRun = { model: baseline.run.model, baseline, difference: sides ?? recording };
  return { words: describeRun(baseline.run), identical: isIdentical({ model, baselineRun }) };
}

/** One job is measured where there is nothing to compare with. */
function countUnits(
  compared: boolean,
  task: Task,
  { profiler }: Tools,
): { readonly first: number; readonly most: number } {
  const { repeats, maxRepeats } = fitRepeats(profiler, task);
  const { looks } = planLooks(measuresPairs(profiler) ? 'pair' : 'job', repeats, maxRepeats);
  const [first = 1] = looks;
  return compared
    ? { first: countBeforeFirstLook(profiler, first), most: looks.at(-1) ?? first }
    : { first: countBeforeFirstLook(profiler, 1), most: countBeforeFirstLook(profiler, 1) };
}

function describeRun({
  commit,
  createdAt,
}: {
  readonly commit: { readonly sha: string | null };
  readonly createdAt: string;
}): string {
  return `${commit.sha === null ? 'the newest record' : `the record of ${shortSha(commit.sha)}`}, made ${createdAt}`;
}

/** Metrics that gate by default or by a rule, each with its limit and budget. */
function describeTerms(model: string, device: string, task: Task, { clock }: Tools): readonly PlannedLimit[] {
  const policy = { ...task, today: toDay(clock.now()) };
  return mergeMetrics(METRICS, task.metrics)
    .map((metric) => termsFor(policy, metric, { model, device }))
    .filter(({ metric, budget }) => metric.gates || budget !== undefined)
    .map(({ metric, maxRegression, budget }) => {
      const limit =
        maxRegression === undefined
          ? 'any worsening'
          : `worse by ${describeLimits([{ unit: maxRegression.unit, value: maxRegression.value }])}`;
      const level =
        budget === undefined
          ? ''
          : `; ${metric.direction === 'lower' ? 'over' : 'under'} ${budget} ${metric.unit}`.trimEnd();
      return { metric: metric.name, fails: limit + level };
    });
}

function findMissing(subjects: readonly PlannedSubject[], task: Task, { clock }: Tools): readonly string[] {
  const names = subjects.map(({ model, device }) => ({ model, device, metric: undefined }));
  const idle = [
    ...findUnmatched(task, names, task.otherModels),
    ...findEnded({ waivers: task.waivers, today: toDay(clock.now()) }),
  ];
  const without = subjects.filter(({ baseline }) => baseline === null);
  return [
    ...without.map(({ model, device }) => `${model} on ${device} has no baseline yet: record one first.`),
    ...idle.map(({ place, why }) => `${place} does nothing: ${why}.`),
  ];
}
