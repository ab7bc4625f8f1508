// Goldens are files a person can open; they are what a comment shows.

import { describe, expect, it } from 'vitest';
import type { LayerChange } from '../../src/domain/layers.ts';
import type { Report } from '../../src/domain/report.ts';
import { renderBody } from '../../src/rendering/body.ts';
import { renderCheck } from '../../src/rendering/check.ts';
import { renderTerminal } from '../../src/rendering/terminal.ts';
import { makeReport, makeSubject } from '../support/reports.ts';

const LAYERS: readonly LayerChange[] = [
  { name: 'block1/spatial', operator: 'Conv', unit: 'CPU', baselineMs: 1.2, candidateMs: 2.8, differenceMs: 1.6 },
  { name: 'block4/new', operator: 'Softmax', unit: 'CPU', baselineMs: null, candidateMs: 0.3, differenceMs: 0.3 },
  { name: 'head', operator: 'Gemm', unit: 'CPU', baselineMs: 3.0, candidateMs: 3.001, differenceMs: 0.001 },
];

const HOSTILE =
  'a|b `c` <img src=x onerror=alert(1)> @everyone #1 [x](http://evil) \u202Egnp.exe www.evil.example **bold**';

const REPORTS: Readonly<Record<string, Report>> = {
  regression: makeReport([
    makeSubject({ latencies: [14, 14.1, 13.9], layers: LAYERS }),
    makeSubject({ device: 'Google Pixel 8', latencies: [], failure: 'no device in 30 min' }),
    makeSubject({ device: 'Sony Xperia 5', latencies: [11, 11.05, 10.95] }),
    makeSubject({ device: 'Motorola Edge 40' }),
  ]),
  'all-fine': makeReport([makeSubject({ latencies: [12.31] })]),
  inconclusive: makeReport([
    makeSubject({ latencies: [], failure: 'no device in 30 min' }),
    makeSubject({ device: 'Google Pixel 8', latencies: [12.31] }),
  ]),
  'two-hundred': makeReport(
    Array.from({ length: 200 }, (_, index) =>
      makeSubject({ device: `Phone ${index}`, latencies: index % 50 === 49 ? [14, 14.1, 13.9] : [12.31] }),
    ),
  ),
  'first-run': makeReport(
    [makeSubject({ withoutBaseline: true, latencies: [12.3] })],
    [{ code: 'no-baseline', facts: { model: 'mobilenet_v2', device: 'Samsung Galaxy S25', branch: 'main' } }],
  ),
  'hostile-names': makeReport(
    [
      makeSubject({
        model: HOSTILE,
        device: HOSTILE,
        latencies: [14, 14.1, 13.9],
        layers: [{ ...LAYERS[0], name: HOSTILE, operator: HOSTILE } as LayerChange],
      }),
    ],
    [{ code: 'job-failed', facts: { device: HOSTILE, model: HOSTILE, why: HOSTILE } }],
  ),
};

describe('renderBody', () => {
  it.each(Object.entries(REPORTS))('shows %s', async (name, report) => {
    await expect(renderBody(report, 65_000)).toMatchFileSnapshot(`goldens/${name}.md`);
  });

  it('lets nothing hostile become markup, a mention, a reference or a link', () => {
    const body = renderBody({ ...(REPORTS['hostile-names'] as Report), pageUrl: null });
    const outsideCode = body.replaceAll(/<code>.*?<\/code>/g, '').replaceAll(/`[^`\n]*`/g, '');
    expect(body).not.toMatch(/<img|\u202E|\]\(|\*\*bold/);
    expect(outsideCode).not.toMatch(/@everyone|(?<!&)#1|https?:\/\/|www\./);
    expect(
      body
        .split('\n')
        .filter((line) => line.startsWith('| ❌'))
        .every((line) => line.split('|').length === 9),
    ).toBe(true);
  });

  it('fits two hundred comparisons into what GitHub takes, the most important first', () => {
    const body = renderBody(REPORTS['two-hundred'] as Report, 60_000);
    expect(body.length).toBeLessThanOrEqual(60_000);
    expect(body.split('\n').filter((line) => line.startsWith('|'))[2]).toContain('❌');
    expect(body).toContain('Shortened');
  });
});

describe('renderCheck', () => {
  it.each(Object.entries(REPORTS))('says %s in its title, summary and annotations', async (name, report) => {
    const { title, summary, annotations } = renderCheck(report);
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(65_535);
    const lines = annotations.map(({ level, title: what, message }) => `- ${level}: ${what}: ${message}`);
    await expect(`${[`# ${title}`, '', ...lines].join('\n')}\n`).toMatchFileSnapshot(`goldens/${name}.check.md`);
  });

  it('has the headline for a title and an annotation for every regression', () => {
    const check = renderCheck(REPORTS['regression'] as Report);
    expect(check.title).toBe('1 of 8 comparisons regressed, 1 inconclusive, 1 improved');
    expect(check.annotations).toEqual([
      {
        path: 'mobilenet_v2',
        level: 'failure',
        title: 'mobilenet_v2: latency regressed on Samsung Galaxy S25',
        message: 'latency 12.3 ms → 14.0 ms (+13.8 %; 3 jobs, confirmed).',
      },
    ]);
  });
});

describe('renderTerminal', () => {
  it('shows the same in plain lines', async () => {
    await expect(renderTerminal(REPORTS['regression'] as Report)).toMatchFileSnapshot('goldens/regression.txt');
  });
});
