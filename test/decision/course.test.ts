// The course of a metric: shifts are found, other machines are not called shifts.

import { describe, expect, it } from 'vitest';
import { Memory } from '../../src/app/site/remember.ts';
import { courseOf } from '../../src/decision/course.ts';
import type { Course } from '../../src/domain/course.ts';
import { EMPTY_HISTORY } from '../../src/domain/history.ts';
import type { Run } from '../../src/domain/run.ts';
import { MACHINE, SHIFTS, type Simulation, simulateHistory } from '../support/simulated-history.ts';

function latencyOf(runs: readonly Run[]): Course {
  const memory = new Memory(EMPTY_HISTORY);
  for (const run of runs) memory.addRun('b', run);
  const { metrics, environments, subjects } = memory.recall(100_000).history;
  const row = metrics.findIndex(({ name }) => name === 'latency');
  const [subject] = subjects;
  const metric = metrics[row];
  if (subject === undefined || metric === undefined) throw new Error('no subject');
  const course = courseOf({ metric, row, subject, environments });
  if (course === undefined) throw new Error('no course');
  return course;
}

const simulate = (options: Simulation = {}) => latencyOf(simulateHistory(options));

/** Places of the changes, oldest first. */
const placesOf = ({ changes }: Course) => changes.map(({ after }) => after);

describe('courseOf', () => {
  it('finds three shifts of two years to within two runs, and calls the new machine none', () => {
    const course = simulate();
    expect(course.changes).toHaveLength(3);
    course.changes.forEach(({ after, change, worse }, index) => {
      const shift = SHIFTS[index];
      expect(Math.abs(after - (shift?.at ?? 0))).toBeLessThanOrEqual(2);
      expect(Math.abs(change - ((shift?.factor ?? 1) - 1))).toBeLessThan(0.03);
      expect(worse).toBe((shift?.factor ?? 1) > 1);
    });
    expect(course.settings).toEqual([{ after: MACHINE.at, field: 'cpu', from: 'Test CPU', to: 'Newer CPU' }]);
  });

  it('calls nothing a change where nothing changed, on 60 histories but for one at most', () => {
    const seeds = Array.from({ length: 60 }, (_, seed) => seed + 1);
    const split = seeds.filter((seed) => simulate({ seed, shifts: [], runs: 120 }).changes.length > 0);
    expect(split.length).toBeLessThanOrEqual(1);
  });

  it('finds a shift on machines that take turns, and nothing where only they differ', () => {
    const turns = (place: number) => {
      const odd = (place * 2_654_435_761) % 4_294_967_296 > 2_147_483_648;
      return odd ? { cpu: 'EPYC', factor: 1 } : { cpu: 'Xeon', factor: 1.25 };
    };
    const found = simulate({ turns, shifts: [{ at: 60, factor: 1.2 }], runs: 120 });
    expect(found.changes).toHaveLength(1);
    expect(Math.abs((found.changes[0]?.after ?? 0) - 60)).toBeLessThanOrEqual(4);
    expect(simulate({ turns, shifts: [], runs: 120 }).changes).toEqual([]);
  });

  it('takes the commit of a shift that was recorded, once', () => {
    const runs = simulateHistory({ shifts: [{ at: 60, factor: 1.2 }], runs: 120 }).map((run, place) =>
      place === 61 ? { ...run, shifts: [{ metric: 'latency', logRatio: Math.log(1.19) }] } : run,
    );
    const { changes } = latencyOf(runs);
    expect(changes).toEqual([expect.objectContaining({ before: 60, after: 61, source: 'recorded' })]);
  });

  it('shows an accepted regression beside the change that it is about', () => {
    const accepted = [{ metric: 'latency', by: 'anna', url: 'https://example.com/1', until: null, reason: 'wanted' }];
    const runs = simulateHistory({ shifts: [{ at: 60, factor: 1.2 }], runs: 120 }).map((run, place) =>
      place === 60 ? { ...run, accepted, shifts: [{ metric: 'latency', logRatio: Math.log(1.2) }] } : run,
    );
    expect(latencyOf(runs).changes[0]?.accepted).toEqual(accepted[0]);
  });

  it('places a band around each level, and none across a change', () => {
    const course = simulate({ noise: 0.01 });
    for (const { from, to, level, band } of course.stretches.filter((one) => one.to - one.from > 5)) {
      const inside = course.points.slice(from, to + 1).filter((point) => Math.abs(point.level / level - 1) < 0.05);
      expect(inside.length / (to - from + 1)).toBeGreaterThan(0.9);
      expect(band?.[0]).toBeLessThan(level);
    }
    expect(placesOf(course)).toHaveLength(3);
  });
});
