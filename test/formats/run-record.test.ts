import { describe, expect, it } from 'vitest';
import { decodeRecord, encodeRecord, LONGEST_HISTORY } from '../../src/formats/run-record.ts';
import { makeRun } from '../support/runs.ts';

const layer = { name: 'conv', operator: 'Conv', unit: 'CPU', timeMs: 1 };
const written = (change: object) => JSON.stringify({ ...JSON.parse(encodeRecord(makeRun(), [])), ...change });

describe('a run record', () => {
  it('gives back what was written, the older runs newest first', () => {
    const run = makeRun({ latencies: [1, 2], shifts: [{ metric: 'latency', logRatio: 0.1 }], handle: 'upload-1' });
    const history = [makeRun({ sha: 'c1' }), makeRun({ sha: 'c2' })];
    expect(decodeRecord(encodeRecord(run, history))).toEqual({ run, history });
  });

  it('keeps layers of the newest run only, and a bounded history', () => {
    const run = { ...makeRun(), layers: [layer] };
    const { run: newest, history } = decodeRecord(encodeRecord(run, Array(LONGEST_HISTORY + 10).fill(run)));
    expect(newest.layers).toEqual([layer]);
    expect(history).toHaveLength(LONGEST_HISTORY);
    expect(history.flatMap(({ layers }) => layers)).toEqual([]);
  });

  it('keeps fields that it does not know', () => {
    expect(decodeRecord(written({ sessions: ['a'] })).run).toMatchObject({ sessions: ['a'] });
  });

  it('calls a hosted model a reference in the file, as every file before did', () => {
    const run = makeRun();
    const text = encodeRecord({ ...run, model: { ...run.model, hosted: true } }, []);
    expect(JSON.parse(text).model).toMatchObject({ reference: true });
    expect(JSON.parse(text).model).not.toHaveProperty('hosted');
    expect(decodeRecord(text).run.model).toMatchObject({ hosted: true });
  });

  it.each([
    ['no JSON', '{', 'it is not JSON'],
    ['another schema', written({ schema: 'latency-gate/run@9' }), 'it is no latency-gate/run@1: schema'],
    ['a short hash', written({ model: { ...makeRun().model, sha256: 'abc' } }), 'model.sha256'],
    ['a day that is none', written({ createdAt: 'yesterday' }), 'createdAt'],
    ['names that would be shown as markup', written({ environment: { '</details>': 'x' } }), 'environment'],
    ['more than a page of environment', written({ environment: fields(65) }), 'has at most 64 fields'],
    ['a value that is no number', written({ jobs: [{ values: { latency: 'fast' } }] }), 'jobs.0.values.latency'],
  ])('refuses %s, and says where', (_, text, why) => {
    expect(() => decodeRecord(text)).toThrow(why);
  });
});

function fields(count: number) {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`field_${index}`, 'x']));
}
