// What every Tracker must do, wherever it keeps runs. Run it against each adapter and each fake.

import { expect, it } from 'vitest';
import type { Job } from '../../src/domain/job.ts';
import type { Run } from '../../src/domain/run.ts';
import type { RunRef, Tracker } from '../../src/ports/tracker.ts';
import { makeRun } from '../support/runs.ts';

/** `open` gives a tracker on one and the same store each time it is called with the same key. */
export function describeTracker(
  open: (store: string) => Promise<Tracker>,
  essence: (run: Run) => unknown = whole,
): void {
  async function keep(tracker: Tracker, run: Run): Promise<readonly string[]> {
    const { mode, model, commit, device } = run;
    const ref = await tracker.start({ mode, model, commit, devices: [device], startedAt: '2026-01-01T00:00:00Z' });
    for (const job of run.jobs) await keepJob(tracker, ref, run, job);
    return (await tracker.finish(ref, { status: 'finished', runs: [run] })).ids;
  }

  /** A tracker that keeps jobs one by one is told of each; the others take them from the run. */
  async function keepJob(
    tracker: Tracker,
    parent: RunRef,
    { device, model, environment }: Run,
    job: Job,
  ): Promise<void> {
    const ticket = { profiler: 'test', id: 'job-1', device, sha256: model.sha256, handle: 'upload-1' };
    const ref = await tracker.startJob?.(parent, { ticket, side: 'candidate', model });
    const measurement = { kind: 'job', job, environment, findings: [] } as const;
    if (ref !== undefined) await tracker.finishJob?.(ref, { measurement });
  }

  it('finds nothing in an empty store, and that is no error', async () => {
    const history = await (await open('empty')).history({ modelName: 'net', device: 'local', ancestry: null });
    expect(history).toMatchObject({ runs: [], findings: [] });
  });

  it('gives back what it kept, unchanged', async () => {
    const run = makeRun({ latencies: [1, 2.5], shifts: [{ metric: 'latency', logRatio: 0.1 }] });
    await keep(await open('same'), run);
    const { runs } = await (await open('same')).history({ modelName: 'net', device: 'local', ancestry: null });
    expect(runs.map((tracked) => essence(tracked.run))).toEqual([essence(run)]);
  });

  it('answers the newest first, and only that model and device', async () => {
    const early = makeRun({ sha: 'c1', latencies: [1], createdAt: '2026-01-01T00:00:00Z' });
    const late = makeRun({ sha: 'c2', latencies: [2], createdAt: '2026-01-02T00:00:00Z' });
    for (const run of [early, late]) {
      const tracker = await open('order');
      await tracker.history({ modelName: 'net', device: 'local', ancestry: null });
      await keep(tracker, run);
    }
    const tracker = await open('order');
    const { runs } = await tracker.history({ modelName: 'net', device: 'local', ancestry: null });
    expect(runs.map(({ run }) => run.commit.sha)).toEqual(['c2', 'c1']);
    expect((await tracker.history({ modelName: 'other', device: 'local', ancestry: null })).runs).toEqual([]);
    expect((await tracker.history({ modelName: 'net', device: 'phone', ancestry: null })).runs).toEqual([]);
  });

  it('finds a run by the id it gave', async () => {
    const run = makeRun({ sha: 'c7', latencies: [3] });
    const [id = ''] = await keep(await open('by-id'), run);
    const found = await (await open('by-id')).find(id, 'local');
    expect(found === undefined ? undefined : essence(found.run)).toEqual(essence(run));
    expect(await (await open('by-id')).find('9999999', 'local')).toBeUndefined();
  });

  it('keeps nothing of a run that failed or was killed', async () => {
    const tracker = await open('killed');
    const { mode, model, commit, device } = makeRun();
    const ref = await tracker.start({ mode, model, commit, devices: [device], startedAt: '2026-01-01T00:00:00Z' });
    await tracker.finish(ref, { status: 'killed', runs: [] });
    expect((await (await open('killed')).history({ modelName: 'net', device: 'local', ancestry: null })).runs).toEqual(
      [],
    );
  });
}

/** What must come back as it was; the time of storing and the profiler's handle are the tracker's own. */
function whole({ mode, model, device, commit, environment, jobs, shifts }: Run) {
  return { mode, model, device, commit, environment, jobs, shifts };
}
