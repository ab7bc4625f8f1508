// From what was measured and judged to the runs that are kept and the report that is shown. No effects.

import { isIdentical } from '../domain/assess.ts';
import { findDifference } from '../domain/device.ts';
import type { Finding } from '../domain/finding.ts';
import { compareLayers } from '../domain/layers.ts';
import { identify } from '../domain/model.ts';
import { effectsOf, outcomeOf } from '../domain/outcome.ts';
import type { BaselineSummary, Report, Subject } from '../domain/report.ts';
import type { Run, Shift } from '../domain/run.ts';
import type { Trigger } from '../domain/trigger.ts';
import type { Judged, Kept } from './judged.ts';
import type { Trial } from './measure.ts';
import type { Task } from './task.ts';

/** The run to keep. A gate that measured nothing leaves none; a record does, for its commit is a baseline all the same. */
export function toRun(judged: Judged, trigger: Trigger, now: Date): readonly Run[] {
  const { trial, layers } = judged;
  const environment = trial.environment ?? trial.reference?.baseline?.run.environment;
  const measured = trial.jobs.length + trial.pairs.length + trial.nullPairs.length > 0;
  if (environment === undefined || (trigger.mode === 'gate' && !measured)) return [];
  return [
    {
      mode: trigger.mode,
      model: identify(trial.model.model),
      device: trial.device.name,
      commit: trigger.commit,
      createdAt: now.toISOString(),
      environment,
      jobs: trial.jobs,
      pairs: [...trial.nullPairs, ...trial.pairs],
      layers: layers.candidate,
      shifts: trigger.mode === 'record' ? findShifts(judged) : [],
    },
  ];
}

/** Confirmed changes that land with this run, so that later gates do not take them for noise. */
function findShifts({ comparisons }: Judged): readonly Shift[] {
  return comparisons
    .filter(({ metric, reason }) => metric.kind === 'sampled' && reason === 'confirmed')
    .flatMap(({ metric, baseline, candidate }) =>
      baseline === null || candidate === null
        ? []
        : [{ metric: metric.name, logRatio: Math.log(candidate / baseline) }],
    );
}

export function toReport(judged: readonly Judged[], kept: Kept, task: Task, now: Date): Report {
  const { trigger, failOn, key } = task;
  const subjects = judged.map(toSubject);
  const outcome = outcomeOf(subjects.flatMap((subject) => subject.comparisons));
  return {
    outcome,
    effects: effectsOf(outcome, trigger.mode, failOn),
    mode: trigger.mode,
    commit: trigger.commit,
    createdAt: now.toISOString(),
    subjects,
    findings: [
      ...judged.flatMap(({ trial, comparisons }) => [...trial.findings, ...extraFindings(trial, comparisons, trigger)]),
      ...kept.findings,
    ],
    policy: { maxRegression: task.maxRegression, minChange: task.minChange },
    error: null,
    runIds: kept.ids,
    runUrl: trigger.workflowRun?.url ?? null,
    key,
  };
}

function toSubject({ trial, comparisons, layers }: Judged): Subject {
  return {
    model: identify(trial.model.model),
    device: trial.device.name,
    baseline: summarise(trial),
    comparisons,
    layers: layers.baseline.length === 0 ? [] : compareLayers(layers.baseline, layers.candidate),
    environment: trial.environment ?? {},
    steps: trial.steps,
  };
}

function summarise({ reference }: Trial): BaselineSummary | null {
  if (reference === null) return null;
  const { baseline, model } = reference;
  const nowhere = { sha: null, branch: null, repository: null, pullRequest: null };
  return {
    id: baseline?.id ?? '',
    model: identify(model),
    commit: baseline?.run.commit ?? nowhere,
    createdAt: baseline?.run.createdAt ?? null,
    distance: baseline?.distance ?? null,
    runs: baseline?.window.length ?? 0,
  };
}

function extraFindings(trial: Trial, comparisons: Judged['comparisons'], trigger: Trigger): readonly Finding[] {
  const { reference, device, environment, model } = trial;
  if (reference === null && trigger.mode === 'record')
    return [{ code: 'first-record', facts: { model: model.model.name } }];
  const recorded = reference?.baseline?.run.environment;
  const apart = comparisons.some((comparison) => comparison.reason === 'environment-differs');
  if (!apart || recorded === undefined || environment === null || isIdentical({ model: model.model, reference }))
    return [];
  const difference = findDifference(recorded, environment);
  return difference === undefined
    ? []
    : [{ code: 'environment-differs', facts: { device: device.name, ...difference } }];
}
