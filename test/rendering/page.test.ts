// The HTML report: safe as text, and in a real browser usable, accessible and quick to open.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { renderPage } from '../../src/rendering/page/page.ts';
import { SCRIPT, SCRIPT_HASH } from '../../src/rendering/page/style.ts';
import { temporaryFolder } from '../support/folder.ts';
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
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toContain('\u202E');
  });

  it('stays under 2 MB with 30 devices, 6 metrics and 500 layers each', () => {
    expect(Buffer.byteLength(renderPage(makeLargeReport()))).toBeLessThan(2_000_000);
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
  async function open(report: Report, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const path = join(folder, 'report.html');
    writeFileSync(path, renderPage(report));
    const page = await browser.newPage({ colorScheme });
    await page.context().setOffline(true);
    page.on('pageerror', (error) => expect.fail(error.message));
    page.on('console', (message) => expect.fail(message.text()));
    page.on('request', (request) => expect(request.url()).toMatch(/^file:/));
    await page.goto(`file://${path}`);
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
    expect(await page.locator('#subject-7 figure').count()).toBe(5);
    await page.close();
    const hostile = await open(makeReport([makeSubject({ model: HOSTILE, device: HOSTILE })]));
    expect(await hostile.title()).not.toBe('hit');
    await hostile.close();
  });

  it('prints', async () => {
    const page = await open(REGRESSION);
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
    await page.close();
  });
});
