// What a reader is told to do works: the waiver block is read by the configuration and accepts what regressed.

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { toWaiver, WaiverEntry } from '../../src/config/rules.ts';
import { METRICS } from '../../src/domain/metric.ts';
import type { Report } from '../../src/domain/report.ts';
import type { Waiver } from '../../src/domain/waiver.ts';
import { renderAdvice } from '../../src/rendering/advice.ts';
import { EXAMPLES, HOSTILE } from '../support/report-examples.ts';
import { makeReport, makeSubject, type SubjectChange } from '../support/reports.ts';

function readWaivers(report: Report): readonly Waiver[] {
  const block = /```yaml\n([\s\S]*?)```/.exec(renderAdvice(report).join('\n\n'))?.[1] ?? '';
  const { waivers }: { waivers: readonly unknown[] } = parse(block);
  return waivers.map((waiver, index) =>
    toWaiver(WaiverEntry.parse(waiver), (key) => `waivers[${index}].${key}`, METRICS),
  );
}

const CASES: Readonly<Record<string, SubjectChange>> = {
  'a regression': { latencies: [14, 14.1, 13.9] },
  'a broken budget': {
    latencies: [12.6, 12.62, 12.58, 12.61, 12.59, 12.6],
    policy: { rules: [{ metric: 'latency', budget: 11.8 }] },
  },
  'a larger file': { latencies: [12.31], sizeBytes: 1182 },
  'names that could be YAML or hide': { latencies: [14, 14.1, 13.9], model: HOSTILE, device: 'no: "x" #' },
};

describe('the waiver block', () => {
  it.each(Object.entries(CASES))('accepts %s when it is pasted', (_, change) => {
    const report = makeReport([makeSubject(change)]);
    expect(report.outcome).toBe('fail');
    const waivers = readWaivers(report);
    const accepted = makeReport([makeSubject({ ...change, policy: { ...change.policy, waivers } })]);
    expect(accepted.outcome).toBe('pass');
  });

  it('is for all devices where several regressed, and one where one did', () => {
    const slow = { latencies: [14, 14.1, 13.9] };
    const both = makeReport([makeSubject(slow), makeSubject({ ...slow, device: 'Google Pixel 8' })]);
    expect(readWaivers(both)).toHaveLength(1);
    expect(readWaivers(both)[0]?.device).toBe('*');
    expect(readWaivers(makeReport([makeSubject(slow)]))[0]?.device).toBe('Samsung Galaxy S25');
  });
});

describe('renderAdvice', () => {
  it('names the layers that became slower', () => {
    expect(renderAdvice(EXAMPLES['regression'] as Report)[0]).toContain(
      '`block1/spatial` (Conv, CPU) 1.20 ms → 2.80 ms',
    );
  });

  it('says nothing where nothing needs to be done, and nothing of what has landed', () => {
    expect(renderAdvice(EXAMPLES['all-fine'] as Report)).toEqual([]);
    expect(renderAdvice({ ...(EXAMPLES['regression'] as Report), mode: 'record' })).toEqual([]);
  });

  it('has one command for each reason why something is not known', () => {
    expect(renderAdvice(EXAMPLES['inconclusive'] as Report).join()).toContain('`gh run rerun 1`');
    expect(renderAdvice(EXAMPLES['not-settled'] as Report).join()).toContain('`max-repeats`');
    expect(renderAdvice(EXAMPLES['first-run'] as Report).join()).toContain('run this workflow on the default branch');
  });
});
