import { describe, expect, it } from 'vitest';
import {
  builtIn,
  isPlain,
  METRICS,
  type Metric,
  mergeMetrics,
  toMetricName,
  toPlain,
} from '../../src/domain/metric.ts';

const SPEED: Metric = {
  name: 'speed',
  label: 'speed',
  unit: 'm/s',
  direction: 'higher',
  kind: 'sampled',
  gates: true,
};

describe('mergeMetrics', () => {
  it('adds rows at the end, and lets the last of one name hold where the first stood', () => {
    const faster = { ...SPEED, label: 'pace' };
    expect(mergeMetrics([SPEED, builtIn('latency')], [builtIn('energy'), faster])).toEqual([
      faster,
      builtIn('latency'),
      builtIn('energy'),
    ]);
  });
});

describe('a name or label from outside', () => {
  it('becomes a name that needs no escaping', () => {
    expect(['CPU Load (%)', '99% of Ops', '__x__', '<script>', '', '日本'].map(toMetricName)).toEqual([
      'cpu_load',
      'of_ops',
      'x',
      'script',
      'value',
      'value',
    ]);
  });

  it('loses what a report would have to escape, and keeps its words', () => {
    const hostile = '**@team** [x](https://evil.example) <img> #12 p99.9 µs';
    expect(toPlain(hostile)).toBe('team x (https //evil example) img 12 p99.9 µs');
    expect(isPlain(toPlain(hostile))).toBe(true);
    expect(['`x`', 'a_b', 'www.evil.example', 'a|b', 'a\nb'].some(isPlain)).toBe(false);
  });

  it('is what every built-in metric has', () => {
    expect(
      METRICS.filter(({ name, label, unit }) => toMetricName(name) !== name || !isPlain(label) || !isPlain(unit)),
    ).toEqual([]);
  });
});
