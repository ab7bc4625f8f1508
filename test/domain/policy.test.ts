import { describe, expect, it } from 'vitest';
import { findMetric, type Metric } from '../../src/domain/metric.ts';
import { type Policy, termsFor } from '../../src/domain/policy.ts';
import { fits } from '../../src/domain/waiver.ts';

const LATENCY = findMetric('latency') as Metric;
const MEMORY = findMetric('peak_memory') as Metric;

describe('fits', () => {
  it.each([
    ['Pixel*', 'Pixel 9 Pro', true],
    ['Pixel*', 'Google Pixel 9', false],
    ['*Pixel*', 'Google Pixel 9', true],
    ['*9', 'Google Pixel 9', true],
    ['a*b*c', 'a1b2c', true],
    ['a*a', 'a', false],
    ['**', '', true],
    ['Pixel 9', 'Pixel 9', true],
    ['pixel 9', 'Pixel 9', false],
    ['P.xel 9', 'Pixel 9', false],
  ])('%s on %s: %s', (device, name, expected) => {
    expect(fits({ device }, LATENCY, { model: 'net', device: name })).toBe(expected);
  });

  it('costs no more than a look, whatever the pattern', () => {
    const pattern = `${'*a'.repeat(5000)}b`;
    expect(fits({ model: pattern }, LATENCY, { model: 'a'.repeat(20_000), device: '' })).toBe(false);
  });
});

describe('termsFor', () => {
  const percent = (value: number) => ({ unit: '%', value });
  const policy: Policy = {
    maxRegression: [percent(0.05)],
    minChange: [],
    rules: [
      { metric: 'latency', maxRegression: percent(0.02), budget: 20 },
      { device: 'Pixel*', maxRegression: percent(0.1) },
      { model: 'big/*', metric: 'peak_memory', gates: false },
    ],
    waivers: [],
    today: '2026-11-21',
  };

  it('takes each limit from the last rule that sets it', () => {
    expect(termsFor(policy, LATENCY, { model: 'net', device: 'Pixel 9' })).toMatchObject({
      maxRegression: percent(0.1),
      budget: 20,
    });
    expect(termsFor(policy, LATENCY, { model: 'net', device: 'Xperia' }).maxRegression).toEqual(percent(0.02));
    expect(termsFor(policy, MEMORY, { model: 'net', device: 'Xperia' }).maxRegression).toEqual(percent(0.05));
  });

  it('lets a rule say what may fail the gate', () => {
    expect(termsFor(policy, MEMORY, { model: 'big/net', device: 'x' }).metric.gates).toBe(false);
    expect(termsFor(policy, MEMORY, { model: 'net', device: 'x' }).metric.gates).toBe(true);
  });
});
