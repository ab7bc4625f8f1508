// Goldens are files a person can open; they are what a comment shows.

import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { renderBody } from '../../src/rendering/body.ts';
import { renderCheck } from '../../src/rendering/check.ts';
import { renderTerminal } from '../../src/rendering/terminal.ts';
import { EXAMPLES as REPORTS } from '../support/report-examples.ts';
import { makeReport, makeSubject } from '../support/reports.ts';

describe('renderBody', () => {
  it.each(Object.entries(REPORTS))('shows %s', async (name, report) => {
    await expect(renderBody(report, 65_000)).toMatchFileSnapshot(`goldens/${name}.md`);
  });

  it('lets nothing hostile become markup, a mention, a reference or a link', () => {
    const body = renderBody({ ...(REPORTS['hostile-names'] as Report), pageUrl: null, runUrl: null });
    expect(body).not.toContain('\u202E');
    const outsideFence = body
      .replaceAll(/^```[\s\S]*?^```$/gm, '')
      .replaceAll(/\[[a-z `-]+\]\(https:\/\/github\.com\/latency-gate\/[^)\s]*\)/g, '');
    const outsideCode = outsideFence.replaceAll(/<code>.*?<\/code>/g, '').replaceAll(/`[^`\n]*`/g, '');
    expect(outsideFence).not.toMatch(/<img|\]\(|\*\*bold/);
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

  it('leaves out the folds before the rows, and the rows before the first line', () => {
    const report = REPORTS['regression'] as Report;
    const at = (longest: number) => {
      const body = renderBody(report, longest);
      expect(body.length).toBeLessThanOrEqual(longest);
      expect(body.match(/<details>/g)?.length).toBe(body.match(/<\/details>/g)?.length);
      return body;
    };
    expect(at(4000)).toContain('#### Layers');
    expect(at(4000)).not.toContain('#### Environment');
    expect(at(2200)).toMatch(/\*\*Wanted\?\*\*/);
    expect(at(2200)).not.toContain('unchanged</summary>');
    expect(at(1500)).toContain('| ❌ |');
    expect(at(900)).not.toContain('| ❌ |');
    expect(at(120)).toMatch(/^### ❌ Latency Gate: mobilenet_v2 is 13\.8 % slower/);
  });

  it('links each finding, the commits and what lies between them', () => {
    const body = renderBody(REPORTS['hostile-names'] as Report);
    expect(body).toContain(
      '[`job-failed`](https://github.com/latency-gate/latency-gate/blob/main/docs/findings.md#job-failed)',
    );
    expect(body).toContain('[`topic` (a1b2c3d)](https://github.com/acme/models/commit/a1b2c3d0');
    expect(body).toMatch(/\[changes\]\(https:\/\/github.com\/acme\/models\/compare\/9f8e7d6[0]+\.\.\.a1b2c3d0+\)/);
  });
});

describe('renderCheck', () => {
  it('stays within what GitHub takes in bytes too, whatever the script of the names', () => {
    const subjects = Array.from({ length: 400 }, (_, index) => makeSubject({ device: `小米手机测试设备型号${index}` }));
    const { summary } = renderCheck(makeReport(subjects));
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(65_535);
    expect(summary).toContain('Shortened');
    expect(summary.length).toBeGreaterThan(1000);
  });

  it.each(Object.entries(REPORTS))('says %s in its title, summary and annotations', async (name, report) => {
    const { title, summary, annotations } = renderCheck(report);
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(65_535);
    const lines = annotations.map(({ level, title: what, message }) => `- ${level}: ${what}: ${message}`);
    await expect(`${[`# ${title}`, '', ...lines].join('\n')}\n`).toMatchFileSnapshot(`goldens/${name}.check.md`);
  });

  it('has the headline for a title and an annotation for every regression', () => {
    const check = renderCheck(REPORTS['regression'] as Report);
    expect(check.title).toBe('mobilenet_v2 is 13.8 % slower on Samsung Galaxy S25 (12.3 → 14.0 ms, confirmed)');
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
