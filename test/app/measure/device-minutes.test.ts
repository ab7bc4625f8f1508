// Minutes of devices: forecast, added up, and never more than allowed.

import { describe, expect, it } from 'vitest';
import { DeviceMinutes } from '../../../src/app/measure/device-minutes.ts';
import { FakeProfiler } from '../../support/fakes.ts';
import { makeRun } from '../../support/runs.ts';
import { scene, TEN } from '../../support/scene.ts';

describe('DeviceMinutes', () => {
  it('forecasts by the mean of what was measured, else by what the profiler says is usual', () => {
    expect(new DeviceMinutes(10).forecast(3)).toBeUndefined();
    const minutes = new DeviceMinutes(10, 5);
    expect(minutes.forecast(2)).toBe(10);
    minutes.add(60_000);
    minutes.add(180_000);
    expect(minutes.forecast(3)).toBe(6);
    expect(minutes.spent).toBe(4);
  });

  it('refuses what would pass the limit, and nothing below it', () => {
    const minutes = new DeviceMinutes(5);
    expect(minutes.refuse(100)).toBeUndefined();
    minutes.add(120_000);
    expect(minutes.refuse(1)).toBeUndefined();
    expect(minutes.refuse(2)).toBe(
      '2 more jobs would take about 4.0 device minutes, and 2.0 of max-device-minutes (5) are spent',
    );
  });
});

describe('a gate with max-device-minutes', () => {
  it('stops before it passes them, says so, and is not green', async () => {
    const profiler = Object.assign(new FakeProfiler(), { usualMinutes: 2 });
    const history = [makeRun({ latencies: TEN })];
    const report = await scene({ history, profiler, task: { model: '12', maxDeviceMinutes: 1 } }).perform();
    expect(profiler.submitted).toEqual([]);
    expect(report.outcome).toBe('inconclusive');
    expect(report.findings.map(({ code }) => code)).toContain('device-minutes-spent');
  });
});
