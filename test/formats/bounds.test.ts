// Files that may be forged: bounded before anything is made of them, and told in few words.

import { describe, expect, it } from 'vitest';
import { shortenTo } from '../../src/adapters/github/limits.ts';
import { parseBoundedJson } from '../../src/formats/bounded-json.ts';
import { decodeReport } from '../../src/formats/report-file.ts';
import { decodeRecord, encodeRecord } from '../../src/formats/run-record.ts';
import { decodeSectionFile } from '../../src/formats/section-file.ts';
import { decodeStagedManifest } from '../../src/formats/staged-manifest.ts';
import { decodeTickets } from '../../src/formats/tickets.ts';
import { makeRun } from '../support/runs.ts';

const DECODERS = { decodeRecord, decodeReport, decodeSectionFile, decodeStagedManifest, decodeTickets };

describe.each(Object.entries(DECODERS))('%s', (_name, decode) => {
  it.each([
    ['a list of 200,000', `{"x": [${'0,'.repeat(200_000)}0]}`, 'at most 100000 are read'],
    ['a depth of 100,000', '['.repeat(100_000) + ']'.repeat(100_000), 'nested more than 64 deep'],
    ['three million values', `[${`[${'1,'.repeat(99_998)}1],`.repeat(30)}1]`, 'more than 2000000 values'],
    ['65 MiB', `"${'x'.repeat(65 << 20)}"`, 'characters; at most'],
    ['no JSON', '{', 'it is not JSON'],
  ])('refuses %s', (_what, text, words) => {
    expect(() => decode(text)).toThrow(words);
  });
});

describe('a record', () => {
  it('of 100,000 pairs is refused: deciding on it took 29 s', () => {
    const job = { values: { latency: 1 } };
    const pair = { against: 'a'.repeat(64), baseline: job, candidate: job, logRatios: { latency: 0 } };
    const record = JSON.parse(encodeRecord(makeRun({}), []));
    const forged = (count: number) => JSON.stringify({ ...record, pairs: Array.from({ length: count }, () => pair) });
    expect(() => decodeRecord(forged(99_999))).toThrow('pairs: too big');
    expect(decodeRecord(forged(1000)).run.pairs).toHaveLength(1000);
  });

  it('with a hundred thousand mistakes is refused in one short sentence', () => {
    const record = JSON.parse(encodeRecord(makeRun({}), []));
    const text = JSON.stringify({ ...record, layers: Array.from({ length: 99_000 }, () => 1) });
    const refusal = (() => {
      try {
        return String(decodeRecord(text));
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
    })();
    expect(refusal).toMatch(/; and 98995 more$/);
    expect(refusal.length).toBeLessThan(2000);
  });

  it('of 20,000 layers is read', () => {
    const layer = { name: 'conv', operator: 'Conv', unit: 'CPU', timeMs: 1 };
    const layers = Array.from({ length: 20_000 }, () => layer);
    expect(decodeRecord(encodeRecord({ ...makeRun({}), layers }, [])).run.layers).toHaveLength(20_000);
  });
});

describe('GitHub’s limits', () => {
  it('count UTF-16 units and never cut a character in half', () => {
    for (const text of ['a'.repeat(300), '🚀'.repeat(300), `a${'🚀'.repeat(300)}`]) {
      const short = shortenTo(255, text);
      expect(short.length).toBeLessThanOrEqual(255);
      expect(short.isWellFormed()).toBe(true);
      expect(short.endsWith('…')).toBe(true);
    }
    expect(shortenTo(5, 'abcde')).toBe('abcde');
  });

  it('take values that are bounded JSON as they are', () => {
    expect(parseBoundedJson('{"a": [1, null]}')).toEqual({ a: [1, null] });
  });
});
