import { describe, expect, it } from 'vitest';
import { compareMetrics } from '../../src/decision/compare-metrics.ts';
import type { Evidence } from '../../src/decision/evidence.ts';
import { poolDevices } from '../../src/decision/fleet.ts';
import { compareFleets, strictnessBesideFleet } from '../../src/decision/fleet-gate.ts';
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
const RUNS = 10;

/** Noise of one device that is nobody else's: the same numbers each time, about 2 % (sd). */
function noiseOf(device: number, place: number): number {
  return 0.028 * Math.sin(12.9898 * (device + 1) + 78.233 * (place + 1) * (device + 2));
}

function makeEvidence(device: number, change: number, luckOfRun: (run: number) => number): Evidence {
  const level = 10 + device;
  const runs = Array.from({ length: RUNS }, (_, run) => {
    const latency = level * Math.exp(noiseOf(device, run) + luckOfRun(run));
    const createdAt = `2026-11-${10 + run}T09:00:00Z`;
    return makeRun({ latencies: [latency], sha: `c${run}`, device: `phone ${device}`, createdAt });
  });
  const tracked = runs.map((run, index) => ({ id: String(index), run }));
  const baseline = chooseBaseline(tracked, null) ?? null;
  const latency = (place: number) => level * (1 + change) * Math.exp(noiseOf(device, RUNS + place) + luckOfRun(RUNS));
  return {
    model: { name: 'net', sha256: shaOf('b'), sizeBytes: 1000, format: 'onnx' },
    device: `phone ${device}`,
    baselineRun: baseline === null ? null : { model: baseline.run.model, baseline },
    environment: ENVIRONMENT,
    jobs: [0, 1].map((place) => ({ values: { latency: latency(place) } })),
    measuredNow: [],
    pairs: [],
    failures: [],
  };
}

function resultsOf(devices: number, change: number, luckOfRun: (run: number) => number = () => 0) {
  return Array.from({ length: devices }, (_, device) => {
    const evidence = makeEvidence(device, change, luckOfRun);
    return { evidence, comparisons: compareMetrics(evidence, planLooks('job', undefined, 6), POLICY, devices) };
  });
}

function poolOf(devices: number, change: number, luckOfRun?: (run: number) => number) {
  return poolDevices(resultsOf(devices, change, luckOfRun));
}

describe('poolDevices', () => {
  it('shows a uniform change that is within the limit of each device', () => {
    const [fleet, ...others] = poolOf(30, 0.03);
    expect(others).toEqual([]);
    expect(fleet).toMatchObject({ model: 'net', metric: 'latency', devices: 30 });
    expect(fleet?.change).toBeGreaterThan(0.02);
    expect(fleet?.change).toBeLessThan(0.04);
    expect(fleet?.interval[0]).toBeGreaterThan(0);
  });

  it('holds "no change" where nothing changed', () => {
    const interval = poolOf(30, 0)[0]?.interval ?? [1, 1];
    expect(interval[0]).toBeLessThan(0);
    expect(interval[1]).toBeGreaterThan(0);
  });

  it('needs three devices', () => {
    expect(poolOf(2, 0.5)).toEqual([]);
    expect(poolOf(3, 0.5)).toHaveLength(1);
  });

  it('is less sure where whole runs differ from each other on all devices', () => {
    const widthOf = (luck: (run: number) => number) => {
      const [low, high] = poolOf(30, 0.03, luck)[0]?.interval ?? [0, 0];
      return high - low;
    };
    expect(widthOf((run) => (run % 2 === 0 ? 0.03 : -0.03))).toBeGreaterThan(3 * widthOf(() => 0));
  });
});

describe('compareFleets', () => {
  const limitOf = (value: number) => ({ ...POLICY, rules: [{ metric: 'latency', fleet: { unit: '%', value } }] });
  const judge = (change: number, limit: number, luck?: (run: number) => number) =>
    compareFleets(resultsOf(30, change, luck), limitOf(limit)).map(({ comparison }) => comparison);

  it('judges nothing without a limit', () => {
    expect(compareFleets(resultsOf(30, 0.03), POLICY)).toEqual([]);
  });

  it('calls a small change on all devices regressed where it is beyond the limit', () => {
    expect(judge(0.03, 0.015)).toMatchObject([{ verdict: 'regressed', reason: 'confirmed', limit: 0.015 }]);
  });

  it('is unchanged within the limit, and says what it rules out', () => {
    expect(judge(0, 0.02)).toMatchObject([{ verdict: 'unchanged', shown: true }]);
  });

  it('is inconclusive where whole runs differ by more than the change', () => {
    const luck = (run: number) => (run % 2 === 0 ? 0.03 : -0.03);
    expect(judge(0.04, 0.02, luck)).toMatchObject([{ verdict: 'inconclusive', reason: 'not-settled' }]);
  });

  it('sees an improvement', () => {
    expect(judge(-0.05, 0.02)).toMatchObject([{ verdict: 'improved' }]);
  });

  it('shares the error budget: each device is judged twice as strictly beside it, where it gates', () => {
    const places = ['a', 'b', 'c'].map((device) => ({ model: 'net', device }));
    expect(strictnessBesideFleet(places, limitOf(0.02))).toBe(2);
    expect(strictnessBesideFleet(places.slice(1), limitOf(0.02))).toBe(1);
    expect(strictnessBesideFleet(places, POLICY)).toBe(1);
  });
});
