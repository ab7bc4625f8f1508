// The first executions after version 0.1, which recorded the sum over a phone's operators as its latency.

import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/domain/run.ts';
import { KeepingProfiler } from '../support/fakes.ts';
import { makeRun } from '../support/runs.ts';
import { scene, TEN } from '../support/scene.ts';

function recordedBefore(): Run {
  const run = makeRun({ device: 'phone', latencies: TEN, handle: '10' });
  return { ...run, jobs: run.jobs.map(({ values }) => ({ values: { latency_operators: values['latency'] ?? 0 } })) };
}

const latencyOf = (report: Awaited<ReturnType<ReturnType<typeof scene>['perform']>>) =>
  report.subjects[0]?.comparisons.find(({ metric }) => metric.name === 'latency');

describe('a gate on a baseline of version 0.1', () => {
  it('has no baseline yet for a latency however slow, and says so once', async () => {
    const profiler = new KeepingProfiler();
    const report = await scene({ history: [recordedBefore()], profiler, task: { model: '30' } }).perform();
    expect(profiler.submitted).toHaveLength(1);
    expect(latencyOf(report)).toMatchObject({ verdict: 'inconclusive', reason: 'no-baseline' });
    expect(report.effects.exitCode).toBe(0);
    expect(report.findings.filter(({ code }) => code === 'latency-redefined')).toHaveLength(1);
  });
});

describe('a record on a baseline of version 0.1', () => {
  it('measures three jobs, as on an empty history', async () => {
    const { perform, profiler } = scene({ history: [recordedBefore()], mode: 'record', task: { model: '30' } });
    expect((await perform()).outcome).toBe('inconclusive');
    expect(profiler.submitted).toHaveLength(3);
  });
});
