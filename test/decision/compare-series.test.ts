// What holds for every series of numbers, and the questions that maintainers ask of one.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Draw, draw, seeded } from '../../bench/decision/draws.ts';
import { compareSeries, type Series } from '../../src/decision/compare-series.ts';
import { planLooks } from '../../src/decision/looks.ts';
import { findMetric, type Metric } from '../../src/domain/metric.ts';

const LATENCY = findMetric('latency') as Metric;
const POLICY = {
  maxRegression: [{ unit: '%', value: 0.05 }],
  minChange: [{ unit: '%', value: 0 }],
  plan: planLooks('job', undefined, 6),
};

function judge(history: Series['history'], candidate: Series['candidate'], metric = LATENCY) {
  return compareSeries({ metric, history, candidate }, POLICY);
}

/** Histories and candidates as devices give them, from quiet to very noisy, unchanged to much slower. */
const draws: fc.Arbitrary<Draw> = fc
  .record({
    seed: fc.nat(),
    cv: fc.constantFrom(0.005, 0.02, 0.05, 0.1, 0.2, 0.4),
    change: fc.constantFrom(0, 0.03, 0.05, 0.06, 0.1, 0.2, 0.5),
    world: fc.constantFrom('steady' as const, 'bimodal' as const, 'drifting' as const),
  })
  .map(({ seed, ...setting }) => draw(seeded(seed), setting));

const RUNS = { numRuns: 2000, seed: 20_261_121 };

describe('judgeSeries', () => {
  it('does not depend on the order of the candidate jobs', () => {
    fc.assert(
      fc.property(
        draws.chain((one) => fc.tuple(fc.constant(one), fc.shuffledSubarray([...one.candidate], { minLength: 6 }))),
        ([{ history, candidate }, shuffled]) => {
          const [a, b] = [judge(history, candidate), judge(history, shuffled)];
          expect(b.verdict).toBe(a.verdict);
          expect(b.change).toBeCloseTo(a.change ?? Number.NaN, 9);
        },
      ),
      RUNS,
    );
  });

  it('does not depend on the unit', () => {
    fc.assert(
      fc.property(draws, fc.constantFrom(1e-6, 1e-3, 0.7, 1000, 1e9), ({ history, candidate }, scale) => {
        const scaled = judge(
          history.map((value) => value * scale),
          candidate.map((value) => value * scale),
          { ...LATENCY, unit: 'fortnights' },
        );
        const plain = judge(history, candidate);
        expect(scaled.verdict).toBe(plain.verdict);
        expect(scaled.interval?.[0]).toBeCloseTo(plain.interval?.[0] ?? Number.NaN, 9);
      }),
      RUNS,
    );
  });

  it('says the same of a throughput as of the times behind it', () => {
    fc.assert(
      fc.property(draws, ({ history, candidate }) => {
        const rates = (values: readonly number[]) => values.map((value) => 1000 / value);
        const throughput: Metric = { ...LATENCY, unit: 'images/s', direction: 'higher' };
        const policy = { ...POLICY, maxRegression: [] };
        const times = compareSeries({ metric: LATENCY, history, candidate }, policy);
        const inverse = compareSeries(
          { metric: throughput, history: rates(history), candidate: rates(candidate) },
          policy,
        );
        expect(inverse.verdict).toBe(times.verdict);
      }),
      RUNS,
    );
  });

  it('is not turned red by one absurd value in the history, nor talked out of a clear regression', () => {
    fc.assert(
      fc.property(
        draws,
        fc.constantFrom(10, 0.1),
        fc.integer({ min: 8, max: 10 }),
        fc.nat(),
        fc.integer({ min: 1, max: 6 }),
        ({ history, candidate }, factor, length, place, jobs) => {
          const used = history.slice(0, length);
          const given = candidate.slice(0, jobs);
          const before = judge(used, given);
          const middle = [...used].sort((a, b) => a - b)[length >> 1] ?? 1;
          const after = judge(used.toSpliced(place % (length + 1), 0, middle * factor), given);
          if (before.verdict === 'unchanged') expect(after.verdict).not.toBe('regressed');
          const clear = (before.change ?? 0) >= 2 * (before.smallestDetectable ?? Number.POSITIVE_INFINITY);
          if (before.verdict === 'regressed' && clear) expect(after.verdict).toBe('regressed');
        },
      ),
      { ...RUNS, numRuns: 10_000 },
    );
  });

  it('regresses a complete candidate that is beyond what it calls detectable', () => {
    fc.assert(
      fc.property(draws, ({ history, candidate }) => {
        const { change, smallestDetectable, verdict } = judge(history, candidate);
        if (change !== null && smallestDetectable !== null && change > smallestDetectable + 1e-9)
          expect(verdict).toBe('regressed');
        if (verdict === 'regressed') expect(change).toBeGreaterThanOrEqual((smallestDetectable ?? 0) - 1e-9);
      }),
      RUNS,
    );
  });

  it('gives no verdict beyond the truth of its own numbers', () => {
    fc.assert(
      fc.property(draws, fc.integer({ min: 1, max: 6 }), ({ history, candidate }, jobs) => {
        const { verdict, change, interval, wants } = judge(history, candidate.slice(0, jobs));
        expect(interval?.[0]).toBeLessThanOrEqual(change ?? Number.NaN);
        expect(interval?.[1]).toBeGreaterThanOrEqual(change ?? Number.NaN);
        if (verdict === 'regressed') expect(jobs).toBeGreaterThanOrEqual(3);
        if (verdict === 'inconclusive') expect(wants > 0).toBe(jobs < 6);
      }),
      RUNS,
    );
  });

  it.each([
    ['equal samples', [5, 5, 5, 5, 5, 5, 5, 5], [5, 5, 5], 'unchanged', 'within-limits'],
    ['equal samples at another level', [5, 5, 5, 5, 5, 5, 5, 5, 5, 5], [6, 6, 6, 6, 6, 6], 'regressed', 'confirmed'],
    ['one sample a side', [5], [6], 'inconclusive', 'baseline-too-young'],
    ['one candidate', [5, 5, 5, 5], [6], 'inconclusive', 'not-settled'],
    ['no history', [], [6, 6, 6], 'inconclusive', 'not-measured'],
    ['no candidate', [5, 5, 5], [], 'inconclusive', 'not-measured'],
    ['nothing at all', [], [], 'inconclusive', 'not-measured'],
    ['zeros on both sides', [0, 0, 0, 0], [0, 0], 'unchanged', 'exact'],
    ['a history of zeros', [0, 0, 0, 0], [3, 3], 'inconclusive', 'not-measured'],
    ['negatives', [-1, -2, -1, -2], [-1, -1], 'inconclusive', 'not-measured'],
    ['jobs without a value', [5, null, 5, 5, null], [null, 5.1, null], 'unchanged', 'within-limits'],
    ['NaN and Infinity', [5, Number.NaN, 5, 5], [Number.POSITIVE_INFINITY, 5], 'unchanged', 'within-limits'],
  ] as const)('answers %s', (_, history, candidate, verdict, reason) => {
    expect(judge(history, candidate)).toMatchObject({ verdict, reason });
  });

  it('takes the level from the newest jobs, whatever an older level was', () => {
    const history = [...Array.from({ length: 80 }, () => 100), ...Array.from({ length: 10 }, () => 10)];
    expect(judge(history, [30, 30, 30, 30, 30, 30]).verdict).toBe('regressed');
    expect(judge(history, [10]).verdict).toBe('unchanged');
  });

  it('judges sizes at once: they need no statistics', () => {
    const size = findMetric('model_size') as Metric;
    expect(judge([1000, 1000], [2000], size)).toMatchObject({ verdict: 'regressed', reason: 'exact', change: 1 });
  });

  it('speaks of a throughput as the share that was lost', () => {
    const throughput: Metric = { ...LATENCY, unit: 'images/s', direction: 'higher' };
    const { change, interval } = judge([100, 100, 100, 100], [70], throughput);
    expect(change).toBeCloseTo(0.3, 9);
    expect(interval?.[0]).toBeLessThan(0.3);
    expect(interval?.[1]).toBeGreaterThan(0.3);
  });

  it('answers a hundred thousand jobs a side', () => {
    const random = seeded(7);
    const many = (level: number) => Array.from({ length: 100_000 }, () => level * (1 + 0.02 * random()));
    expect(judge(many(10), many(10)).verdict).toBe('unchanged');
    expect(judge(many(10), many(15)).verdict).toBe('regressed');
  });

  it('says which values it left out', () => {
    const { explanation } = judge([10, 10, 10, 10, 10, 10, 10, 10, 100], [10, 0]);
    expect(explanation).toContain(
      'Left out, not positive or more than five times off: 1 of the history, 1 of the candidate.',
    );
  });
});
