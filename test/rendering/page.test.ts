// The HTML report: safe as text, and in a real browser usable, accessible and quick to open.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { encodeReport } from '../../src/formats/report-file.ts';
import { renderCsv } from '../../src/rendering/csv.ts';
import { describeFinding } from '../../src/rendering/findings.ts';
import { renderPage } from '../../src/rendering/page/page.ts';
import { SCRIPT, SCRIPT_HASH } from '../../src/rendering/page/script.ts';
import { temporaryFolder } from '../support/folder.ts';
import { EXAMPLES } from '../support/report-examples.ts';
import { makeLargeReport, makeLayers, makeReport, makeSubject } from '../support/reports.ts';

const HOSTILE = `<img src=x onerror="document.title='hit'"> </script><script>document.title='hit'</script> \u202Egnp`;

const REGRESSION = makeReport([
  makeSubject({ latencies: [14, 14.1, 13.9], layers: makeLayers(60) }),
  makeSubject({ device: 'Google Pixel 8', latencies: [], failure: 'no device in 30 min' }),
  makeSubject({ device: 'Sony Xperia 5', latencies: [11, 11.05, 10.95] }),
]);

describe('renderPage', () => {
  it('is what a person can open as a golden', async () => {
    await expect(renderPage(REGRESSION)).toMatchFileSnapshot('goldens/regression.html');
  });

  it('lets only its own script run', () => {
    expect(SCRIPT_HASH).toBe(`sha256-${createHash('sha256').update(SCRIPT).digest('base64')}`);
    expect(renderPage(REGRESSION)).toContain(
      `default-src 'none'; style-src 'unsafe-inline'; script-src '${SCRIPT_HASH}'`,
    );
  });

  it('escapes whatever comes from outside, in the charts too', () => {
    const layers = [{ ...makeLayers(1)[0], name: HOSTILE, operator: HOSTILE }] as Report['subjects'][0]['layers'];
    const subject = makeSubject({ model: HOSTILE, device: HOSTILE, latencies: [14, 14.1, 13.9], layers });
    const page = renderPage(
      makeReport([subject], [{ code: 'job-failed', facts: { device: HOSTILE, model: HOSTILE, why: HOSTILE } }]),
    );
    expect(page).not.toContain('<img');
    expect(page.match(/<script(?! type="application\/json" id="data">)/g)).toHaveLength(1);
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    expect(page).not.toContain('\u202E');
  });

  it('stays under 2 MB with 30 devices, 6 metrics and 500 layers each', () => {
    const report = makeLargeReport();
    expect(Buffer.byteLength(renderPage(report, encodeReport(report, describeFinding)))).toBeLessThan(2_000_000);
  });
});

const CHROMIUM = '/usr/bin/chromium';

describe.skipIf(!existsSync(CHROMIUM))('the page in a browser', () => {
  let browser: Browser;
  const folder = temporaryFolder('page');

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a report from a file, offline; whatever the page complains about fails the test. */
  async function open(report: Report, colorScheme: 'light' | 'dark' = 'light', address = ''): Promise<Page> {
    const path = join(folder, 'report.html');
    writeFileSync(path, renderPage(report, encodeReport(report, describeFinding)));
    const page = await browser.newPage({ colorScheme });
    await page.context().setOffline(true);
    page.on('pageerror', (error) => expect.fail(error.message));
    page.on('console', (message) => expect.fail(message.text()));
    page.on('request', (request) => expect(request.url()).toMatch(/^file:/));
    await page.goto(`file://${path}${address}`);
    return page;
  }

  it.each(['light', 'dark'] as const)('has nothing that axe finds serious, in the %s scheme', async (scheme) => {
    const page = await open(REGRESSION, scheme);
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    // The page's own policy stops foreign scripts, so axe is brought in by the debugger.
    const violations = await page.evaluate(`${axe}; axe.run().then(({ violations }) => violations)`);
    const serious = (violations as { id: string; impact: string; nodes: { html: string }[] }[]).filter(({ impact }) =>
      ['serious', 'critical'].includes(impact),
    );
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await page.close();
  });

  it('filters its table by verdict and by text, from the keyboard', async () => {
    const page = await open(REGRESSION);
    const shown = () => page.locator('#overview tbody tr:visible').count();
    expect(await shown()).toBe(4);
    await page.getByLabel('unchanged').focus();
    await page.keyboard.press('Space');
    expect(await shown()).toBe(3);
    await page.getByLabel('Search').fill('xperia');
    expect(await shown()).toBe(1);
    expect(await page.locator('#count').textContent()).toBe('1 of 4 shown');
    await page.close();
  });

  it('opens a device from the table', async () => {
    const page = await open(REGRESSION);
    expect(await page.locator('#subject-2').getAttribute('open')).toBeNull();
    await page.getByRole('link', { name: 'Sony Xperia 5' }).first().click();
    await page.locator('#subject-2[open]').waitFor({ timeout: 10_000 });
    await page.close();
  });

  it('shows 30 devices in full and never runs what a name contains', async () => {
    const page = await open(makeLargeReport());
    expect(await page.locator('details').count()).toBe(30);
    expect(await page.locator('#subject-7 figure').count()).toBe(4);
    await page.close();
    const hostile = await open(makeReport([makeSubject({ model: HOSTILE, device: HOSTILE })]));
    expect(await hostile.title()).not.toBe('hit');
    await hostile.close();
  });

  it('prints 60 comparisons on at most 8 pages, no column cut off', async () => {
    const subjects = Array.from({ length: 30 }, (_, index) =>
      makeSubject({
        model: `net-${index}`,
        latencies: index === 0 ? [14, 14.1, 13.9] : [12.31],
        layers: makeLayers(20),
      }),
    );
    const page = await open(makeReport(subjects));
    expect(await page.locator('#overview tbody tr').count()).toBe(60);
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeLessThanOrEqual(8);
    await page.emulateMedia({ media: 'print' });
    // A4 without its margins, in CSS pixels.
    await page.setViewportSize({ width: 703, height: 1000 });
    const cut = await page.evaluate(`[...document.querySelectorAll('table')]
      .filter((table) => table.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map((table) => table.id || table.className || table.caption?.textContent)`);
    expect(cut).toEqual([]);
    await page.close();
  });

  it('searches by words in any order, and keeps that, the filters and the order in its address', async () => {
    const page = await open(EXAMPLES['fleet'] as Report);
    const visible = page.locator('#overview tbody tr:visible');
    await page.getByLabel('Search').fill('latency ranker-large phone');
    expect(await visible.count()).toBe(25);
    await page.getByLabel('Search').fill('');
    await page.getByLabel('unchanged').uncheck();
    await page.getByRole('button', { name: 'Change' }).click();
    expect(await visible.nth(0).textContent()).toContain('+79.7');
    await page.getByRole('button', { name: 'Change' }).click();
    expect(await visible.nth(0).textContent()).toContain('−10.6');
    const address = new URL(page.url()).hash;
    await page.close();
    const again = await open(EXAMPLES['fleet'] as Report, 'light', address);
    expect(await again.locator('#overview tbody tr:visible').count()).toBe(4);
    expect(await again.locator('#overview tbody tr:visible').nth(0).textContent()).toContain('−10.6');
    expect(await again.locator('th[aria-sort=ascending]').textContent()).toBe('Change');
    await again.close();
  });

  it.each([
    ['json', (report: Report) => JSON.parse(encodeReport(report, describeFinding))],
    ['csv', renderCsv],
  ] as const)('hands out the whole report as %s', async (kind, encode) => {
    const page = await open(REGRESSION);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: `report.${kind}` }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`report.${kind}`);
    const text = readFileSync(await download.path(), 'utf8');
    if (kind === 'csv') expect(text).toBe(encode(REGRESSION));
    else expect(JSON.parse(text)).toEqual(rounded(encode(REGRESSION)));
    await page.close();
  });

  it('shows models × devices at a glance, with the worst of each', async () => {
    const page = await open(EXAMPLES['fleet'] as Report);
    expect(await page.locator('.matrix tbody tr').count()).toBe(30);
    const cell = page.locator('.matrix td.regressed').first();
    expect(await cell.textContent()).toContain('+79.7');
    await cell.getByRole('link').click();
    await page.locator('#subject-30[open]').waitFor({ timeout: 10_000 });
    await page.close();
    const few = await open(REGRESSION);
    expect(await few.locator('.matrix').count()).toBe(0);
    await few.close();
  });

  it('tells each value to the pointer, and leads from a recorded run to its commit', async () => {
    const page = await open(REGRESSION);
    const chart = page.locator('#subject-0 figure').nth(1);
    const link = chart.locator('a').last();
    expect(await link.getAttribute('href')).toMatch(/^https:\/\/github.com\/acme\/models\/commit\/9f8e7d60/);
    expect(await link.locator('title').textContent()).toBe('9f8e7d6, 2026-11-21: 12.3 ms');
    const jobs = await page.locator('#subject-0 figure').nth(0).locator('title').allTextContents();
    expect(jobs).toContain('candidate, job 2: 14.1 ms');
    await page.close();
  });

  it('says why in numbers, and is red about nothing that only is shown', async () => {
    const page = await open(REGRESSION);
    const rows = page.locator('#subject-0 table').first().locator('tbody tr');
    expect(await rows.nth(1).textContent()).toContain(
      'Slower by 12.0 to 15.7 %; the limit is 5 %; the measured jobs do not overlap.',
    );
    const shown = rows.filter({ hasText: 'shown only' });
    expect(await shown.count()).toBe(1);
    expect(await shown.locator('.regressed').count()).toBe(0);
    await page.close();
  });

  it('sets both environments side by side and marks what differs', async () => {
    const [subject] = REGRESSION.subjects;
    if (subject?.baseline == null) throw new Error('a subject without a baseline');
    const environment = { ...subject.environment, cpu: 'Another CPU' };
    const page = await open({ ...REGRESSION, subjects: [{ ...subject, environment }] });
    expect(await page.locator('.environment tr', { hasText: 'differs' }).textContent()).toMatch(
      /cpu differs\s*Test CPU\s*Another CPU/,
    );
    await page.close();
  });
});

/** Layers of the page's JSON have six digits. */
function rounded(report: { subjects: { layers: Report['subjects'][0]['layers'] }[] }): unknown {
  const round = (ms: number | null) => (ms === null ? null : Number(ms.toPrecision(6)));
  const subjects = report.subjects.map((subject) => ({
    ...subject,
    layers: subject.layers.map((layer) => {
      const [baselineMs, candidateMs] = [round(layer.baselineMs), round(layer.candidateMs)];
      return { ...layer, baselineMs, candidateMs, differenceMs: (candidateMs ?? 0) - (baselineMs ?? 0) };
    }),
  }));
  return { ...report, subjects };
}
