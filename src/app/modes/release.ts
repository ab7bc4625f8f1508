// A release compared with the release before it, on all devices; and the commits in between at which a level shifted.

import { findLandings, type Landing } from '../../decision/landings.ts';
import { METRICS, mergeMetrics } from '../../domain/metric.ts';
import type { LandedShift } from '../../domain/release.ts';
import type { Report } from '../../domain/report.ts';
import type { Run } from '../../domain/run.ts';
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

/** Changes of level of the metrics that gate, oldest first. One whose size is unknown marks a change of content. */
function landingsIn(records: readonly Run[]): readonly (Landing & { readonly metric: string })[] {
  const metrics = mergeMetrics(records.at(-1)?.metrics ?? [], METRICS);
  return metrics
    .filter(({ gates }) => gates)
    .flatMap((metric) => findLandings(metric, records).map((landing) => ({ ...landing, metric: metric.name })))
    .filter(({ logRatio }) => logRatio !== 0)
    .sort((a, b) => records.indexOf(a.run) - records.indexOf(b.run));
}

/** Commits of one release that are looked through. */
const RELEASE_COMMITS = 300;

/** Changes of level since the last release, as records confirmed them or their whole history shows them, oldest first. */
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
    const records = runs
      .map(({ run }) => run)
      .filter(({ mode }) => mode === 'record')
      .toReversed();
    for (const { metric, run, logRatio } of landingsIn(records)) {
      const { sha: commit } = run.commit;
      if (commit === null || !between.includes(commit)) continue;
      landed.push({ commit, at: run.createdAt, model: model.name, device, metric, change: Math.expm1(logRatio) });
    }
  }
  return landed;
}
