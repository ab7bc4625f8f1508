// The report page with 30 devices, 6 metrics and 500 layers each: its size, and how long Chromium takes to open it
// against an empty page in the same run. It should stay under 2 MB and under a second.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { renderPage } from '../src/rendering/page/page.ts';
import { makeLargeReport } from '../test/support/reports.ts';

const ROUNDS = 7;
const LARGEST_BYTES = 2_000_000;
const LONGEST_MS = 1000;

const folder = mkdtempSync(join(tmpdir(), 'latency-gate-page-bench-'));
const write = (name: string, html: string) => {
  writeFileSync(join(folder, name), html);
  return `file://${join(folder, name)}`;
};
const startedAt = performance.now();
const html = renderPage(makeLargeReport());
const renderMs = performance.now() - startedAt;
const pages = { report: write('report.html', html), empty: write('empty.html', '<!doctype html><title>empty</title>') };
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const times: Record<string, number[]> = { report: [], empty: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, url] of Object.entries(pages)) {
    const page = await browser.newPage();
    const from = performance.now();
    await page.goto(url, { waitUntil: 'load' });
    times[name]?.push(performance.now() - from);
    await page.close();
  }
}
await browser.close();

const middle = (name: string) => [...(times[name] ?? [])].sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
const bytes = Buffer.byteLength(html);
const [open, empty] = [middle('report'), middle('empty')];
process.stdout.write(
  `report page: ${(bytes / 1e6).toFixed(2)} MB, rendered in ${renderMs.toFixed(0)} ms, opened in ${open.toFixed(0)} ms (${(open / empty).toFixed(1)} × an empty page)\n`,
);
if (bytes > LARGEST_BYTES || open > LONGEST_MS) process.exitCode = 1;
