// Where the level changed between contents, from the executions alone: the service keeps no shifts. Pure.

import type { TrackedRun } from '../../domain/baseline.ts';
import type { Job } from '../../domain/job.ts';
import { METRICS } from '../../domain/metric.ts';
import type { Run, Shift } from '../../domain/run.ts';
import { median } from '../../domain/statistics.ts';

/** Fewer jobs on a side confirm nothing, as in a gate. */
const FEWEST = 3;

/**
 * The runs, newest first, with the shifts that landed: another content that stands wholly apart from what was executed
 * beside it, else from the level before it. Contents that follow each other without one are one level. `beside`: what
 * was executed of the content before, in alternation with that run.
 */
export function withShifts(runs: readonly TrackedRun[], beside: (run: Run) => readonly Job[]): readonly TrackedRun[] {
  const oldestFirst: TrackedRun[] = [];
  for (const tracked of [...runs].reverse()) {
    const before = oldestFirst.at(-1)?.run;
    const another = before !== undefined && before.model.sha256 !== tracked.run.model.sha256;
    const shifts = another
      ? METRICS.filter(({ kind }) => kind === 'sampled').flatMap(({ name }) =>
          findShift(name, tracked.run, beside(tracked.run), jobsAtLevel(oldestFirst, name)),
        )
      : [];
    oldestFirst.push({ ...tracked, run: { ...tracked.run, shifts } });
  }
  return oldestFirst.reverse();
}

/** The jobs of the newest runs, back to the last shift in that metric. */
function jobsAtLevel(oldestFirst: readonly TrackedRun[], metric: string): readonly Job[] {
  const landed = oldestFirst.findLastIndex(({ run }) => run.shifts.some((shift) => shift.metric === metric));
  return oldestFirst.slice(Math.max(landed, 0)).flatMap(({ run }) => run.jobs);
}

function findShift(metric: string, { jobs }: Run, beside: readonly Job[], earlier: readonly Job[]): readonly Shift[] {
  const after = valuesOf(jobs, metric);
  const measured = valuesOf(beside, metric);
  const before = measured.length >= FEWEST ? measured : valuesOf(earlier, metric);
  if (after.length < FEWEST || before.length < FEWEST) return [];
  const apart = Math.min(...after) > Math.max(...before) || Math.max(...after) < Math.min(...before);
  return apart ? [{ metric, logRatio: Math.log(median(after) / median(before)) }] : [];
}

function valuesOf(jobs: readonly Job[], metric: string): readonly number[] {
  return jobs.flatMap(({ values }) => values[metric] ?? []).filter((value) => value > 0);
}
