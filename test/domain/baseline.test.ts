import { describe, expect, it } from 'vitest';
import { chooseBaseline, runsAtLevel } from '../../src/domain/baseline.ts';
import { makeRun } from '../support/runs.ts';

function tracked(id: string, change: Parameters<typeof makeRun>[0]) {
  return { id, run: makeRun(change) };
}

describe('chooseBaseline', () => {
  const runs = [
    tracked('new', { sha: 'c3', createdAt: '2026-01-03T00:00:00Z' }),
    tracked('old', { sha: 'c1', createdAt: '2026-01-01T00:00:00Z' }),
  ];

  it('takes the nearest recorded ancestor and tells its distance', () => {
    expect(chooseBaseline(runs, ['c2', 'c1', 'c0'])).toMatchObject({ id: 'old', distance: 1 });
    expect(chooseBaseline(runs, ['c3', 'c2', 'c1'])).toMatchObject({ id: 'new', distance: 0 });
  });

  it('takes the newest record where no ancestry is known', () => {
    expect(chooseBaseline(runs, null)).toMatchObject({ id: 'new', distance: null });
  });

  it('never takes what a pull request measured', () => {
    expect(chooseBaseline([tracked('pr', { sha: 'c2', mode: 'gate' })], ['c2'])).toBeUndefined();
  });

  it('keeps runs beyond the merge-base out of the window', () => {
    expect(chooseBaseline(runs, ['c2', 'c1'])?.window).toHaveLength(1);
  });
});

describe('runsAtLevel', () => {
  it('takes the runs since the last landed shift, and older ones of the same bytes', () => {
    const shift = { metric: 'latency', logRatio: 0.2 };
    const runs = [
      tracked('4', { sha: 'c4', model: 'b' }),
      tracked('3', { sha: 'c3', model: 'b', shifts: [shift] }),
      tracked('2', { sha: 'c2', model: 'a' }),
      tracked('1', { sha: 'c1', model: 'b' }),
    ];
    const baseline = chooseBaseline(runs, ['c4', 'c3', 'c2', 'c1']);
    if (baseline === undefined) throw new Error('no baseline');
    expect(runsAtLevel(baseline, 'latency').map((run) => run.commit.sha)).toEqual(['c4', 'c3', 'c1']);
    expect(runsAtLevel(baseline, 'peak_memory')).toHaveLength(4);
  });
});
