// Metrics that no table lists: what measurements bring, and what the configuration says of them.

import { describe, expect, it } from 'vitest';
import { compareAll } from '../../src/decision/compare-all.ts';
import type { Evidence } from '../../src/decision/evidence.ts';
import { planLooks } from '../../src/decision/looks.ts';
import { counts } from '../../src/domain/comparison.ts';
import type { Values } from '../../src/domain/job.ts';
import { builtIn, type Metric } from '../../src/domain/metric.ts';
import type { Policy } from '../../src/domain/policy.ts';
import { makeRun } from '../support/runs.ts';

const SPEED: Metric = { name: 'speed', label: 'speed', unit: 'm/s', direction: 'higher', kind: 'sampled', gates: true };
const POLICY: Policy = {
  maxRegression: [{ unit: '%', value: 0.05 }],
  minChange: [],
  rules: [],
  waivers: [],
  today: '2026-11-21',
};

/** Six recorded jobs and six of the candidate. */
function judge(
  before: Values,
  now: Values,
  change: Partial<Evidence> = {},
  policy: Partial<Policy> = {},
  recorded: readonly Metric[] = [SPEED],
) {
  const jitter = (values: Values, index: number) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value * (1 + 0.002 * (index % 3))]));
  const run = {
    ...makeRun({ latencies: [] }),
    jobs: Array.from({ length: 6 }, (_, index) => ({ values: jitter(before, index) })),
    metrics: recorded,
  };
  const evidence: Evidence = {
    model: { ...run.model, sha256: 'b'.repeat(64) },
    device: run.device,
    baselineRun: { model: run.model, baseline: { id: '1', run, distance: 0, window: [run], recent: [run] } },
    environment: run.environment,
    jobs: Array.from({ length: 6 }, (_, index) => ({ values: jitter(now, index) })),
    measuredNow: [],
    pairs: [],
    metrics: [SPEED],
    failures: [],
    ...change,
  };
  const [comparisons = []] = compareAll([{ evidence, plan: planLooks('job', undefined, 6) }], { ...POLICY, ...policy });
  return comparisons.filter(({ metric }) => metric.name !== 'model_size');
}

describe('a metric that a measurement brings', () => {
  it('gates in its own direction, and latency is not missed beside it', () => {
    expect(judge({ speed: 100 }, { speed: 70 })).toMatchObject([{ metric: SPEED, verdict: 'regressed' }]);
    expect(judge({ speed: 100 }, { speed: 130 })).toMatchObject([{ metric: SPEED, verdict: 'improved' }]);
  });

  it('is what the configuration says of it', () => {
    const declared = [{ ...SPEED, label: 'pace', gates: false }];
    expect(judge({ speed: 100 }, { speed: 70 }, {}, { metrics: declared })).toMatchObject([
      { metric: { name: 'latency' }, verdict: 'inconclusive', reason: 'not-measured' },
      { metric: { label: 'pace', gates: false } },
    ]);
  });

  it('cannot change what a built-in or a recorded metric means', () => {
    const forged = [
      { ...builtIn('latency'), direction: 'higher' as const, gates: false },
      { ...SPEED, gates: false },
    ];
    expect(judge({ latency: 10, speed: 100 }, { latency: 13, speed: 70 }, { metrics: forged })).toMatchObject([
      { metric: { name: 'latency', direction: 'lower', gates: true }, verdict: 'regressed' },
      { metric: { name: 'speed', direction: 'higher', gates: true }, verdict: 'regressed' },
    ]);
  });
});

describe('the statistic behind a metric', () => {
  const told = (statistic: string) => [{ ...builtIn('latency'), statistic }];

  it('never changes silently', () => {
    const [comparison] = judge({ latency: 10 }, { latency: 13 }, { metrics: told('mean') }, {}, told('median'));
    expect(comparison).toMatchObject({ verdict: 'inconclusive', reason: 'statistic-differs' });
    expect(comparison?.explanation).toBe('It was the median and is the mean of a job.');
  });

  it('is compared where it is the same, or where an older record does not tell it', () => {
    expect(judge({ latency: 10 }, { latency: 13 }, { metrics: told('mean') }, {}, told('mean'))[0]?.verdict).toBe(
      'regressed',
    );
    expect(judge({ latency: 10 }, { latency: 13 }, { metrics: told('mean') }, {}, [])[0]?.verdict).toBe('regressed');
  });
});

describe('the unit of a metric of one’s own', () => {
  it('never changes silently: the same time in another unit is no regression', () => {
    const [recorded, now] = ['ms', 'us'].map((unit) => [{ ...SPEED, unit, direction: 'lower' as const }]);
    const [comparison] = judge({ speed: 10 }, { speed: 10_000 }, { metrics: now ?? [] }, {}, recorded);
    expect(comparison).toMatchObject({ verdict: 'inconclusive', reason: 'statistic-differs' });
    expect(comparison?.explanation).toBe('It was in ms and is in us.');
  });

  it('is told where only the direction changed', () => {
    const turned = [{ ...SPEED, direction: 'lower' as const }];
    const [comparison] = judge({ speed: 100 }, { speed: 70 }, { metrics: turned });
    expect(comparison?.explanation).toBe('It was better when higher and is when lower.');
  });
});

describe('a budget', () => {
  const rule = (metric: string, budget: number, strict: boolean) => ({ rules: [{ metric, budget, strict }] });

  it('of a metric that nobody measured is not silently kept', () => {
    const [latency, energy] = judge({ latency: 10 }, { latency: 10 }, {}, rule('energy', 5, true));
    expect(latency?.verdict).toBe('unchanged');
    expect(energy).toMatchObject({
      metric: { name: 'energy' },
      verdict: 'inconclusive',
      reason: 'not-measured',
      budget: 5,
    });
    expect(energy === undefined ? false : counts(energy)).toBe(true);
  });

  it('with < is broken by an exact value that equals it, and with <= it is not', () => {
    const failures = (strict: boolean) =>
      judge({ latency: 10, failures: 3 }, { latency: 10, failures: 3 }, {}, rule('failures', 3, strict)).find(
        ({ metric }) => metric.name === 'failures',
      );
    expect(failures(true)).toMatchObject({ overBudget: true, explanation: 'The budget is less than 3.' });
    expect(failures(false)).toMatchObject({ overBudget: false });
  });
});
