import { describe, expect, it } from 'vitest';
import { inconclusive, UNKNOWN } from '../../src/domain/comparison.ts';
import { findMetric, type Metric } from '../../src/domain/metric.ts';
import { effectsOf, outcomeOf } from '../../src/domain/outcome.ts';

const LATENCY = findMetric('latency') as Metric;
const P95 = findMetric('latency_p95') as Metric;
const regressed = { ...UNKNOWN, metric: LATENCY, verdict: 'regressed', reason: 'confirmed', explanation: '' } as const;
const unchanged = { ...regressed, verdict: 'unchanged', reason: 'within-limits' } as const;

describe('outcomeOf', () => {
  it('lets the worst comparison win', () => {
    const open = inconclusive(LATENCY, 'not-settled', '');
    expect(outcomeOf([unchanged, open, regressed])).toBe('fail');
    expect(outcomeOf([unchanged, open])).toBe('inconclusive');
    expect(outcomeOf([unchanged])).toBe('pass');
  });

  it('is never green on nothing', () => {
    expect(outcomeOf([])).toBe('inconclusive');
  });

  it('does not count metrics that are only shown, nor those that neither side could measure', () => {
    expect(outcomeOf([unchanged, { ...regressed, metric: P95 }])).toBe('pass');
    expect(outcomeOf([unchanged, inconclusive(LATENCY, 'not-measured', '')])).toBe('pass');
  });
});

describe('effectsOf', () => {
  it('follows the table', () => {
    expect(effectsOf('pass', 'gate', 'regression')).toEqual({ conclusion: 'success', status: 'success', exitCode: 0 });
    expect(effectsOf('fail', 'gate', 'regression')).toEqual({ conclusion: 'failure', status: 'failure', exitCode: 1 });
    expect(effectsOf('fail', 'gate', 'never')).toEqual({ conclusion: 'neutral', status: 'success', exitCode: 0 });
    expect(effectsOf('inconclusive', 'gate', 'regression')).toMatchObject({ conclusion: 'neutral', exitCode: 0 });
    expect(effectsOf('inconclusive', 'gate', 'inconclusive')).toMatchObject({ conclusion: 'failure', exitCode: 1 });
    expect(effectsOf('error', 'gate', 'never')).toEqual({ conclusion: 'failure', status: 'error', exitCode: 2 });
    expect(effectsOf('cancelled', 'gate', 'never')).toMatchObject({ conclusion: 'cancelled', status: 'error' });
  });

  it('fails a pass that is not shown only where that is asked for', () => {
    const notShown = { notShown: true };
    expect(effectsOf('pass', 'gate', 'not-shown', notShown)).toMatchObject({ conclusion: 'failure', exitCode: 1 });
    expect(effectsOf('pass', 'gate', 'inconclusive', notShown)).toMatchObject({ conclusion: 'success', exitCode: 0 });
    expect(effectsOf('pass', 'gate', 'not-shown')).toMatchObject({ conclusion: 'success', exitCode: 0 });
    expect(effectsOf('inconclusive', 'gate', 'not-shown')).toMatchObject({ conclusion: 'failure', exitCode: 1 });
    expect(effectsOf('fail', 'gate', 'not-shown')).toMatchObject({ conclusion: 'failure', exitCode: 1 });
    expect(effectsOf('pass', 'record', 'not-shown', notShown).exitCode).toBe(0);
  });

  it('never fails a recording because of what it measured', () => {
    expect(effectsOf('fail', 'record', 'inconclusive')).toEqual({
      conclusion: 'neutral',
      status: 'success',
      exitCode: 0,
    });
    expect(effectsOf('error', 'record', 'never').exitCode).toBe(2);
  });
});
