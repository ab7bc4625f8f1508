// Reports for the rendering tests, made by the real judge from made-up jobs.

import { assess } from '../../src/domain/assess.ts';
import { chooseBaseline } from '../../src/domain/baseline.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { planLooks } from '../../src/domain/looks.ts';
import { effectsOf, outcomeOf } from '../../src/domain/outcome.ts';
import type { Report, Subject } from '../../src/domain/report.ts';
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
}

export function makeSubject(change: SubjectChange = {}): Subject {
  const { model = 'mobilenet_v2', device = 'Samsung Galaxy S25', latencies = [12.3, 12.32, 12.28] } = change;
  const history = [12.3, 12.35, 12.25, 12.31, 12.29, 12.3, 12.4, 12.2, 12.3, 12.33];
  const run = makeRun({ latencies: history, sha: BASELINE_SHA, device, createdAt: '2026-11-21T09:00:00Z' });
  const baseline = change.withoutBaseline === true ? undefined : chooseBaseline([{ id: '41', run }], [BASELINE_SHA]);
  const identity = { name: model, sha256: shaOf('b'), sizeBytes: 1000, format: 'onnx' };
  const facts = {
    model: identity,
    device,
    reference: baseline === undefined ? null : { model: run.model, baseline },
    environment: ENVIRONMENT,
    jobs: latencies.map((latency) => ({ values: { latency, latency_p95: latency * 1.1 } })),
    baselineJobs: [],
    pairs: [],
    failures: change.failure === undefined ? [] : [change.failure],
  };
  const policy = { maxRegression: LIMITS, minChange: [], rules: [], waivers: [], today: '2026-11-21' };
  const summary = { id: '41', model: run.model, commit: run.commit, createdAt: run.createdAt, distance: 0, runs: 10 };
  return {
    model: identity,
    device,
    baseline: baseline === undefined ? null : summary,
    comparisons: assess(facts, planLooks('job', undefined, 6), policy, 1),
    layers: change.layers ?? [],
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
    findings,
    policy: { maxRegression: LIMITS, minChange: [{ unit: '%', value: 0 }] },
    error: null,
    runIds: ['42'],
    runUrl: 'https://github.com/acme/models/actions/runs/1',
    key: '',
  };
}
