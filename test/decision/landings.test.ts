import { describe, expect, it } from 'vitest';
import { findLandings, findNewLandings } from '../../src/decision/landings.ts';
import { builtIn } from '../../src/domain/metric.ts';
import type { Run } from '../../src/domain/run.ts';
import { ENVIRONMENT, makeRun, type RunChange } from '../support/runs.ts';

const LATENCY = builtIn('latency');

/** Runs with these levels, oldest first. */
const runsOf = (levels: readonly number[], change: (place: number) => RunChange = () => ({})): readonly Run[] =>
  levels.map((level, place) => makeRun({ sha: `c${place}`, latencies: [level], ...change(place) }));

/** Noise of about half a percent that never repeats. */
const wobble = (place: number) => 1 + 0.006 * Math.sin(7.3 * (place + 1));
const flat = (count: number, level: number, from = 0) =>
  Array.from({ length: count }, (_, place) => level * wobble(from + place));

/** Twelve runs at 10 ms, then eight that are four percent slower: within a limit of five. */
const CREPT = [...flat(12, 10), ...flat(8, 10.4, 12)];
const shift = { metric: 'latency', logRatio: Math.log(1.04) };

describe('findLandings', () => {
  it('finds a change that no record confirmed, its commit and its size', () => {
    const [landing, ...others] = findLandings(LATENCY, runsOf(CREPT));
    expect(others).toEqual([]);
    expect(landing?.run.commit.sha).toBe('c12');
    expect(Math.exp(landing?.logRatio ?? 0)).toBeCloseTo(1.04, 2);
  });

  it('finds none where there is none', () => {
    expect(findLandings(LATENCY, runsOf(flat(40, 10)))).toEqual([]);
  });

  it('names a confirmed change once, by its own commit', () => {
    const runs = runsOf(CREPT, (place) => (place === 13 ? { shifts: [shift] } : {}));
    expect(findLandings(LATENCY, runs).map(({ run }) => run.commit.sha)).toEqual(['c13']);
  });

  it('knows a confirmed change at once, and across environments', () => {
    const runs = runsOf(flat(3, 10), (place) => (place === 1 ? { shifts: [shift], environment: { cpu: 'old' } } : {}));
    expect(findLandings(LATENCY, runs).map(({ run }) => run.commit.sha)).toEqual(['c1']);
  });

  it('does not take another machine for a change of level', () => {
    const runs = runsOf(CREPT, (place) => (place < 12 ? { environment: { ...ENVIRONMENT, cpu: 'another' } } : {}));
    expect(findLandings(LATENCY, runs)).toEqual([]);
  });

  it('takes no level from pairs, whose machines differ', () => {
    const job = { values: { latency: 10 } };
    const pair = { against: 'x', baseline: job, candidate: job, logRatios: { latency: 0 } };
    expect(
      findLandings(
        LATENCY,
        runsOf(CREPT, () => ({ pairs: [pair] })),
      ),
    ).toEqual([]);
  });
});

describe('findNewLandings', () => {
  it('tells a change in one record only: the first whose history shows it', () => {
    const runs = runsOf(CREPT);
    const told = runs.map((_, place) => findNewLandings(LATENCY, runs.slice(0, place + 1)).length);
    expect(told.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(told.indexOf(1)).toBeGreaterThanOrEqual(15);
  });
});
