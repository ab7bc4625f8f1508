import { describe, expect, it } from 'vitest';
import { compareMetrics } from '../../src/decision/compare-metrics.ts';
import { planLooks } from '../../src/decision/looks.ts';
import { chooseBaseline } from '../../src/domain/baseline.ts';
import type { Comparison } from '../../src/domain/comparison.ts';
import type { Job } from '../../src/domain/job.ts';
import { ENVIRONMENT, makeRun, shaOf } from '../support/runs.ts';

const POLICY = {
  maxRegression: [{ unit: '%', value: 0.05 }],
  minChange: [],
  rules: [],
  waivers: [],
  today: '2026-11-21',
};
const FILES = 5;

/** Numbers that a seed repeats; about standard normal (sum of twelve, Irwin–Hall). */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);
}

/** Files of one sitting: they agree to 0.3 % and share its luck. */
function sitting(normal: () => number, luck: number, session?: string): readonly Job[] {
  const level = 10 * Math.exp(luck);
  return Array.from({ length: FILES }, () => {
    const values = { latency: level * Math.exp(0.003 * normal()) };
    return session === undefined ? { values } : { values, session };
  });
}

interface Play {
  readonly recorded: number;
  readonly sd: number;
  readonly change: number;
  readonly candidateSessions?: number;
  readonly budget?: number;
}

function play(normal: () => number, { recorded, sd, change, candidateSessions = 1, budget }: Play): Comparison {
  const runs = Array.from({ length: recorded }, (_, index) => ({
    ...makeRun({ sha: `c${index}`, createdAt: new Date(Date.UTC(2026, 0, 1 + index)).toISOString() }),
    jobs: sitting(normal, sd * normal()),
  }));
  const baseline = chooseBaseline(
    runs.map((run, index) => ({ id: String(index), run })),
    null,
  );
  if (baseline === undefined) throw new Error('no runs');
  const jobs = Array.from({ length: candidateSessions }, (_, index) =>
    sitting(normal, Math.log1p(change) + sd * normal(), `s${index}`),
  ).flat();
  const evidence = {
    model: { name: 'net', sha256: shaOf('b'), sizeBytes: 1000, format: 'onnx' },
    device: 'local',
    baselineRun: { model: baseline.run.model, baseline },
    environment: ENVIRONMENT,
    jobs,
    measuredNow: [],
    pairs: [],
    failures: [],
  };
  const rules = budget === undefined ? [] : [{ metric: 'latency', budget }];
  const all = compareMetrics(evidence, planLooks('job', FILES, 6), { ...POLICY, rules }, 1);
  const found = all.find(({ metric }) => metric.name === 'latency');
  if (found === undefined) throw new Error('no latency');
  return found;
}

function shareRed(seed: number, gates: number, what: Play): number {
  const normal = normals(seed);
  const red = Array.from({ length: gates }, () => play(normal, what)).filter(({ verdict }) => verdict === 'regressed');
  return red.length / gates;
}

describe('jobs that tell their session', () => {
  it('count as one, however many files there are', () => {
    const comparison = play(normals(1), { recorded: 10, sd: 0.05, change: 0 });
    expect(comparison.jobs).toEqual({ baseline: 10, candidate: 1 });
  });

  it.each([3, 4, 10, 20])('are red by their luck in about one of a hundred gates at most: %i recorded', (recorded) => {
    for (const sd of [0.03, 0.1]) expect(shareRed(7 + recorded, 600, { recorded, sd, change: 0 })).toBeLessThan(0.02);
  });

  it('are red where one sitting is far beyond what sittings differ by', () => {
    expect(shareRed(3, 200, { recorded: 10, sd: 0.05, change: 0.5 })).toBeGreaterThanOrEqual(0.95);
    expect(shareRed(3, 200, { recorded: 4, sd: 0.05, change: 0.5 })).toBeGreaterThanOrEqual(0.8);
  });

  it('find more with three sittings than with one', () => {
    const one = shareRed(5, 200, { recorded: 10, sd: 0.05, change: 0.15 });
    expect(shareRed(5, 200, { recorded: 10, sd: 0.05, change: 0.15, candidateSessions: 3 })).toBeGreaterThan(one + 0.2);
  });

  it('are never red beside fewer than three recorded sittings', () => {
    const comparison = play(normals(2), { recorded: 2, sd: 0.02, change: 3 });
    expect(comparison).toMatchObject({ verdict: 'inconclusive', reason: 'baseline-too-young' });
    expect(comparison.explanation).toContain('2 of the 3 sessions needed');
  });

  it('count once where a phone was held for several pairs, beside jobs of phones of their own', () => {
    const normal = normals(9);
    const runs = Array.from({ length: 4 }, (_, index) => {
      const held = sitting(normal, 0.2 * normal(), `s${index}`).slice(0, 3);
      const pairs = held.map((job) => ({
        baseline: job,
        candidate: job,
        logRatios: { latency: 0 },
        against: shaOf('a'),
      }));
      const createdAt = new Date(Date.UTC(2026, 0, 1 + index)).toISOString();
      return { ...makeRun({ sha: `c${index}`, createdAt }), jobs: [], pairs };
    });
    const baseline = chooseBaseline(
      runs.map((run, index) => ({ id: String(index), run })),
      null,
    );
    if (baseline === undefined) throw new Error('no runs');
    const evidence = {
      model: { name: 'net', sha256: shaOf('b'), sizeBytes: 1000, format: 'onnx' },
      device: 'local',
      baselineRun: { model: baseline.run.model, baseline },
      environment: ENVIRONMENT,
      jobs: [{ values: { latency: 10 } }],
      measuredNow: [],
      pairs: [],
      failures: [],
    };
    const plan = planLooks('job', undefined, 6);
    const latency = compareMetrics(evidence, plan, POLICY, 1).find(({ metric }) => metric.name === 'latency');
    expect(latency?.jobs).toEqual({ baseline: 4, candidate: 1 });
  });

  it('say the smallest change that they could show', () => {
    const { smallestDetectable } = play(normals(4), { recorded: 10, sd: 0.05, change: 0 });
    expect(smallestDetectable).toBeGreaterThan(0.08);
    expect(smallestDetectable).toBeLessThan(0.3);
  });

  it('call no shift that a gate would not fail on', () => {
    const normal = normals(11);
    for (let round = 0; round < 100; round += 1) {
      const { moved, verdict } = play(normal, { recorded: 5, sd: 0.1, change: 0 });
      if (moved) expect(['regressed', 'improved']).toContain(verdict);
    }
  });

  it('break a budget only beyond what sittings differ by', () => {
    const at = (budget: number) => play(normals(6), { recorded: 10, sd: 0.05, change: 0.01, budget });
    expect(at(9.8).overBudget).toBe(false);
    expect(at(7)).toMatchObject({ overBudget: true, verdict: 'regressed' });
  });
});
