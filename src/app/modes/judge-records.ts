// Judges records that the pull request's own workflow measured: the numbers are its word, the verdict is ours, from
// the raw jobs, against baselines it cannot write. Since the jobs can be forged, the best it can reach is neutral.

import type { Device } from '../../domain/device.ts';
import { toDay } from '../../domain/policy.ts';
import type { Report } from '../../domain/report.ts';
import { pairsBeside, type Run } from '../../domain/run.ts';
import { toReport } from '../measure/assemble.ts';
import { isAbsence } from '../measure/baselines.ts';
import { toBaselineRun } from '../measure/compare-settings.ts';
import { type Ancestries, findAncestries, findBaseline } from '../measure/find-baseline.ts';
import { judge } from '../measure/loop.ts';
import { Trial } from '../measure/trial.ts';
import type { Task } from '../task.ts';
import type { Tools } from '../tools.ts';

/** The report on records that nobody can vouch for. */
export async function judgeRecords(
  records: readonly Run[],
  task: Task,
  tools: Pick<Tools, 'tracker' | 'commits' | 'clock'>,
): Promise<Report> {
  const places = await findAncestries(task.baseline, task.trigger, tools.commits);
  const trials: Trial[] = [];
  for (const run of records) trials.push(await toTrial(run, places, task, tools));
  const judged = judge(trials, { ...task, today: toDay(tools.clock.now()) });
  const all = trials.map((trial) => ({ trial, comparisons: judged.get(trial) ?? [] }));
  const report = toReport(
    all,
    { ids: [], page: undefined, findings: [] },
    { ...task, forgeable: true },
    tools.clock.now(),
  );
  return { ...report, findings: [{ code: 'measured-by-fork', facts: {} }, ...report.findings] };
}

async function toTrial(run: Run, places: Ancestries, task: Task, { tracker }: Pick<Tools, 'tracker'>): Promise<Trial> {
  const device: Device = { name: run.device, description: '' };
  const wanted = { modelName: run.model.name, device: run.device, choice: task.baseline };
  const { baseline, findings } = await findBaseline(wanted, places, task.trigger, tracker);
  const baselineRun = baseline === undefined ? null : toBaselineRun(run, baseline);
  const pairs = baselineRun === null ? [] : pairsBeside(run, baselineRun.model.sha256);
  const model = { ...run.model, path: '', files: [] };
  const trial = new Trial({ model, device, baselineRun, baselineModel: undefined, paired: pairs.length > 0 });
  const { jobs, environment, workload, metrics = [], layers } = run;
  trial.addKnown({ jobs, pairs, environment, workload, metrics, layers });
  trial.find(...findings);
  const count = pairs.length > 0 ? `${pairs.length} pairs` : `${run.jobs.length} jobs`;
  trial.note(`Judged again from the ${count} that the pull request's own workflow measured.`);
  if (baselineRun === null && !findings.some(isAbsence)) {
    const facts = { model: run.model.name, device: run.device, branch: task.trigger.defaultBranch };
    trial.find({ code: 'no-baseline', facts });
  }
  return trial;
}
