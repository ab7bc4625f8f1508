// Reports for the rendering tests, made by the real judge from made-up jobs.

import { compareMetrics } from '../../src/decision/compare-metrics.ts';
import { planLooks } from '../../src/decision/looks.ts';
import { traceOf } from '../../src/decision/traces.ts';
import { chooseBaseline } from '../../src/domain/baseline.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { builtIn, METRICS } from '../../src/domain/metric.ts';
import { effectsOf, outcomeOf } from '../../src/domain/outcome.ts';
import { applyWaivers, type Policy } from '../../src/domain/policy.ts';
import type { Report, Subject } from '../../src/domain/report.ts';
import type { Run } from '../../src/domain/run.ts';
import { ENVIRONMENT, makeRun, shaOf } from './runs.ts';

export const CANDIDATE_SHA = `a1b2c3d${'0'.repeat(33)}`;
const BASELINE_SHA = `9f8e7d6${'0'.repeat(33)}`;
const LIMITS = [{ unit: '%', value: 0.05 }];

export interface SubjectChange {
  readonly model?: string;
  readonly device?: string;
  /** Candidate's latencies, milliseconds; the baseline's are about 12.3. */
  readonly latencies?: readonly number[];
  readonly withoutBaseline?: boolean;
  readonly failure?: string;
  readonly layers?: Subject['layers'];
  /** In place of ten recorded runs at about 12.3 ms. */
  readonly history?: readonly number[];
  /** Of the candidate; the baseline has 1000. */
  readonly sizeBytes?: number;
  readonly policy?: Partial<Pick<Policy, 'maxRegression' | 'rules' | 'waivers'>>;
}

const HISTORY = [12.3, 12.35, 12.25, 12.31, 12.29, 12.3, 12.4, 12.2, 12.3, 12.33];

export function makeSubject(change: SubjectChange = {}): Subject {
  const { model = 'mobilenet_v2', device = 'Samsung Galaxy S25', latencies = [12.3, 12.32, 12.28] } = change;
  const { history = HISTORY, sizeBytes = 1000 } = change;
  // One job a run, a commit a run, the newest last.
  const commits = history.map((_, index) => (index === history.length - 1 ? BASELINE_SHA : `${index}`.repeat(40)));
  const runs = history.map((latency, index) => {
    const createdAt = `2026-11-${12 + index}T09:00:00Z`;
    return makeRun({ latencies: [latency], sha: commits[index] ?? '', device, createdAt });
  });
  const run = runs.at(-1) as Run;
  const tracked = runs.map((one, index) => ({ id: String(32 + index), run: one }));
  const baseline = change.withoutBaseline === true ? undefined : chooseBaseline(tracked, commits.toReversed());
  const identity = { name: model, sha256: shaOf('b'), sizeBytes, format: 'onnx' };
  const facts = {
    model: identity,
    device,
    baselineRun: baseline === undefined ? null : { model: run.model, baseline },
    environment: ENVIRONMENT,
    jobs: latencies.map((latency) => ({ values: { latency, latency_p95: latency * 1.1 } })),
    measuredNow: [],
    pairs: [],
    failures: change.failure === undefined ? [] : [change.failure],
  };
  const policy = {
    maxRegression: LIMITS,
    minChange: [],
    rules: [],
    waivers: [],
    today: '2026-11-21',
    ...change.policy,
  };
  const judged = compareMetrics(facts, planLooks('job', undefined, 6), policy, 1);
  const summary = {
    id: '41',
    model: run.model,
    commit: run.commit,
    createdAt: run.createdAt,
    distance: 0,
    runs: 10,
    environment: run.environment,
  };
  return {
    model: identity,
    device,
    baseline: baseline === undefined ? null : summary,
    comparisons: judged.map((comparison) => applyWaivers(policy, comparison, { model, device })),
    layers: change.layers ?? [],
    traces: METRICS.flatMap((metric) => (metric.kind === 'sampled' ? (traceOf(metric, facts) ?? []) : [])),
    environment: ENVIRONMENT,
    steps:
      latencies.length > 1 ? ['Measured 1 job of the candidate.', 'Not clear yet: 2 more to confirm or clear it.'] : [],
  };
}

export function makeReport(subjects: readonly Subject[], findings: readonly Finding[] = []): Report {
  const outcome = outcomeOf(subjects.flatMap(({ comparisons }) => comparisons));
  return {
    outcome,
    effects: effectsOf(outcome, 'gate', 'regression'),
    mode: 'gate',
    commit: { sha: CANDIDATE_SHA, branch: 'topic', repository: 'acme/models', pullRequest: 7 },
    createdAt: '2026-11-21T12:00:00Z',
    subjects,
    fleet: [],
    findings,
    policy: { maxRegression: LIMITS, minChange: [{ unit: '%', value: 0 }] },
    error: null,
    runIds: ['42'],
    runUrl: 'https://github.com/acme/models/actions/runs/1',
    forgeable: false,
    release: null,
    pageUrl: 'https://github.com/acme/models/actions/runs/1/artifacts/2',
    key: '',
  };
}

/** Layers that all became half as slow again. */
export function makeLayers(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    name: `features/block_${index}/expand/Conv2D`,
    operator: 'Conv',
    unit: 'CPU',
    baselineMs: 1 / (index + 1),
    candidateMs: 1.5 / (index + 1),
    differenceMs: 0.5 / (index + 1),
  }));
}

/** 30 devices with 6 metrics and 500 layers each. */
export function makeLargeReport(): Report {
  const layers = makeLayers(500);
  const shown = ['peak_memory', 'latency_mean', 'latency_median', 'first_inference'] as const;
  const subjects = Array.from({ length: 30 }, (_, index) => {
    const subject = makeSubject({
      device: `Phone ${index}`,
      latencies: [12.3, 12.4, 12.2, 12.35, 12.25, 12.3],
      layers,
    });
    const [comparison] = subject.comparisons;
    const [trace] = subject.traces;
    if (comparison === undefined || trace === undefined) throw new Error('a subject without comparisons');
    const more = shown.map((name) => ({ ...comparison, metric: builtIn(name) }));
    const traces = [...subject.traces, ...shown.map((metric) => ({ ...trace, metric }))];
    return { ...subject, comparisons: [...subject.comparisons, ...more], traces };
  });
  return makeReport(subjects);
}
