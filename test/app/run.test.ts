// The measuring loop and what is recorded, on fakes: how many jobs are spent, when it stops, what it says.

import { describe, expect, it } from 'vitest';
import { FakeProfiler } from '../support/fakes.ts';
import { makeRun, shaOf } from '../support/runs.ts';
import { scene, TEN } from '../support/scene.ts';

const HISTORY = [makeRun({ device: 'phone', latencies: TEN })];

describe('gate', () => {
  it('spends one job when nothing changed', async () => {
    const { perform, profiler } = scene({ history: HISTORY });
    expect((await perform()).outcome).toBe('pass');
    expect(profiler.submitted).toHaveLength(1);
  });

  it('confirms a suspicion with two more jobs before it fails', async () => {
    const { perform, profiler } = scene({ history: HISTORY, task: { model: '12' } });
    const report = await perform();
    expect(report.outcome).toBe('fail');
    expect(profiler.submitted).toHaveLength(3);
    expect(report.subjects[0]?.steps).toEqual([
      'Measured 1 job of the candidate.',
      'Not clear yet: 2 more to confirm or clear it.',
      'Measured 2 jobs of the candidate.',
      'Settled.',
    ]);
  });

  it('lets one slow day go: the second look clears it', async () => {
    const { perform, profiler } = scene({ history: HISTORY, profiler: new FakeProfiler({ noise: [1.3, 1, 1] }) });
    expect((await perform()).outcome).toBe('pass');
    expect(profiler.submitted).toHaveLength(3);
  });

  it('stops at max-repeats and says that it is not settled', async () => {
    const noisy = [makeRun({ device: 'phone', latencies: [8, 12, 10, 14, 7, 11, 9, 13, 8.5, 11.5] })];
    const { perform, profiler } = scene({
      history: noisy,
      task: { model: '14' },
      profiler: new FakeProfiler({ noise: [1, 0.8, 1.1] }),
    });
    const report = await perform();
    expect(report.outcome).toBe('inconclusive');
    expect(profiler.submitted).toHaveLength(6);
  });

  it('spends no job on identical bytes', async () => {
    const history = [
      { ...makeRun({ device: 'phone', latencies: TEN }), model: { ...makeRun().model, sha256: shaOf('J') } },
    ];
    const { perform, profiler } = scene({ history });
    expect((await perform()).outcome).toBe('pass');
    expect(profiler.submitted).toHaveLength(0);
  });

  it('is inconclusive with the reason when a job fails, and does not try for ever', async () => {
    const profiler = new FakeProfiler();
    profiler.script.set(1, [{ state: 'failed', reason: 'the device went away' }]);
    const report = await scene({ history: HISTORY, profiler }).perform();
    expect(report.outcome).toBe('inconclusive');
    expect(report.findings).toContainEqual({
      code: 'job-failed',
      facts: { device: 'phone', model: 'net', why: 'the device went away' },
    });
    expect(profiler.submitted).toHaveLength(1);
  });

  it('times executing, not waiting', async () => {
    const profiler = new FakeProfiler();
    const waiting = Array.from({ length: 60 }, () => ({ state: 'waiting', detail: 'in the queue' }) as const);
    profiler.script.set(1, [...waiting, { state: 'running', detail: '' }]);
    const { perform, clock } = scene({ history: HISTORY, profiler });
    const report = await perform();
    const failed = report.findings.find(({ code }) => code === 'job-failed');
    expect(failed).toMatchObject({ facts: { why: 'it ran longer than run-timeout, 10 s' } });
    expect(profiler.cancelled).toHaveLength(1);
    expect(clock.sleeps.length).toBeGreaterThan(60);
  });

  it('keeps what it measured, not as a baseline', async () => {
    const { perform, tracker } = scene({ history: HISTORY });
    await perform();
    expect(tracker.kept[0]?.run).toMatchObject({ mode: 'gate', jobs: [{ values: { latency: 10 } }] });
  });
});

describe('record', () => {
  const pairs = () => new FakeProfiler({ pairs: true });

  it('measures three A/A pairs on an empty history', async () => {
    const { perform, profiler, tracker } = scene({ mode: 'record', profiler: pairs() });
    const report = await perform();
    expect(profiler.submitted.map(({ model, beside }) => beside === model)).toEqual([true, true, true]);
    expect(tracker.kept[0]?.run.pairs.map(({ against }) => against)).toEqual([shaOf('J'), shaOf('J'), shaOf('J')]);
    expect(report.findings.map(({ code }) => code)).toContain('first-record');
    expect(report.effects).toEqual({ conclusion: 'neutral', status: 'success', exitCode: 0 });
  });

  it('adds one A/A pair for the same bytes until the window holds ten, then in every tenth record', async () => {
    const model = { ...makeRun().model, sha256: shaOf('J') };
    const pair = {
      against: shaOf('J'),
      baseline: { values: { latency: 10 } },
      candidate: { values: { latency: 10 } },
      logRatios: { latency: 0 },
    };
    const recorded = (count: number) => [
      { ...makeRun({ device: 'phone', pairs: Array.from({ length: count }, () => pair) }), model },
    ];
    const some = scene({ mode: 'record', profiler: pairs(), history: recorded(9) });
    await some.perform();
    expect(some.profiler.submitted).toHaveLength(1);
    const full = scene({ mode: 'record', profiler: pairs(), history: recorded(10) });
    await full.perform();
    expect(full.profiler.submitted).toHaveLength(0);
    expect(full.tracker.kept).toHaveLength(2);
    const idle = (count: number) =>
      Array.from({ length: count }, () => ({ ...makeRun({ device: 'phone' }), jobs: [], model }));
    const ninth = scene({ mode: 'record', profiler: pairs(), history: [...idle(8), ...recorded(10)] });
    await ninth.perform();
    expect(ninth.profiler.submitted).toHaveLength(0);
    const tenth = scene({ mode: 'record', profiler: pairs(), history: [...idle(9), ...recorded(10)] });
    await tenth.perform();
    expect(tenth.profiler.submitted).toHaveLength(1);
  });

  it('stores a confirmed change as a shift', async () => {
    const { perform, tracker } = scene({ mode: 'record', history: HISTORY, task: { model: '12' } });
    const report = await perform();
    expect(report).toMatchObject({ outcome: 'fail', effects: { exitCode: 0 } });
    expect(tracker.kept[0]?.run.shifts).toEqual([{ metric: 'latency', logRatio: expect.closeTo(Math.log(1.2), 1) }]);
  });
});

describe('a budget', () => {
  const rule = (budget: number) => ({
    metric: 'latency',
    budget,
    model: undefined,
    device: undefined,
    gates: undefined,
    maxRegression: undefined,
    minChange: undefined,
  });
  const waiver = {
    model: '*',
    device: '*',
    metric: 'latency',
    ceiling: { unit: '%', value: 0.3 },
    until: '2099-01-01',
    reason: 'accepted',
  };

  it('that is broken is not waived by a share of the baseline, also where the level regressed', async () => {
    const task = { model: '12', rules: [rule(11)], waivers: [waiver] };
    expect((await scene({ history: HISTORY, task }).perform()).outcome).toBe('fail');
    const within = { ...task, rules: [rule(20)] };
    expect((await scene({ history: HISTORY, task: within }).perform()).outcome).toBe('pass');
  });

  it('that is still broken does not hide from a record that the level moved', async () => {
    const slow = [makeRun({ device: 'phone', latencies: TEN.map((latency) => latency * 3) })];
    const { perform, tracker } = scene({ history: slow, mode: 'record', task: { model: '25', rules: [rule(20)] } });
    await perform();
    expect(tracker.finished.at(-1)?.runs[0]?.shifts.map(({ metric }) => metric)).toContain('latency');
  });
});

describe('record', () => {
  it('keeps the handle of a first record, so that the model can be measured again', async () => {
    const { perform, tracker } = scene({ mode: 'record' });
    await perform();
    expect(tracker.finished.at(-1)?.runs[0]?.handle).toBe('10');
  });
});
