// Pictures of what readers see: the example reports as GitHub shows a comment, and as the report page, on a wide screen
// and on a phone, in both schemes. For people to look at; CI keeps them as an artifact.
//
// usage: node scripts/screenshots.ts [FOLDER] [NAME…]

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { encodeReport } from '../src/formats/report-file.ts';
import { renderBody } from '../src/rendering/body.ts';
import { describeFinding } from '../src/rendering/findings.ts';
import { renderPage } from '../src/rendering/page/page.ts';
import { EXAMPLES } from '../test/support/report-examples.ts';
import { findBrowser, toCommentPage } from './comment-page.ts';

const [folder = 'screenshots', ...names] = process.argv.slice(2);
const WIDTHS = [1000, 400];
const SCHEMES = ['light', 'dark'] as const;
/** About what a phone shows before its reader scrolls. */
const FIRST_SCREEN = 800;

const executablePath = findBrowser(existsSync);
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const reports = Object.entries(EXAMPLES).filter(([name]) => names.length === 0 || names.includes(name));
for (const [name, report] of reports) {
  await take(browser, `${name}.comment`, await toCommentPage(renderBody(report, 60_000)));
  await take(browser, `${name}.page`, renderPage(report, encodeReport(report, describeFinding)));
}
await browser.close();
process.stdout.write(`${reports.length * 2 * WIDTHS.length * SCHEMES.length * 2} pictures in ${folder}\n`);

/** The first screen, and the whole of it. */
async function take(shown: Browser, name: string, html: string): Promise<void> {
  const path = join(folder, `${name}.html`);
  writeFileSync(path, html);
  for (const width of WIDTHS) {
    for (const colorScheme of SCHEMES) {
      const page = await shown.newPage({ colorScheme, viewport: { width, height: FIRST_SCREEN } });
      await page.setContent(html);
      const file = (part: string) => join(folder, `${name}.${width}.${colorScheme}.${part}.png`);
      await page.screenshot({ path: file('first') });
      await page.screenshot({ path: file('whole'), fullPage: true });
      await page.close();
    }
  }
}
