// How long jobs take, from one run to the next.

import { describe, expect, it } from 'vitest';
import type { JobState } from '../../../src/ports/profiler.ts';
import { FakeProfiler } from '../../support/fakes.ts';
import { ENVIRONMENT, makeRun } from '../../support/runs.ts';
import { scene, TEN } from '../../support/scene.ts';

const RUNNING: JobState = { state: 'running', detail: '' };
const DONE: JobState = {
  state: 'done',
  measurement: { kind: 'job', job: { values: { latency: 10 } }, environment: ENVIRONMENT, findings: [] },
};
const RECORDED = makeRun({ device: 'phone', latencies: TEN });

/** A profiler whose first job is over at the third look; looks are a second apart. */
function slow(): FakeProfiler {
  const profiler = new FakeProfiler();
  profiler.script.set(1, [RUNNING, RUNNING, DONE]);
  return profiler;
}

describe('the time that a job took', () => {
  it('is kept in the run', async () => {
    const { perform, tracker } = scene({ history: [RECORDED], profiler: slow() });
    await perform();
    expect(tracker.finished[0]?.runs[0]?.jobMs).toBe(2000);
  });

  it('is what the next gate expects of the device', async () => {
    const profiler = slow();
    await scene({ history: [{ ...RECORDED, jobMs: 5000 }], profiler }).perform();
    expect(profiler.looks).toEqual([
      { elapsedMs: 0, usualMs: 5000 },
      { elapsedMs: 1000, usualMs: 5000 },
    ]);
  });

  it('is not known of the first job of its kind', async () => {
    const profiler = slow();
    await scene({ history: [RECORDED], profiler }).perform();
    expect(profiler.looks.map(({ usualMs }) => usualMs)).toEqual([undefined, undefined]);
  });
});
