// The first line says what, where, how much and how sure, and the second one counts the rest.

import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { describeCounts, outcomeIcon, summarise } from '../../src/rendering/headline.ts';
import { describeLevel } from '../../src/rendering/numbers.ts';
import { toRows } from '../../src/rendering/rows.ts';
import { renderTerminal } from '../../src/rendering/terminal.ts';
import { EXAMPLES } from '../support/report-examples.ts';
import { makeReport, makeSubject } from '../support/reports.ts';

const FIRST_LINES: Readonly<Record<string, string>> = {
  fleet: '❌ ranker-large is 80 % slower on Xiaomi 14 (12.3 → 22.1 ms, confirmed), and 1 more',
  regression: '❌ mobilenet_v2 is 13.8 % slower on Samsung Galaxy S25 (12.3 → 14.0 ms, confirmed)',
  'all-fine': '✅ not slower: latency −2.7…+3.0 %, limit 5 %',
  inconclusive: '⚪ inconclusive: latency of mobilenet_v2 on Samsung Galaxy S25 (no device in 30 min)',
  'not-settled':
    '⚪ inconclusive: mobilenet_v2 perhaps is 7 % slower on Samsung Galaxy S25 (−5…+23 %, 6 jobs, not settled)',
  'not-shown': '🔲 no regression found, but latency not shown (could hide up to +14 %), limit 5 %',
  accepted: '🟡 mobilenet_v2 is 13.8 % slower on Samsung Galaxy S25 (12.3 → 14.0 ms), accepted until 2026-12-31',
  improved: '✅ mobilenet_v2 is 30 % faster on Samsung Galaxy S25 (12.3 → 8.60 ms, confirmed)',
  'over-budget': '❌ mobilenet_v2 is 18.2 % larger on Google Pixel 8 (1.000 → 1.182 kB), and 1 more',
  'first-run': '⚪ inconclusive: no baseline yet',
};

const exampleOf = (name: string) => EXAMPLES[name] as Report;

describe('headline', () => {
  it.each(Object.entries(FIRST_LINES))('of %s', (name, line) => {
    const report = exampleOf(name);
    expect(`${outcomeIcon(report)} ${summarise(report)}`).toBe(line);
  });

  it('names the budget that is broken', () => {
    const policy = { rules: [{ metric: 'latency', budget: 11.8 }] };
    const latencies = [12.6, 12.62, 12.58, 12.61, 12.59, 12.6];
    const report = makeReport([makeSubject({ device: 'local', latencies, policy })]);
    expect(summarise(report)).toBe('latency of mobilenet_v2 is 12.6 ms, over its budget of 11.8 ms');
  });

  it('tells a budget in the unit of the metric, also where that is per cent', () => {
    expect(describeLevel({ unit: '%' }, 99)).toBe('99 %');
    expect(describeLevel({ unit: 'ms' }, 11.8)).toBe('11.8 ms');
    expect(describeLevel({ unit: '' }, 3)).toBe('3');
  });

  it('counts what it does not name', () => {
    expect(describeCounts(exampleOf('fleet'))).toBe('1 inconclusive · 1 faster · 89 unchanged · limit +5 %');
    expect(describeCounts(exampleOf('not-shown'))).toBe('1 not shown · 2 unchanged');
  });

  it('is the last line on a terminal', () => {
    const lines = renderTerminal(exampleOf('fleet'), { page: 'report.md' }).trimEnd().split('\n');
    expect(lines.at(-1)).toBe(`❌ Latency Gate: ${FIRST_LINES['fleet']?.slice(2)}`);
  });
});

describe('toRows', () => {
  it('has one row a model for what does not depend on the device', () => {
    const sizes = toRows(exampleOf('fleet')).filter(({ comparison }) => comparison.metric.name === 'model_size');
    expect(sizes.map(({ model, subjects }) => [model, subjects.length])).toEqual([
      ['detector', 30],
      ['ranker-large', 30],
      ['ranker-small', 30],
    ]);
  });

  it('keeps a row for each device where they disagree', () => {
    const rows = toRows(exampleOf('over-budget')).filter(({ comparison }) => comparison.metric.name === 'model_size');
    expect(rows.map(({ subjects }) => subjects.length)).toEqual([1, 1]);
  });

  it('puts the largest regression first, whatever the order of the devices', () => {
    const report = makeReport([
      makeSubject({ device: 'A', latencies: [13.2, 13.3, 13.25] }),
      makeSubject({ device: 'B', latencies: [22.1, 22.3, 21.9] }),
      makeSubject({ device: 'C', latencies: [14, 14.1, 13.9] }),
    ]);
    expect(
      toRows(report)
        .slice(0, 3)
        .map(({ subjects }) => subjects[0].device),
    ).toEqual(['B', 'C', 'A']);
  });
});
