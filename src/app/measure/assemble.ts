// From what was measured and judged to the runs that are kept and the report that is shown. No effects.

import { isIdentical, metricsOf } from '../../decision/evidence.ts';
import { poolDevices } from '../../decision/fleet.ts';
import { isLatencyRedefined } from '../../decision/redefined.ts';
import { traceOf } from '../../decision/traces.ts';
import { isNotShown, toAcceptedChange } from '../../domain/comparison.ts';
import { findDifference } from '../../domain/device.ts';
import type { Finding } from '../../domain/finding.ts';
import { compareLayers } from '../../domain/layers.ts';
import type { Metric } from '../../domain/metric.ts';
import { identify } from '../../domain/model.ts';
import { effectsOf, outcomeOf } from '../../domain/outcome.ts';
import { plural } from '../../domain/plural.ts';
import { findExpired, toDay } from '../../domain/policy.ts';
import type { BaselineSummary, Report, ReportError, Subject } from '../../domain/report.ts';
import type { Run, Shift } from '../../domain/run.ts';
import type { Trigger } from '../../domain/trigger.ts';
import type { Task } from '../task.ts';
import { findChangedLevels } from './changed-levels.ts';
import { findIdleRules } from './check-rules.ts';
import { findIdleFleetLimits, toFleetSubjects } from './fleet-subjects.ts';
import type { Trial } from './trial.ts';
import { type TrialVerdicts, toEvidence } from './trial-evidence.ts';

/** What was stored, and what a person should know of that. */
export interface StoredRuns {
  readonly ids: readonly string[];
  /** Where the first of them can be looked at. */
  readonly page: string | undefined;
  readonly findings: readonly Finding[];
}

/**
 * The run to keep. Where nothing was measured there is none, except a record of the same bytes: a baseline all the same.
 * `jobMs`: what one job took from its submission to its end, where that is known.
 */
export function toRun(judged: TrialVerdicts, trigger: Trigger, now: Date, jobMs?: number): readonly Run[] {
  const { trial } = judged;
  const environment = trial.environment ?? trial.baselineRun?.baseline?.run.environment;
  const measured = trial.jobs.length + trial.pairs.length + trial.aaPairs.length > 0;
  const unchanged = isIdentical({ model: trial.model, baselineRun: trial.baselineRun });
  if (environment === undefined || (!measured && !(unchanged && trigger.mode !== 'gate'))) return [];
  // Of the same bytes the baseline's layers and handle are its own.
  const same = unchanged ? trial.baselineRun?.baseline?.run : undefined;
  return [
    {
      mode: trigger.mode,
      model: identify(trial.model),
      device: trial.device.name,
      commit: trigger.commit,
      createdAt: now.toISOString(),
      environment,
      ...(trial.workload === undefined ? {} : { workload: trial.workload }),
      ...(jobMs === undefined ? {} : { jobMs: Math.round(jobMs) }),
      jobs: trial.jobs,
      pairs: [...trial.aaPairs, ...trial.pairs],
      layers: trial.layers.candidate.length > 0 ? trial.layers.candidate : (same?.layers ?? []),
      ...(trial.metrics.length > 0 ? { metrics: trial.metrics } : {}),
      shifts: trigger.mode === 'gate' ? [] : findShifts(judged),
      ...(trigger.mode === 'gate' ? {} : findAccepted(judged)),
      handle: trial.handle ?? same?.handle ?? null,
    },
  ];
}

/** Confirmed changes that land with this run, so that later gates do not take them for noise. */
function findShifts({ comparisons }: TrialVerdicts): readonly Shift[] {
  return comparisons
    .filter(({ metric, moved }) => metric.kind === 'sampled' && moved)
    .flatMap(({ metric, baseline, candidate }) =>
      baseline === null || candidate === null
        ? []
        : [{ metric: metric.name, logRatio: Math.log(candidate / baseline) }],
    );
}

/** What regressed and was recorded all the same; a site tells it beside the change. */
function findAccepted({ comparisons }: TrialVerdicts): Pick<Run, 'accepted'> {
  const accepted = comparisons.filter(({ verdict }) => verdict === 'regressed').flatMap(toAcceptedChange);
  return accepted.length === 0 ? {} : { accepted };
}

export function toReport(judged: readonly TrialVerdicts[], kept: StoredRuns, task: Task, now: Date): Report {
  const { trigger, failOn, key } = task;
  const single = judged.map((item) => toSubject(item, task.metrics));
  const pooled = toFleetSubjects(judged, single, { ...task, today: toDay(now) });
  const subjects = [...single, ...pooled];
  const error = describeRefusals(judged);
  const outcome = error === null ? outcomeOf(subjects.flatMap((subject) => subject.comparisons)) : 'error';
  return {
    outcome,
    effects: effectsOf(outcome, trigger.mode, failOn, {
      forgeable: task.forgeable === true,
      notShown: subjects.some((subject) => subject.comparisons.some(isNotShown)),
    }),
    mode: trigger.mode,
    commit: trigger.commit,
    createdAt: now.toISOString(),
    subjects,
    fleet: poolDevices(judged.map(({ trial, comparisons }) => ({ evidence: toEvidence(trial), comparisons }))),
    findings: [
      ...judged.flatMap(({ trial, comparisons }) => [
        ...trial.findings,
        ...extraFindings(trial, comparisons, trigger),
        ...(trigger.mode === 'record' ? findChangedLevels(trial, task.metrics) : []),
        ...expiredWaivers(trial, comparisons, task.waivers, now),
      ]),
      ...findIdleRules(judged, task, now),
      ...findIdleFleetLimits(task.rules, pooled),
      ...findRedefined(judged),
      ...kept.findings,
    ],
    policy: { maxRegression: task.maxRegression, minChange: task.minChange },
    error,
    runIds: kept.ids,
    trackedRunUrl: kept.page,
    runUrl: trigger.workflowRun?.url ?? null,
    release: null,
    pageUrl: null,
    forgeable: task.forgeable === true,
    key,
  };
}

/** A model that cannot be executed ends the gate as an error, after the others were measured and reported. */
function describeRefusals(judged: readonly TrialVerdicts[]): ReportError | null {
  const refused = new Map(judged.flatMap(({ trial }) => (trial.refusal ? [[trial.model.name, trial.refusal]] : [])));
  const [first] = refused.values();
  if (first === undefined) return null;
  const count = new Set(judged.map(({ trial }) => trial.model.name)).size;
  const names = [...refused.keys()].join(', ');
  const message = `${refused.size} of ${count} models could not be executed: ${names}. ${first.message}`;
  return { code: first.code, message, advice: first.advice };
}

/** Said once, whatever the number of devices. */
function findRedefined(judged: readonly TrialVerdicts[]): readonly Finding[] {
  const measured = judged.filter(({ trial }) => trial.jobs.some(({ values }) => values['latency'] !== undefined));
  const first = measured.find(({ trial }) => isLatencyRedefined(trial));
  return first === undefined ? [] : [{ code: 'latency-redefined', facts: { model: first.trial.model.name } }];
}

function toSubject({ trial, comparisons }: TrialVerdicts, declared: readonly Metric[]): Subject {
  const { candidate, baseline } = trial.layers;
  const evidence = toEvidence(trial);
  const sampled = metricsOf(evidence, declared).filter(({ kind }) => kind === 'sampled');
  const recorded = trial.baselineRun?.baseline?.run.layers ?? [];
  const before = baseline.length > 0 || trial.paired ? baseline : recorded;
  return {
    model: identify(trial.model),
    device: trial.device.name,
    baseline: summarise(trial),
    comparisons,
    layers: before.length === 0 || candidate.length === 0 ? [] : compareLayers(before, candidate),
    traces: sampled.flatMap((metric) => traceOf(metric, evidence) ?? []),
    environment: trial.environment ?? {},
    steps: trial.steps,
  };
}

function summarise({ baselineRun }: Trial): BaselineSummary | null {
  if (baselineRun === null) return null;
  const { model } = baselineRun;
  // What was given beside the candidate is no recorded run, though one may stand behind it.
  const baseline = baselineRun.baseline?.run.model.sha256 === model.sha256 ? baselineRun.baseline : null;
  const nowhere = { sha: null, branch: null, repository: null, pullRequest: null };
  return {
    id: baseline?.id ?? '',
    model: identify(model),
    commit: baseline?.run.commit ?? nowhere,
    createdAt: baseline?.run.createdAt ?? null,
    distance: baseline?.distance ?? null,
    runs: baseline?.window.length ?? 0,
    environment: baseline?.run.environment ?? {},
  };
}

/** Waivers that would have covered a regression, had their day not passed. */
function expiredWaivers(
  trial: Trial,
  comparisons: TrialVerdicts['comparisons'],
  waivers: Task['waivers'],
  now: Date,
): readonly Finding[] {
  const place = { model: trial.model.name, device: trial.device.name };
  return comparisons.flatMap((comparison): readonly Finding[] => {
    const waiver = findExpired({ waivers, today: toDay(now) }, comparison, place);
    if (waiver === undefined) return [];
    return [{ code: 'waiver-expired', facts: { ...place, metric: comparison.metric.label, until: waiver.until } }];
  });
}

function countJobs({ jobs, aaPairs }: Trial): string {
  const [count, unit] = aaPairs.length > 0 ? [aaPairs.length, 'pair'] : [jobs.length, 'job'];
  return `${count} ${plural(count, unit)}`;
}

function extraFindings(trial: Trial, comparisons: TrialVerdicts['comparisons'], trigger: Trigger): readonly Finding[] {
  const { baselineRun, device, environment, model } = trial;
  const measured = trial.jobs.length + trial.aaPairs.length > 0;
  if (baselineRun === null && trigger.mode === 'record') {
    return measured ? [{ code: 'first-record', facts: { model: model.name, jobs: countJobs(trial) } }] : [];
  }
  const run = baselineRun?.baseline?.run;
  if (run === undefined || environment === null || isIdentical({ model, baselineRun })) return [];
  const place = { model: model.name, device: device.name };
  const lacks = 'what the model was given to compute';
  const older = trial.pairs.length === 0 && measured && trial.workload !== undefined && run.workload === undefined;
  const findings: Finding[] = older ? [{ code: 'record-older', facts: { ...place, lacks } }] : [];
  const apart = comparisons.some((comparison) => comparison.reason === 'environment-differs');
  const difference = apart ? (baselineRun?.difference ?? findDifference(run.environment, environment)) : undefined;
  if (difference === undefined) return findings;
  const { field, baseline, candidate } = difference;
  const facts = { device: device.name, field, baseline, candidate };
  return [...findings, { code: 'environment-differs', facts }];
}
