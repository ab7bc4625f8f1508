import { describe, expect, it } from 'vitest';
import { compareMetrics } from '../../src/decision/compare-metrics.ts';
import type { Evidence } from '../../src/decision/evidence.ts';
import { planLooks } from '../../src/decision/looks.ts';
import { chooseBaseline } from '../../src/domain/baseline.ts';
import { ENVIRONMENT, makeRun, shaOf } from '../support/runs.ts';

const POLICY = {
  maxRegression: [{ unit: '%', value: 0.05 }],
  minChange: [],
  rules: [],
  waivers: [],
  today: '2026-11-21',
};
const PLAN = planLooks('job', undefined, 6);
const RECORDED = makeRun({ latencies: [10, 10.1, 9.9, 10, 10.05, 9.95] });
const BASELINE = chooseBaseline([{ id: '1', run: RECORDED }], null) ?? null;

function facts(change: Partial<Evidence> = {}): Evidence {
  return {
    model: { name: 'net', sha256: shaOf('b'), sizeBytes: 1000, format: 'onnx' },
    device: 'phone',
    baselineRun: { model: RECORDED.model, baseline: BASELINE },
    environment: ENVIRONMENT,
    jobs: [12, 12.1, 11.9, 12.2, 11.95].map((latency) => ({ values: { latency } })),
    measuredNow: [],
    pairs: [],
    failures: [],
    ...change,
  };
}

function latencyOf(change: Partial<Evidence>) {
  return compareMetrics(facts(change), PLAN, POLICY, 1).find(({ metric }) => metric.name === 'latency');
}

describe('assess', () => {
  it('compares jobs measured apart in the same environment', () => {
    expect(latencyOf({})).toMatchObject({ verdict: 'regressed', jobs: { baseline: 6, candidate: 5 } });
  });

  it('is inconclusive when the environment differs, and names the field', () => {
    const environment = { ...ENVIRONMENT, cpu: 'Another CPU' };
    const comparison = latencyOf({ environment });
    expect(comparison).toMatchObject({ verdict: 'inconclusive', reason: 'environment-differs' });
    expect(comparison?.explanation).toBe('cpu was Test CPU and is Another CPU.');
  });

  it('takes exact metrics from an earlier record of the same bytes where the last one measured nothing', () => {
    const job = (layers: number) => ({ values: { latency: 10, layers_cpu: layers } });
    const [older, last] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'].map((createdAt) => makeRun({ createdAt }));
    if (older === undefined || last === undefined) throw new Error('two runs');
    const runs = [last, { ...older, jobs: [job(3), job(3), job(3)] }].map((run, id) => ({ id: String(id), run }));
    const baselineRun = { model: last.model, baseline: chooseBaseline(runs, null) ?? null };
    const comparisons = compareMetrics(facts({ baselineRun, jobs: [job(4)] }), PLAN, POLICY, 1);
    expect(comparisons.find(({ metric }) => metric.name === 'layers_cpu')).toMatchObject({
      baseline: 3,
      candidate: 4,
      verdict: 'regressed',
    });
  });

  it('lets pairs decide whatever the environment of the record was', () => {
    const pair = (logRatio: number) => ({
      baseline: { values: { latency: 10 } },
      candidate: { values: { latency: 10 * Math.exp(logRatio) } },
      logRatios: { latency: logRatio },
    });
    const environment = { ...ENVIRONMENT, cpu: 'Another CPU' };
    const comparison = latencyOf({ environment, jobs: [], pairs: [0.2, 0.21, 0.19, 0.2, 0.2, 0.2].map(pair) });
    expect(comparison).toMatchObject({ verdict: 'regressed', paired: true });
  });

  it('says no-baseline, with the level it measured', () => {
    expect(latencyOf({ baselineRun: null })).toMatchObject({ reason: 'no-baseline', baseline: null, candidate: 12 });
  });

  it('spends nothing on identical bytes', () => {
    const comparisons = compareMetrics(facts({ model: RECORDED.model, jobs: [] }), PLAN, POLICY, 1);
    expect(comparisons.every(({ verdict, reason }) => verdict === 'unchanged' && reason === 'identical-model')).toBe(
      true,
    );
  });

  it('holds a budget against the recorded level of an identical model', () => {
    const policy = { ...POLICY, rules: [{ metric: 'latency', budget: 8 }] };
    const judged = compareMetrics(facts({ model: RECORDED.model, jobs: [] }), PLAN, policy, 1);
    const latency = judged.find(({ metric }) => metric.name === 'latency');
    expect(latency).toMatchObject({ verdict: 'regressed', reason: 'over-budget', candidate: 10, wants: 0 });
  });

  it('holds a budget against the size of an identical model', () => {
    const policy = { ...POLICY, rules: [{ metric: 'model_size', budget: 999 }] };
    const judged = compareMetrics(facts({ model: RECORDED.model, jobs: [] }), PLAN, policy, 1);
    expect(judged.find(({ metric }) => metric.name === 'model_size')).toMatchObject({ reason: 'over-budget' });
  });

  it('compares nothing where equal bytes are executed otherwise, and says in what', () => {
    const difference = { kind: 'environment', field: 'threads', baseline: '1', candidate: '4' } as const;
    const baselineRun = { ...facts().baselineRun, difference } as Evidence['baselineRun'];
    const latency = latencyOf({ model: RECORDED.model, baselineRun });
    expect(latency).toMatchObject({ verdict: 'inconclusive', reason: 'environment-differs' });
    expect(latency?.explanation).toBe('threads was 1 and is 4.');
  });

  it('is inconclusive with the reason when the jobs failed', () => {
    const comparison = latencyOf({ jobs: [], failures: ['the device went away'] });
    expect(comparison).toMatchObject({
      verdict: 'inconclusive',
      reason: 'job-failed',
      explanation: 'the device went away',
    });
  });

  it('judges the size of the model without any job', () => {
    const model = { ...facts().model, sizeBytes: 2000 };
    const size = compareMetrics(facts({ model, jobs: [] }), PLAN, POLICY, 1).find(
      ({ metric }) => metric.name === 'model_size',
    );
    expect(size).toMatchObject({ verdict: 'regressed', reason: 'exact', change: 1 });
  });
});
