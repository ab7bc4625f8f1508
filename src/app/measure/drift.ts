// Many small steps pass every gate. So what is recorded is compared with the last release as well: a change that no
// single commit made is told, and fails nothing.

import { isIdentical } from '../../decision/evidence.ts';
import type { BaselineRun } from '../../domain/baseline.ts';
import { chooseBaseline } from '../../domain/baseline.ts';
import type { Comparison } from '../../domain/comparison.ts';
import type { Finding } from '../../domain/finding.ts';
import type { ReleaseSource, Tools } from '../tools.ts';
import { compareSettings } from './compare-settings.ts';
import { measuresPairs } from './evidence-plan.ts';
import { fetchModel } from './kept-models.ts';
import { judge, type MeasurePolicy, type MeasureTools, measureTrials } from './loop.ts';
import { Trial } from './trial.ts';

/** Compares every trial's model with the last release's, and files what rose as findings. */
export async function findDrift(
  trials: readonly Trial[],
  source: ReleaseSource,
  policy: MeasurePolicy,
  bench: MeasureTools,
  tools: Tools,
): Promise<void> {
  const { tag } = source;
  const twins: { trial: Trial; twin: Trial; before: number }[] = [];
  // A device that failed already is not asked once more.
  for (const trial of trials.filter(({ failures }) => failures.length === 0)) {
    const twin = await toTwin(trial, source, bench, tools);
    if (twin !== undefined) twins.push({ trial, twin, before: twin.jobs.length });
  }
  const all = twins.map(({ twin }) => twin);
  await measureTrials(all, policy, bench);
  const judged = judge(all, policy);
  for (const { trial, twin, before } of twins) {
    mergeJobs(trial, twin, before);
    const [failure] = twin.failures;
    if (failure !== undefined) trial.find(notChecked(trial, tag, failure));
    else trial.note(`Compared with the release ${tag} as well, for drift.`);
    trial.find(...(judged.get(twin) ?? []).flatMap((comparison) => toFinding(comparison, trial, tag)));
  }
}

/** Jobs of the same candidate on the same device are the record's, wherever they were asked for. */
function mergeJobs(trial: Trial, twin: Trial, before: number): void {
  const more = twin.jobs.slice(before);
  if (more.length === 0) return;
  trial.addKnown({ jobs: more, environment: twin.environment, handle: twin.handle });
}

function notChecked({ model, device }: Trial, tag: string, why: string): Finding {
  return { code: 'drift-not-checked', facts: { model: model.name, device: device.name, tag, why } };
}

function toFinding(
  { metric, verdict, change, waived }: Comparison,
  { model, device }: Trial,
  tag: string,
): readonly Finding[] {
  if (verdict !== 'regressed' || !metric.gates || waived !== null || change === null) return [];
  const facts = {
    model: model.name,
    device: device.name,
    metric: metric.label,
    tag,
    change: `+${(change * 100).toFixed(1)} %`,
  };
  return [{ code: 'drifted', facts }];
}

/** The same candidate beside another baseline. Jobs measured apart count for both; pairs are measured anew. */
async function toTwin(
  trial: Trial,
  { tag, tracker, store }: ReleaseSource,
  { profiler, preparedModels }: MeasureTools,
  tools: Tools,
): Promise<Trial | undefined> {
  const { model, device } = trial;
  const { runs } = await tracker.history({ modelName: model.name, device: device.name, ancestry: null });
  const baseline = chooseBaseline(runs, null, 'release');
  if (baseline === undefined) return undefined;
  const { sides, recording } = await compareSettings(model, baseline.run, profiler);
  const baselineRun: BaselineRun = { model: baseline.run.model, baseline, difference: sides ?? recording };
  if (isIdentical({ model, baselineRun })) return undefined;
  if (recording !== undefined && sides === undefined) {
    const { field, baseline: before, candidate } = recording;
    trial.find(notChecked(trial, tag, `${field} was ${before} and is ${candidate}`));
    return undefined;
  }
  const shared = { model, device, baselineRun, baselineModel: undefined };
  if (!measuresPairs(profiler)) {
    const twin = new Trial({ ...shared, paired: false });
    twin.addKnown({ jobs: trial.jobs, environment: trial.environment });
    twin.belongsTo(trial.parent);
    return twin;
  }
  const fetched = await fetchModel(baseline.run.model, undefined, { ...tools, store });
  if ('code' in fetched) {
    const why = fetched.code === 'baseline-model-missing' ? fetched.facts.why : fetched.code;
    trial.find(notChecked(trial, tag, why));
    return undefined;
  }
  const beside = {
    model: fetched,
    prepare: () => preparedModels.prepare(fetched, 'baseline'),
    restore: async () => fetched,
  };
  return new Trial({ ...shared, baselineModel: beside, paired: true });
}
