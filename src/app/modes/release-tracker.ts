// A tracker for releases: the run is kept where all runs are, and once more among the release's files, which do not
// expire. The last release's files are the first place to look for what a release is compared with.

import type { Tracker } from '../../ports/tracker.ts';

/** `own` keeps all runs; `released` reads the last release's files and writes this one's. */
export function createReleaseTracker(own: Tracker, released: Tracker): Tracker {
  const twins = new Map<string, Awaited<ReturnType<Tracker['start']>>>();
  return {
    name: own.name,
    async start(start) {
      const ref = await own.start(start);
      twins.set(ref.id, await released.start(start));
      return ref;
    },
    async finish(ref, result) {
      const kept = await own.finish(ref, result);
      const twin = twins.get(ref.id);
      if (twin === undefined || result.status !== 'finished') return kept;
      const { findings } = await released.finish(twin, result);
      return { ...kept, findings: [...kept.findings, ...findings] };
    },
    async history(query) {
      const [files, records] = [await released.history({ ...query, ancestry: null }), await own.history(query)];
      return { runs: [...files.runs, ...records.runs], findings: [...files.findings, ...records.findings] };
    },
    find: (id, device) => own.find(id, device),
    modelNames: () => own.modelNames(),
    ...(own.findEarlier === undefined ? {} : { findEarlier: own.findEarlier.bind(own) }),
    ...(own.startJob === undefined ? {} : { startJob: own.startJob.bind(own) }),
    ...(own.finishJob === undefined ? {} : { finishJob: own.finishJob.bind(own) }),
  };
}
