// The site of two simulated years, as its readers see it: in Chromium, wide and narrow, and as machines read it.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSite } from '../../src/app/site/build-site.ts';
import { Memory } from '../../src/app/site/remember.ts';
import { EMPTY_HISTORY, type History } from '../../src/domain/history.ts';
import { pageOf } from '../../src/domain/site.ts';
import { decodeHistory, encodeHistory } from '../../src/formats/history-file.ts';
import { renderOpenMetrics } from '../../src/rendering/site/open-metrics.ts';
import { renderSite } from '../../src/rendering/site/site.ts';
import { temporaryFolder } from '../support/folder.ts';
import { commitOf, SHIFTS, simulateHistory } from '../support/simulated-history.ts';

const HOSTILE = `<img src=x onerror="document.title='hit'"></script><script>document.title='hit'</script>::error::x \u202Egnp`;
const RELEASE = {
  tag: '</style><script>1</script>v1',
  at: '2025-06-01T00:00:00.000Z',
  url: 'https://github.com/a/b/releases/1',
};
const SINGLE = { at: 1e9, factor: 1 };

function remember(): History {
  const memory = new Memory(EMPTY_HISTORY);
  const add = (bundle: string, runs: ReturnType<typeof simulateHistory>) => {
    for (const run of runs) memory.addRun(bundle, run);
  };
  add('latency-gate-record-detector-70aced6f', simulateHistory());
  add('b', simulateHistory({ model: HOSTILE, device: HOSTILE, seed: 3, shifts: [], machine: SINGLE }));
  const accepted = [
    { metric: 'latency', by: 'anna', url: 'https://github.com/a/b/pull/7#1', until: null, reason: HOSTILE },
  ];
  const ranker = simulateHistory({
    model: 'ranker',
    device: 'Pixel 8',
    seed: 4,
    shifts: [{ at: 200, factor: 1.2 }],
    machine: SINGLE,
  });
  add(
    'c',
    ranker.map((run, place) =>
      place === 200 ? { ...run, accepted, shifts: [{ metric: 'latency', logRatio: 0.18 }] } : run,
    ),
  );
  memory.addRelease(RELEASE);
  return memory.recall(10_000).history;
}

const HISTORY = remember();
const NOW = new Date('2026-11-01T00:00:00Z');
const COMMITS = Array.from({ length: 208 }, (_, place) => commitOf(207 - place));
const SITE = buildSite(HISTORY, {
  title: 'Latency of acme/models',
  repositoryUrl: 'https://github.com/acme/models',
  now: NOW,
  waivers: [
    { model: 'ranker', ceiling: { unit: '%', value: 0.3 }, until: '2026-12-31', reason: 'quantised next month' },
    { model: 'ranker', ceiling: { unit: '%', value: 0.3 }, until: '2026-01-01', reason: 'over' },
  ],
  commits: COMMITS,
});
const FILES = new Map(renderSite(SITE));
const fileOf = (path: string) => FILES.get(path) ?? '';
const detector = SITE.subjects.find(({ subject }) => subject.model === 'detector');
const ranker = SITE.subjects.find(({ subject }) => subject.model === 'ranker');
const pathOf = (one: typeof detector, ending: string) => (one === undefined ? '' : `${pageOf(one)}.${ending}`);

describe('the site', () => {
  it('links the commits between two levels, and shows what was accepted and what is waived', () => {
    const page = fileOf(pathOf(detector, 'html'));
    const [before, after] = [commitOf((SHIFTS[0]?.at ?? 0) - 1), commitOf(SHIFTS[0]?.at ?? 0)];
    expect(page).toContain(`https://github.com/acme/models/commit/${after}`);
    expect(page).not.toContain(`/compare/${after}...${before}`);
    expect(page).toContain('cpu: Test CPU → Newer CPU');
    const other = fileOf(pathOf(ranker, 'html'));
    expect(other).toContain('accepted by <a href="https://github.com/a/b/pull/7#1">anna</a>');
    expect(other).toContain('quantised next month');
    expect(other).not.toContain('2026-01-01: over');
  });

  it('lets nothing run that a name contains, on any page', () => {
    for (const [path, text] of FILES) {
      if (!path.endsWith('.html')) continue;
      expect(text).not.toMatch(/<img|<script>(?:document|1)/);
      expect(text).toContain("default-src 'none'");
      expect(text.match(/<script/g) ?? []).toHaveLength(path === 'index.html' ? 1 : 0);
    }
    for (const [path] of FILES) expect(path).toMatch(/^[a-z0-9/.-]+$/);
  });

  it('has a JSON beside every page, whose changes name their records', () => {
    const pages = [...FILES.keys()].filter((path) => path.endsWith('.html'));
    expect(pages.every((path) => FILES.has(path.replace(/html$/, 'json')))).toBe(true);
    const { runs, metrics } = JSON.parse(fileOf(pathOf(detector, 'json')));
    const latency = metrics.find((one: { metric: { name: string } }) => one.metric.name === 'latency');
    expect(latency.levels).toHaveLength(runs.length);
    expect(latency.changes.map((one: { after: number }) => runs[one.after].commit)).toHaveLength(3);
    expect(JSON.parse(fileOf('index.json'))).toMatchObject({
      schema: 'latency-gate/site@1',
      subjects: expect.any(Array),
    });
  });

  it('remembers everything in a file that is read back whole, and grows by nothing when read twice', () => {
    const text = encodeHistory(HISTORY);
    const read = decodeHistory(text);
    expect(encodeHistory(read)).toBe(text);
    const memory = new Memory(read);
    memory.addHistory(read);
    for (const run of simulateHistory()) memory.addRun('latency-gate-record-detector-70aced6f', run);
    expect(encodeHistory(memory.recall(10_000).history)).toBe(text);
    expect(text.length / (3 * 208)).toBeLessThan(200);
  });

  it('forgets the oldest runs where there are too many, and says how many', () => {
    const { history, forgotten } = new Memory(HISTORY).recall(300);
    expect(forgotten).toBe(3 * 208 - 300);
    expect(history.subjects.every(({ runs }) => runs.length === 100)).toBe(true);
  });

  it('tells the last levels as OpenMetrics in base units', () => {
    const text = renderOpenMetrics(SITE);
    expect(text).toMatch(/^latency_gate_latency_seconds\{model="detector",device="local"\} 0\.016\d+$/m);
    expect(text.endsWith('# EOF\n')).toBe(true);
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(
      lines.filter((line) => !/^[a-z_]+\{(?:[a-z]+="(?:[^"\\\n]|\\["\\n])*",?)+\} -?[\d.e+-]+$/.test(line)),
    ).toEqual([]);
  });
});

const CHROMIUM = '/usr/bin/chromium';

describe.skipIf(!existsSync(CHROMIUM))('the site in a browser', () => {
  let browser: Browser;
  const folder = temporaryFolder('site');

  beforeAll(async () => {
    for (const [path, text] of FILES) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(() => browser.close());

  async function open(path: string, width: number, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    page.on('pageerror', (error) => expect.fail(error.message));
    page.on('console', (message) => expect.fail(message.text()));
    page.on('request', (request) => expect(request.url()).toMatch(/^file:/));
    await page.goto(`file://${join(folder, path)}`);
    return page;
  }

  it.each([
    [1280, 'light'],
    [390, 'dark'],
  ] as const)('has nothing that axe finds, and no page wider than the screen, at %i pixels', async (width, scheme) => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    for (const path of [...FILES.keys()].filter((name) => name.endsWith('.html'))) {
      const page = await open(path, width, scheme);
      const violations = await page.evaluate(`${axe}; axe.run().then(({ violations }) => violations)`);
      const told = (violations as { id: string; nodes: { html: string }[] }[]).map(
        ({ id, nodes }) => `${id}: ${nodes[0]?.html}`,
      );
      expect(told).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await page.title()).not.toBe('hit');
      await page.close();
    }
  });

  it('leads from a search to a model, and to its commits', async () => {
    const page = await open('index.html', 1280);
    await page.getByLabel('Search').fill('ranker latency');
    expect(await page.locator('#overview tbody tr:visible').count()).toBe(1);
    await page.locator('#overview tbody tr:visible a').click();
    await page.getByRole('heading', { name: 'ranker on Pixel 8' }).waitFor();
    expect(await page.locator('figure svg').count()).toBe(2);
    expect(await page.locator('figure svg a').first().getAttribute('href')).toContain('/commit/');
    await page.close();
  });
});
