// What every Tracker must do, wherever it keeps runs. Run it against each adapter and each fake.

import { expect, it } from 'vitest';
import type { Run } from '../../src/domain/run.ts';
import type { Tracker } from '../../src/ports/tracker.ts';
import { makeRun } from '../support/runs.ts';

/** `open` gives a tracker on one and the same store each time it is called with the same key. */
export function describeTracker(open: (store: string) => Promise<Tracker>): void {
  async function keep(tracker: Tracker, run: Run): Promise<readonly string[]> {
    const { mode, model, commit, device } = run;
    const ref = await tracker.start({ mode, model, commit, devices: [device], startedAt: '2026-01-01T00:00:00Z' });
    return (await tracker.finish(ref, { status: 'finished', runs: [run] })).ids;
  }

  it('finds nothing in an empty store, and that is no error', async () => {
    const history = await (await open('empty')).history({ modelName: 'net', device: 'local', ancestry: null });
    expect(history).toEqual({ runs: [], findings: [] });
  });

  it('gives back what it kept, unchanged', async () => {
    const run = makeRun({ latencies: [1, 2.5], shifts: [{ metric: 'latency', logRatio: 0.1 }] });
    await keep(await open('same'), run);
    const { runs } = await (await open('same')).history({ modelName: 'net', device: 'local', ancestry: null });
    expect(runs.map((tracked) => tracked.run)).toEqual([run]);
  });

  it('answers the newest first, and only that model and device', async () => {
    const early = makeRun({ sha: 'c1', createdAt: '2026-01-01T00:00:00Z' });
    const late = makeRun({ sha: 'c2', createdAt: '2026-01-02T00:00:00Z' });
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
    const run = makeRun({ sha: 'c7' });
    const [id = ''] = await keep(await open('by-id'), run);
    expect((await (await open('by-id')).find(id, 'local'))?.run).toEqual(run);
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
