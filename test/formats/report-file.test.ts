import { describe, expect, it } from 'vitest';
import { decodeReport, encodeReport } from '../../src/formats/report-file.ts';
import { makeReport, makeSubject } from '../support/reports.ts';

const FINDING = { code: 'no-artifacts', facts: {} } as const;
const report = makeReport([makeSubject({ latencies: [14.9, 15, 14.8, 15, 14.9, 15] })], [FINDING]);
const text = encodeReport(report, ({ code }) => `words of ${code}`);
const changed = (change: object) => JSON.stringify({ ...JSON.parse(text), ...change });

describe('a report file', () => {
  it('says first what most readers want: the schema, and how many of each verdict', () => {
    expect(Object.keys(JSON.parse(text)).slice(0, 3)).toEqual(['schema', 'counts', 'outcome']);
    const { counts, subjects } = JSON.parse(text);
    const verdicts: string[] = subjects[0].comparisons.map(({ verdict }: { verdict: string }) => verdict);
    expect(counts.regressed).toBe(verdicts.filter((verdict) => verdict === 'regressed').length);
    expect(counts.regressed).toBeGreaterThan(0);
    expect(Object.values<number>(counts).reduce((sum, count) => sum + count, 0)).toBe(verdicts.length);
  });

  it('has every finding in words', () => {
    expect(JSON.parse(text).findings).toEqual([{ ...FINDING, text: 'words of no-artifacts' }]);
  });

  it('gives back what another job needs of it', () => {
    const { outcome, mode, commit, createdAt, subjects, policy, runIds, key } = report;
    expect(decodeReport(text)).toMatchObject({ outcome, mode, commit, createdAt, policy, runIds, key, error: null });
    expect(decodeReport(text).subjects[0]).toMatchObject({
      comparisons: subjects[0]?.comparisons.map(({ verdict, reason, change }) => ({ verdict, reason, change })) ?? [],
    });
    expect(decodeReport(text).exitCode).toBe(report.effects.exitCode);
  });

  it('keeps of an error its message, and how the job ended', () => {
    const error = { code: 'invalid-input', message: 'model: nothing was given.', advice: 'Give one.' };
    const decoded = decodeReport(changed({ error, effects: { exitCode: 2 } }));
    expect([decoded.error, decoded.exitCode]).toEqual(['model: nothing was given.', 2]);
  });

  it('leaves out findings whose words this version does not know', () => {
    const findings = [FINDING, { code: 'of-another-version', facts: {} }];
    expect(decodeReport(changed({ findings })).findings).toEqual([FINDING]);
  });

  it.each([
    ['another schema', { schema: 'latency-gate/report@9' }, 'it is no latency-gate/report@1: schema'],
    ['an outcome that there is not', { outcome: 'great' }, 'outcome'],
    [
      'an environment with markup in its names',
      { subjects: [{ ...report.subjects[0], environment: { '<b>': 'x' } }] },
      'environment',
    ],
  ])('refuses %s, and says where', (_, change, why) => {
    expect(() => decodeReport(changed(change))).toThrow(why);
  });
});
