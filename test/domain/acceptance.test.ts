// Commands in comments, and what an acceptance covers.

import { describe, expect, it } from 'vitest';
import { applyAcceptances, parseCommand } from '../../src/domain/acceptance.ts';
import { type Comparison, isRegression, UNKNOWN } from '../../src/domain/comparison.ts';
import { findMetric, type Metric } from '../../src/domain/metric.ts';
import type { Acceptance } from '../../src/domain/waiver.ts';

describe('parseCommand', () => {
  it.each([
    ['/latency-gate accept 20%: why', { kind: 'accept', ceiling: { unit: '%', value: 0.2 }, reason: 'why' }],
    ['/latency-gate accept 7.5 %:why: so', { kind: 'accept', ceiling: { unit: '%', value: 0.075 }, reason: 'why: so' }],
    ['/latency-gate accept 25 ms: a\r\nb', { kind: 'accept', ceiling: { unit: 'ms', value: 25 }, reason: 'a' }],
    ['/latency-gate rerun\nplease', { kind: 'rerun' }],
    ['/latency-gate accept 20%', { kind: 'unclear', found: 'accept 20%' }],
    ['/latency-gate accept -20%: x', { kind: 'unclear', found: 'accept -20%: x' }],
    ['/latency-gate accept 20%:  ', { kind: 'unclear', found: 'accept 20%:' }],
    ['/latency-gate', { kind: 'unclear', found: '' }],
  ])('reads %j', (body, command) => {
    expect(parseCommand(body)).toEqual(command);
  });

  it.each([
    '',
    'Nice',
    ' /latency-gate accept 20%: x',
    '> /latency-gate accept 20%: x',
    '/latency-gates accept 20%: x',
    'x\n/latency-gate rerun',
  ])('hears nothing in %j', (body) => expect(parseCommand(body)).toBeUndefined());
});

describe('applyAcceptances', () => {
  const regressed: Comparison = {
    ...UNKNOWN,
    metric: findMetric('latency') as Metric,
    verdict: 'regressed',
    reason: 'confirmed',
    explanation: '',
    baseline: 20,
    candidate: 24,
    change: 0.2,
  };
  const by = (ceiling: Acceptance['ceiling']): Acceptance => ({ by: 'a', url: '', ceiling, reason: '' });
  const percent = (value: number) => by({ unit: '%', value });
  const isAccepted = (comparison: Comparison, acceptance: Acceptance) =>
    !isRegression(applyAcceptances(comparison, [acceptance]));

  it('covers what is at most the ceiling, in percent or as a level of any unit that converts', () => {
    expect(isAccepted(regressed, percent(0.2))).toBe(true);
    expect(isAccepted(regressed, percent(0.199))).toBe(false);
    expect(isAccepted(regressed, by({ unit: 's', value: 0.025 }))).toBe(true);
    expect(isAccepted(regressed, by({ unit: 'ms', value: 23 }))).toBe(false);
    expect(isAccepted(regressed, by({ unit: 'MB', value: 100 }))).toBe(false);
    expect(isAccepted(regressed, by(null))).toBe(true);
  });

  it('takes a level, never a share, for a broken budget', () => {
    const over = { ...regressed, overBudget: true };
    expect(isAccepted(over, percent(9))).toBe(false);
    expect(isAccepted(over, by({ unit: 'ms', value: 25 }))).toBe(true);
  });

  it('forgets what was accepted before', () => {
    const before = applyAcceptances(regressed, [percent(0.5)]);
    expect(isRegression(before)).toBe(false);
    expect(isRegression(applyAcceptances(before, []))).toBe(true);
  });
});
