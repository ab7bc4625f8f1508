// Thirty devices with a uniform change that none of them could show, through the code that pools them.

import { compareMetrics } from '../../src/decision/compare-metrics.ts';
import type { Evidence } from '../../src/decision/evidence.ts';
import { poolDevices } from '../../src/decision/fleet.ts';
import { compareFleets, strictnessBesideFleet } from '../../src/decision/fleet-gate.ts';
import { planLooks } from '../../src/decision/looks.ts';
import { chooseBaseline } from '../../src/domain/baseline.ts';
import type { Policy } from '../../src/domain/policy.ts';
import type { Run } from '../../src/domain/run.ts';
import { normal, type Random } from './draws.ts';

const DEVICES = 30;
const CV = 0.05;
const RUNS = 10;
/** Candidate jobs a device. */
const JOBS = 2;
/** What is asked of all devices together: any change beyond this that is no chance. */
const LIMIT = 0.01;

export interface FleetSetting {
  /** True change on every device, a fraction. */
  readonly change: number;
  /** Standard deviation of the luck that all devices of one run share. */
  readonly shared: number;
}

const POLICY: Policy = {
  maxRegression: [{ unit: '%', value: 0.05 }],
  minChange: [],
  rules: [{ metric: 'latency', fleet: { unit: '%', value: LIMIT } }],
  waivers: [],
  today: '2026-11-26',
};

/** Shares of gates in which the pooled interval excludes "no change", all devices together are red, and any single one is. */
export function playFleets(
  random: Random,
  setting: FleetSetting,
  gates: number,
): { readonly shown: number; readonly pooled: number; readonly single: number } {
  const counts = { shown: 0, pooled: 0, single: 0 };
  for (let gate = 0; gate < gates; gate += 1) {
    const evidence = drawFleet(random, setting);
    const places = evidence.map(({ device }) => ({ model: 'net', device }));
    const sharing = DEVICES * strictnessBesideFleet(places, POLICY);
    const results = evidence.map((one) => ({
      evidence: one,
      comparisons: compareMetrics(one, planLooks('job', JOBS, 6), POLICY, sharing),
    }));
    if (poolDevices(results).some(({ interval: [low] }) => low > 0)) counts.shown += 1;
    if (compareFleets(results, POLICY).some(({ comparison }) => comparison.verdict === 'regressed')) counts.pooled += 1;
    if (results.some(({ comparisons }) => comparisons.some(({ verdict }) => verdict === 'regressed')))
      counts.single += 1;
  }
  return { shown: counts.shown / gates, pooled: counts.pooled / gates, single: counts.single / gates };
}

function drawFleet(random: Random, { change, shared }: FleetSetting): readonly Evidence[] {
  const luck = Array.from({ length: RUNS + 1 }, () => shared * normal(random));
  return Array.from({ length: DEVICES }, (_, place) => {
    const device = `phone ${place}`;
    const job = (run: number, more = 0) => (10 + place) * Math.exp(CV * normal(random) + (luck[run] ?? 0)) * (1 + more);
    const runs = Array.from({ length: RUNS }, (_, run) => ({ id: String(run), run: toRun(device, run, job(run)) }));
    const baseline = chooseBaseline(runs, null) ?? null;
    return {
      model: { name: 'net', sha256: 'b'.repeat(64), sizeBytes: 1, format: 'tflite' },
      device,
      baselineRun: baseline === null ? null : { model: baseline.run.model, baseline },
      environment: ENVIRONMENT,
      jobs: Array.from({ length: JOBS }, () => ({ values: { latency: job(RUNS, change) } })),
      measuredNow: [],
      pairs: [],
      failures: [],
    };
  });
}

const ENVIRONMENT = { os: 'Android 15' };

function toRun(device: string, place: number, latency: number): Run {
  return {
    mode: 'record',
    model: { name: 'net', sha256: 'a'.repeat(64), sizeBytes: 1, format: 'tflite' },
    device,
    commit: { sha: `c${place}`, branch: 'main', repository: null, pullRequest: null },
    createdAt: new Date(Date.UTC(2026, 0, 1 + place)).toISOString(),
    environment: ENVIRONMENT,
    jobs: [{ values: { latency } }],
    pairs: [],
    layers: [],
    shifts: [],
    handle: null,
  };
}
