import { describe, expect, it } from 'vitest';
import { type ComparisonTerms, compareExact, compareSampled } from '../../src/decision/compare-metric.ts';
import { planLooks } from '../../src/decision/looks.ts';
import { findMetric, type Metric } from '../../src/domain/metric.ts';

const LATENCY = findMetric('latency') as Metric;
const LAYERS_NPU = findMetric('layers_npu') as Metric;
const FIVE_PERCENT = { unit: '%', value: 0.05 };
const BASELINE = [10.0, 10.1, 9.9, 10.05, 9.95, 10.02, 9.98, 10.1, 9.9, 10.0];
const NOTHING = { recorded: [], measuredNow: [], history: [], candidate: [], pairs: [], aaPairs: [] };

function question(change: Partial<ComparisonTerms> = {}): ComparisonTerms {
  return {
    metric: LATENCY,
    maxRegression: FIVE_PERCENT,
    minChange: undefined,
    budget: undefined,
    plan: planLooks('job', undefined, 6),
    comparisonCount: 1,
    ...change,
  };
}

describe('compareSampled on jobs', () => {
  it('asks for two more jobs when the first is beyond the limit', () => {
    const comparison = compareSampled(question(), { ...NOTHING, recorded: BASELINE, candidate: [12] });
    expect(comparison).toMatchObject({ verdict: 'inconclusive', reason: 'not-settled', wants: 2 });
  });

  it('regresses a confirmed change', () => {
    const comparison = compareSampled(question(), { ...NOTHING, recorded: BASELINE, candidate: [12, 12.1, 11.9] });
    expect(comparison).toMatchObject({
      verdict: 'regressed',
      reason: 'confirmed',
      wants: 0,
      jobs: { baseline: 10, candidate: 3 },
    });
    expect(comparison.change).toBeCloseTo(0.2, 2);
    expect(comparison.interval?.[0]).toBeGreaterThan(0.1);
  });

  it('says what its evidence rules out: more with more jobs', () => {
    const one = compareSampled(question(), { ...NOTHING, recorded: BASELINE, candidate: [10] });
    const three = compareSampled(question(), { ...NOTHING, recorded: BASELINE, candidate: [10, 10.05, 9.95] });
    expect(one).toMatchObject({ verdict: 'unchanged', shown: true });
    expect(one.limit).toBeCloseTo(0.05, 10);
    expect(three.rulesOutAbove).toBeLessThan(one.rulesOutAbove ?? 0);
    expect(three.rulesOutAbove).toBeGreaterThan(0);
  });

  it('does not show what noise could hide', () => {
    const noisy = [10, 12, 9, 11, 8.5, 10.5, 9.5, 11.5, 10, 9];
    const comparison = compareSampled(question(), { ...NOTHING, recorded: noisy, candidate: [10] });
    expect(comparison).toMatchObject({ verdict: 'unchanged', shown: false });
    expect(comparison.rulesOutAbove).toBeGreaterThan(0.2);
  });

  it('never regresses on two jobs, however large the change', () => {
    const comparison = compareSampled(question(), { ...NOTHING, recorded: BASELINE, candidate: [100, 100] });
    expect(comparison.verdict).toBe('inconclusive');
  });

  it('leaves a change within the limit alone, however sure', () => {
    const comparison = compareSampled(question(), { ...NOTHING, recorded: BASELINE, candidate: [10.4, 10.4, 10.4] });
    expect(comparison.verdict).toBe('unchanged');
  });

  it('needs both limits exceeded', () => {
    const minChange = { unit: 'ms', value: 5 };
    const comparison = compareSampled(question({ minChange }), {
      ...NOTHING,
      recorded: BASELINE,
      candidate: [12, 12.1, 11.9],
    });
    expect(comparison.verdict).toBe('unchanged');
  });

  it('does not accuse where the jobs themselves disagree', () => {
    const noisy = [8, 12, 10, 14, 7, 11, 9, 13, 8.5, 11.5];
    const comparison = compareSampled(question(), {
      ...NOTHING,
      recorded: noisy,
      candidate: [12, 11, 13, 12, 10, 12.5],
    });
    expect(comparison).toMatchObject({ verdict: 'inconclusive', wants: 0 });
  });

  it('calls a baseline of two jobs too young', () => {
    const comparison = compareSampled(question(), { ...NOTHING, recorded: [10, 10.1], candidate: [12, 12, 12] });
    expect(comparison).toMatchObject({ verdict: 'inconclusive', reason: 'baseline-too-young' });
  });

  it('finds an improvement', () => {
    const comparison = compareSampled(question(), { ...NOTHING, recorded: BASELINE, candidate: [8, 8.1, 7.9] });
    expect(comparison).toMatchObject({ verdict: 'improved' });
    expect(comparison.change).toBeLessThan(-0.15);
  });

  it('says nothing where a side is missing', () => {
    expect(compareSampled(question(), { ...NOTHING, recorded: BASELINE }).reason).toBe('not-measured');
  });
});

describe('compareSampled on pairs', () => {
  const plan = planLooks('pair', undefined, 6);
  const evidence = { ...NOTHING, measuredNow: [10, 10, 10], candidate: [11, 11, 11], aaPairs: [0.004, -0.003, 0.002] };

  it('asks for three more at the first look instead of accusing', () => {
    const comparison = compareSampled(question({ plan }), { ...evidence, pairs: [0.095, 0.1, 0.093] });
    expect(comparison).toMatchObject({ verdict: 'inconclusive', wants: 3, paired: true });
  });

  it('regresses at the second look', () => {
    const comparison = compareSampled(question({ plan }), {
      ...evidence,
      pairs: [0.095, 0.1, 0.093, 0.097, 0.09, 0.099],
    });
    expect(comparison).toMatchObject({ verdict: 'regressed', noise: expect.closeTo(0.005, 3) });
  });

  it('passes equal models at the first look', () => {
    const comparison = compareSampled(question({ plan }), { ...evidence, pairs: [0.004, -0.01, 0.006] });
    expect(comparison).toMatchObject({ verdict: 'unchanged', wants: 0 });
  });
});

describe('judgeExact', () => {
  it('judges size by the limit alone', () => {
    const size = findMetric('model_size') as Metric;
    expect(compareExact(question({ metric: size }), 1000, 1040).verdict).toBe('unchanged');
    expect(compareExact(question({ metric: size }), 1000, 1060)).toMatchObject({
      verdict: 'regressed',
      reason: 'exact',
      change: 0.06,
    });
    expect(compareExact(question({ metric: size }), 1000, 900).verdict).toBe('improved');
  });

  it('accuses a layer that left an accelerator for the CPU whatever the limits say, and none that is gone', () => {
    const generous = { maxRegression: { unit: '%', value: 0.5 }, metric: LAYERS_NPU };
    expect(compareExact(question(generous), 100, 99, 'more').verdict).toBe('regressed');
    expect(compareExact(question({ metric: LAYERS_NPU }), 100, 80, 'no more').verdict).toBe('unchanged');
    expect(compareExact(question({ metric: LAYERS_NPU }), 100, 80).verdict).toBe('regressed');
  });

  it('knows that fewer layers on an accelerator are worse', () => {
    expect(compareExact(question({ metric: LAYERS_NPU }), 20, 10)).toMatchObject({ verdict: 'regressed', change: 0.5 });
    expect(compareExact(question({ metric: LAYERS_NPU }), 20, 0).verdict).toBe('regressed');
    expect(compareExact(question({ metric: LAYERS_NPU }), 10, 20).verdict).toBe('improved');
  });

  it('answers zeros', () => {
    expect(compareExact(question({ metric: LAYERS_NPU }), 0, 0)).toMatchObject({ verdict: 'unchanged', change: null });
    expect(compareExact(question({ metric: LAYERS_NPU }), 0, 4).verdict).toBe('improved');
  });
});
