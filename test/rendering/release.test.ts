// What a release's page shows, and the files attached to it.

import { describe, expect, it } from 'vitest';
import { renderBadge } from '../../src/rendering/badge.ts';
import { renderCsv } from '../../src/rendering/csv.ts';
import { renderReleaseNotes, upsertNotes } from '../../src/rendering/release-notes.ts';
import { makeReport, makeSubject } from '../support/reports.ts';

const SHIFT = { at: '2026-11-10T00:00:00Z', model: 'mobilenet_v2', device: 'Samsung Galaxy S25', metric: 'latency' };

const RELEASE = {
  ...makeReport([
    makeSubject({ latencies: [14, 14.1, 13.9] }),
    makeSubject({ device: 'Sony Xperia 5', latencies: [11, 11.05, 10.95] }),
  ]),
  mode: 'release' as const,
  release: {
    tag: 'v1.1.0',
    previous: 'v1.0.0',
    shifts: [{ ...SHIFT, commit: 'c0ffee0'.repeat(6).slice(0, 40), change: 0.14 }],
  },
};

describe('renderReleaseNotes', () => {
  it('shows each comparison and where a level shifted', async () => {
    await expect(renderReleaseNotes(RELEASE)).toMatchFileSnapshot('goldens/release-notes.md');
  });

  it('shows a first release without a column for what came before', async () => {
    const first = makeReport([makeSubject({ withoutBaseline: true, latencies: [12.3] })]);
    const report = { ...first, mode: 'release' as const, release: { tag: 'v1.0.0', previous: null, shifts: [] } };
    await expect(renderReleaseNotes(report)).toMatchFileSnapshot('goldens/release-notes-first.md');
  });
});

describe('upsertNotes', () => {
  it('adds a block once, replaces it later, and leaves what others wrote', () => {
    const once = upsertNotes('Text.\r\n', 'one', '');
    expect(once).toBe('Text.\n\n<!-- latency-gate release "" -->\none\n<!-- latency-gate release end "" -->\n');
    const twice = upsertNotes(`${once}After.`, 'two', '');
    expect(twice).toContain('two');
    expect(twice).not.toContain('one');
    expect(twice.endsWith('After.')).toBe(true);
  });

  it('keeps the blocks of several keys apart', () => {
    const both = upsertNotes(upsertNotes('', 'A', 'a'), 'B', 'b');
    expect(upsertNotes(both, 'A2', 'a')).toMatch(/A2[\s\S]*B/);
  });

  it('says so where it does not fit', () => {
    const body = upsertNotes('x'.repeat(100_000), 'y'.repeat(50_000), '');
    expect(body.length).toBeLessThan(125_000);
    expect(body).toContain('did not fit');
  });
});

describe('renderCsv', () => {
  it('has a line for each comparison and quotes what needs it', async () => {
    const report = makeReport([
      makeSubject({ model: '=HYPERLINK("x")', device: 'Pixel, 8', latencies: [14, 14.1, 13.9] }),
    ]);
    const [header, latency] = renderCsv(report).split('\r\n');
    expect(header?.split(',')).toHaveLength(24);
    expect(latency).toContain(`"'=HYPERLINK(""x"")","Pixel, 8",latency,ms,true,regressed,confirmed,`);
  });
});

describe('renderBadge', () => {
  it.each([
    ['a regression', makeReport([makeSubject({ latencies: [14, 14.1, 13.9] })]), '14.0 ms (+13.8 %)', 'red'],
    ['nothing new', makeReport([makeSubject({ latencies: [12.31] })]), '12.3 ms', 'green'],
    ['nothing measured', makeReport([]), 'not measured', 'lightgrey'],
  ])('shows %s', (_, report, message, color) => {
    expect(JSON.parse(renderBadge(report))).toMatchObject({
      schemaVersion: 1,
      message: expect.stringMatching(message.replace(/[()+]/g, '.')),
      color,
    });
  });
});
