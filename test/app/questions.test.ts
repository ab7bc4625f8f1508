// What maintainers ask of a performance gate, each as a scene that runs through the main use-case.

import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import type { Run } from '../../src/domain/run.ts';
import { headline } from '../../src/rendering/headline.ts';
import { FakeProfiler, FakeTracker, KeepingProfiler } from '../support/fakes.ts';
import { ENVIRONMENT, makeRun } from '../support/runs.ts';
import { scene, TEN } from '../support/scene.ts';

const DAY_MS = 86_400_000;

/** One record a day, oldest first in the arguments, as a tracker gives them: newest first. */
function days(...runs: readonly Parameters<typeof makeRun>[0][]): readonly Run[] {
  const first = Date.parse('2025-12-01T00:00:00Z');
  return runs
    .map((change, index) =>
      makeRun({ device: 'phone', ...change, createdAt: new Date(first + index * DAY_MS).toISOString() }),
    )
    .reverse();
}

/** The ten jobs as ten records of one job each. */
const TEN_DAYS = TEN.map((latency) => ({ latencies: [latency], model: 'J', handle: '10' }));

function latencyOf(report: Report, device = 'phone') {
  return report.subjects
    .find((subject) => subject.device === device)
    ?.comparisons.find(({ metric }) => metric.name === 'latency');
}

describe('nothing changed, but the phone was slow today', () => {
  const slowToday = () => new KeepingProfiler({ slowness: () => 1.15 });

  it('is cleared by measuring the baseline beside it on the same day', async () => {
    const { perform } = scene({ history: days(...TEN_DAYS), profiler: slowToday(), task: { model: '10b' } });
    const report = await perform();
    expect(report.outcome).toBe('pass');
    expect(latencyOf(report)).toMatchObject({ verdict: 'unchanged', reason: 'within-limits' });
    expect(report.subjects[0]?.steps).toContain(
      "Measured 2 jobs of the candidate in alternation with 3 of the baseline's model.",
    );
  });

  it('still finds what is really slower', async () => {
    const { perform } = scene({ history: days(...TEN_DAYS), profiler: slowToday(), task: { model: '12' } });
    expect((await perform()).outcome).toBe('fail');
  });
});

describe('we accepted +15 % last week', () => {
  const before = TEN.map((latency) => ({ latencies: [latency] }));
  const accepted = {
    latencies: [11.5, 11.6, 11.4],
    model: 'b',
    shifts: [{ metric: 'latency', logRatio: Math.log(1.15) }],
  };
  const history = days(...before, accepted, { latencies: [11.5], model: 'c' });

  it('leaves a pull request at that level green', async () => {
    const report = await scene({ history, task: { model: '11.5' } }).perform();
    expect(report.outcome).toBe('pass');
    expect(latencyOf(report)?.baseline).toBeCloseTo(11.5, 1);
  });

  it('finds the next +15 % on top of it', async () => {
    expect((await scene({ history, task: { model: '13.2' } }).perform()).outcome).toBe('fail');
  });
});

describe('thirty devices, one of them unlucky', () => {
  const devices = Array.from({ length: 30 }, (_, index) => `phone ${index + 1}`);
  const history = devices.flatMap((device) => TEN.map((latency) => makeRun({ device, latencies: [latency] })));
  const sceneWith = (unlucky: readonly number[]) => {
    let job = 0;
    const slowness = (device: string) => (device === 'phone 7' ? (unlucky[job++] ?? 1) : 1);
    const profiler = new FakeProfiler({ devices, slowness });
    return scene({ history, profiler, task: { model: '10b', devices } });
  };

  it('spends one job on each and two more on the suspect, and passes', async () => {
    const { perform, profiler } = sceneWith([1.3]);
    const report = await perform();
    expect(report.outcome).toBe('pass');
    expect(profiler.submitted).toHaveLength(32);
  });

  it('does not accuse on a burst of three', async () => {
    expect((await sceneWith([1.3, 1.25, 1.3, 1, 1, 1]).perform()).outcome).not.toBe('fail');
  });

  it('finds the one that is slower for good', async () => {
    const report = await sceneWith([1.3, 1.31, 1.3, 1.29, 1.3, 1.3]).perform();
    expect(report.outcome).toBe('fail');
    expect(headline(report)).toMatch(/is [\d.]+ % slower .*confirmed\)$/);
  });
});

describe("the phone's OS was updated", () => {
  const environment = { ...ENVIRONMENT, os: 'Test OS 2' };

  it('refuses to compare, and names the field', async () => {
    const profiler = new FakeProfiler({ environment, slowness: () => 1.2 });
    const report = await scene({ history: days(...TEN_DAYS), profiler, task: { model: '10b' } }).perform();
    expect(latencyOf(report)).toMatchObject({
      verdict: 'inconclusive',
      reason: 'environment-differs',
      explanation: 'os was Test OS and is Test OS 2.',
    });
    expect(report.effects).toMatchObject({ conclusion: 'neutral', exitCode: 0 });
  });

  it("measures the baseline's model again where it can, and then compares", async () => {
    const profiler = new KeepingProfiler({ environment, slowness: () => 1.2 });
    const report = await scene({ history: days(...TEN_DAYS), profiler, task: { model: '10b' } }).perform();
    expect(latencyOf(report)).toMatchObject({ verdict: 'unchanged', change: 0 });
  });
});

describe('first run ever', () => {
  it('is inconclusive, says what makes a baseline, and does not block', async () => {
    const report = await scene({}).perform();
    expect(latencyOf(report)?.reason).toBe('no-baseline');
    expect(report.findings.map(({ code }) => code)).toEqual(['no-baseline']);
    expect(report.effects.exitCode).toBe(0);
  });

  it('blocks where the team asked for that', async () => {
    const report = await scene({ task: { failOn: 'inconclusive' } }).perform();
    expect(report.effects).toMatchObject({ conclusion: 'failure', exitCode: 1 });
  });
});

describe('slow by 3 % five times in a row', () => {
  it('passes each step, but the default branch notices the sum and stores the shift', async () => {
    const tracker = new FakeTracker(days(...TEN_DAYS).map((run, index) => ({ id: String(index), run })));
    const outcomes: string[] = [];
    for (let step = 1; step <= 5; step += 1) {
      const model = String(10 * 1.03 ** step);
      outcomes.push((await scene({ tracker, task: { model } }).perform()).outcome);
      await scene({ tracker, mode: 'record', task: { model } }).perform();
    }
    expect(outcomes[0]).toBe('pass');
    const shifts = tracker.kept.flatMap(({ run }) => run.shifts);
    expect(shifts.length).toBeGreaterThan(0);
  });
});

describe('the default branch became twice as fast', () => {
  it('confirms that as a shift, so that giving it back is red', async () => {
    const tracker = new FakeTracker(days(...TEN_DAYS).map((run, index) => ({ id: String(index), run })));
    await scene({ tracker, mode: 'record', task: { model: '5' } }).perform();
    const [recorded] = tracker.kept;
    expect(recorded?.run.shifts).toEqual([{ metric: 'latency', logRatio: expect.closeTo(Math.log(0.5), 2) }]);
    expect((await scene({ tracker, task: { model: '10b' } }).perform()).outcome).toBe('fail');
  });

  it('spends no job of a pull request on confirming it where that is switched off', async () => {
    const { perform, profiler } = scene({ history: days(...TEN_DAYS), task: { model: '5' } });
    const report = await perform();
    expect(profiler.submitted).toHaveLength(1);
    expect(latencyOf(report)).toMatchObject({
      verdict: 'unchanged',
      explanation: 'Better by more than the limits, but not confirmed.',
    });
  });

  it('confirms it in a pull request by default, with one more look', async () => {
    const history = days(...TEN_DAYS);
    const { perform, profiler } = scene({ history, task: { model: '5', confirmImprovements: true } });
    expect(latencyOf(await perform())).toMatchObject({ verdict: 'improved' });
    expect(profiler.submitted).toHaveLength(3);
  });
});

describe('the phones of one name differ', () => {
  it('does not pool jobs that met another environment than the first', async () => {
    const profiler = new FakeProfiler({ slowness: () => 1.3 });
    const moved = { kind: 'job' as const, job: { values: { latency: 13 } }, findings: [] };
    const environment = { ...ENVIRONMENT, os: 'Test OS 2' };
    for (const job of [2, 3, 4, 5, 6]) {
      profiler.script.set(job, [{ state: 'done', measurement: { ...moved, environment } }]);
    }
    const report = await scene({ history: days(...TEN_DAYS), profiler, task: { model: '10b' } }).perform();
    expect(report.outcome).toBe('inconclusive');
    expect(report.findings.map(({ facts }) => JSON.stringify(facts)).join()).toContain(
      'it met another environment than the first job: os was Test OS and is Test OS 2',
    );
  });
});

describe('budgets and waivers', () => {
  const history = days(...TEN_DAYS);
  const waiver = {
    model: 'net',
    device: 'phone',
    metric: 'latency',
    ceiling: { unit: '%', value: 0.25 },
    until: '2026-01-31',
    reason: 'the new head is worth it',
  };

  it('fails over the budget although nothing changed, once that is sure', async () => {
    const rules = [{ metric: 'latency', budget: 9 }];
    const { perform, profiler } = scene({ history, task: { model: '10b', rules } });
    const report = await perform();
    expect(latencyOf(report)).toMatchObject({ verdict: 'regressed', reason: 'over-budget', budget: 9 });
    expect(profiler.submitted.length).toBeGreaterThanOrEqual(3);
  });

  it('judges a budget without any baseline', async () => {
    const rules = [{ device: 'pho*', metric: 'latency', budget: 9 }];
    const report = await scene({ task: { rules } }).perform();
    expect(latencyOf(report)).toMatchObject({ verdict: 'regressed', reason: 'over-budget' });
  });

  it('does not let a share of the baseline waive a budget', async () => {
    const rules = [{ metric: 'latency', budget: 9 }];
    const report = await scene({ history, task: { model: '10b', rules, waivers: [waiver] } }).perform();
    expect(latencyOf(report)).toMatchObject({ reason: 'over-budget', waived: null });
  });

  it('takes the last rule that fits', async () => {
    const wide = { unit: '%', value: 0.5 };
    const rules = [{ maxRegression: { unit: '%', value: 0.01 } }, { device: 'phone', maxRegression: wide }];
    expect((await scene({ history, task: { model: '12', rules } }).perform()).outcome).toBe('pass');
  });

  it('lets a metric decide that by default does not, and the other way round', async () => {
    const rules = [{ metric: 'latency', gates: false }];
    const report = await scene({ history, task: { model: '12', rules } }).perform();
    expect(report.outcome).toBe('pass');
  });

  it('passes what a waiver covers, and shows it', async () => {
    const report = await scene({ history, task: { model: '12', waivers: [waiver] } }).perform();
    expect(report.outcome).toBe('pass');
    expect(latencyOf(report)).toMatchObject({ verdict: 'regressed', waived: waiver });
    expect(headline(report)).toMatch(/% slower .*, accepted until /);
  });

  it.each([
    ['expired', { ...waiver, until: '2025-12-31' }, ['waiver-expired']],
    ['too low', { ...waiver, ceiling: { unit: 'ms', value: 11 } }, []],
    ['for another device', { ...waiver, device: 'tablet*' }, []],
  ])('gates what a waiver does not cover: %s', async (_, other, findings) => {
    const report = await scene({ history, task: { model: '12', waivers: [other] } }).perform();
    expect(report.outcome).toBe('fail');
    expect(report.findings.map(({ code }) => code)).toEqual(expect.arrayContaining(findings));
  });
});

describe('settings that do nothing', () => {
  const rules = [{ device: 'tablet*', metric: 'latency', budget: 5, place: 'gate.yml:2:5: limits[0]' }];

  it('are a finding where an input narrows the job', async () => {
    const { findings } = await scene({ task: { rules, narrowed: true } }).perform();
    const why = 'no device is named "tablet*" (there is phone)';
    expect(findings).toContainEqual({ code: 'rule-unmatched', facts: { rule: 'gate.yml:2:5: limits[0]', why } });
  });

  it('are an error before anything is measured where none does', async () => {
    const { perform, profiler } = scene({ task: { rules, narrowed: false } });
    await expect(perform()).rejects.toThrow('gate.yml:2:5: limits[0] fits nothing: no device is named "tablet*"');
    expect(profiler.submitted).toEqual([]);
  });

  it('are told of a metric that is not measured, once the metrics are known', async () => {
    const one = [{ metric: 'layers_npu', budget: 3, place: 'gate.yml:2:5: limits[0]' }];
    const { findings } = await scene({ task: { rules: one, narrowed: false } }).perform();
    const why = 'layers_npu is not measured';
    expect(findings).toContainEqual({ code: 'rule-unmatched', facts: { rule: 'gate.yml:2:5: limits[0]', why } });
  });

  it('are told of a waiver that has ended, although nothing regressed', async () => {
    const waiver = {
      metric: 'latency',
      ceiling: { unit: '%', value: 0.2 },
      until: '2020-01-01',
      reason: 'r',
      place: 'gate.yml:9:5: waivers[0]',
    };
    const { findings } = await scene({ task: { waivers: [waiver] } }).perform();
    expect(findings.map(({ facts }) => facts)).toContainEqual(
      expect.objectContaining({
        rule: 'gate.yml:9:5: waivers[0]',
        why: expect.stringContaining('ended on 2020-01-01'),
      }),
    );
  });
});
