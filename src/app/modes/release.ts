// A release compared with the release before it, on all devices; and the commits in between at which a level shifted.

import { findMetric, METRICS, type Metric, mergeMetrics } from '../../domain/metric.ts';
import type { LandedShift } from '../../domain/release.ts';
import type { Report } from '../../domain/report.ts';
import type { Shift } from '../../domain/run.ts';
import type { Tracker } from '../../ports/tracker.ts';
import type { Task } from '../task.ts';
import type { Tools } from '../tools.ts';
import { runGate } from './gate.ts';
import { createReleaseTracker } from './release-tracker.ts';

export interface ReleaseParts {
  /** The release before; null where this is the first. */
  readonly previous: { readonly tag: string; readonly url: string } | null;
  /** Reads the last release's files, writes this one's. */
  readonly releaseTracker: Tracker;
}

/** Measures and compares like a gate, keeps like a record, and fails nothing. */
export async function runRelease(
  task: Task,
  tools: Tools,
  { previous, releaseTracker: released }: ReleaseParts,
): Promise<Report> {
  const chosen =
    previous === null ? ({ kind: 'none' } as const) : ({ kind: 'commit', ref: `refs/tags/${previous.tag}` } as const);
  const baseline = task.baseline.kind === 'auto' ? chosen : task.baseline;
  const tracker = createReleaseTracker(tools.tracker, released);
  const report = await runGate({ ...task, baseline }, { ...tools, tracker });
  const shifts = previous === null ? [] : await findLanded(report, previous.tag, task, tools);
  return { ...report, release: { tag: task.trigger.tag ?? '', previous: previous?.tag ?? null, shifts } };
}

/** One whose size is unknown marks a change of content, and is no number to print. */
function isShown({ metric, logRatio }: Shift, metrics: readonly Metric[] | undefined): boolean {
  return findMetric(metric, mergeMetrics(metrics ?? [], METRICS))?.gates === true && logRatio !== 0;
}

/** Commits of one release that are looked through. */
const RELEASE_COMMITS = 300;

/** Shifts that records of the default branch have stored since the last release, oldest first. */
async function findLanded(
  report: Report,
  previous: string,
  { trigger }: Task,
  { commits, tracker }: Tools,
): Promise<readonly LandedShift[]> {
  const { sha } = trigger.commit;
  if (commits === null || sha === null) return [];
  const before = new Set((await commits.firstParents(`refs/tags/${previous}`, RELEASE_COMMITS)).commits);
  const between = (await commits.firstParents(sha, RELEASE_COMMITS)).commits.filter((commit) => !before.has(commit));
  const landed: LandedShift[] = [];
  for (const { model, device } of report.subjects) {
    const { runs } = await tracker.history({ modelName: model.name, device, ancestry: between });
    for (const { run: record } of runs.toReversed()) {
      const { sha: commit } = record.commit;
      if (commit === null || !between.includes(commit) || record.mode !== 'record') continue;
      for (const { metric, logRatio } of record.shifts.filter((shift) => isShown(shift, record.metrics))) {
        landed.push({ commit, at: record.createdAt, model: model.name, device, metric, change: Math.expm1(logRatio) });
      }
    }
  }
  return landed;
}
