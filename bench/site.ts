// A site of 10,000 records: how long it takes, how large it is, and how long Chromium takes to open its pages. It should
// take at most a minute, 20 MB, and a second a page. `--keep FOLDER` leaves it there.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { chromium } from 'playwright-core';
import { simulateHistory, toRecordFiles } from '../test/support/simulated-history.ts';

const MODELS = 5;
const DEVICES = 4;
const RUNS = 500;
const LONGEST_MS = 60_000;
const LARGEST_MB = 20;
const LONGEST_OPEN_MS = 1000;

const folder = mkdtempSync(join(tmpdir(), 'latency-gate-site-bench-'));
const [, keep] = process.argv.slice(2);
const site = keep === undefined ? join(folder, 'site') : resolve(keep);
mkdirSync(join(folder, 'records'));
for (let model = 0; model < MODELS; model += 1) {
  for (let device = 0; device < DEVICES; device += 1) {
    const scale = (at: number) => Math.round((at * RUNS) / 208);
    const runs = simulateHistory({
      model: `model-${model}`,
      device: `Phone ${device}`,
      runs: RUNS,
      seed: 1 + model * DEVICES + device,
      shifts: [45, 110, 170].map((at, place) => ({ at: scale(at), factor: [1.08, 0.88, 1.15][place] ?? 1 })),
    });
    for (const [name, text] of Object.entries(toRecordFiles(runs))) writeFileSync(join(folder, 'records', name), text);
  }
}
const startedAt = performance.now();
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [resolve('dist/cli/index.js'), 'site', 'records', '--site-folder', site, '--json', '--quiet'],
  { cwd: folder, encoding: 'utf8' },
);
const tookMs = performance.now() - startedAt;
if (status !== 0) throw new Error(stderr);
const made = JSON.parse(stdout) as { runs: number; bytes: number; files: number; changes: number };
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const open = async (url: string) => {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const page = await browser.newPage();
    const from = performance.now();
    await page.goto(url, { waitUntil: 'load' });
    times.push(performance.now() - from);
    await page.close();
  }
  return times.sort((a, b) => a - b)[2] ?? Number.NaN;
};
const page = await browser.newPage();
await page.goto(`file://${site}/index.html`);
const first = await page.locator('#overview a').first().getAttribute('href');
const [index, subject] = [await open(`file://${site}/index.html`), await open(`file://${site}/${first}`)];
await browser.close();
rmSync(folder, { recursive: true, force: true });
const megabytes = made.bytes / 1e6;
process.stdout.write(
  `site: ${made.runs} records, ${made.changes} changes, ${made.files} files, ${megabytes.toFixed(1)} MB in ${(tookMs / 1000).toFixed(1)} s; index opened in ${index.toFixed(0)} ms, a model's page in ${subject.toFixed(0)} ms\n`,
);
if (tookMs > LONGEST_MS || megabytes > LARGEST_MB || Math.max(index, subject) > LONGEST_OPEN_MS) process.exitCode = 1;
