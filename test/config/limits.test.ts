import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { parseConfigFile } from '../../src/config/file.ts';
import { parseBudgets, parseLimits } from '../../src/config/limits.ts';
import { findLimit } from '../../src/domain/limit.ts';
import { builtIn } from '../../src/domain/metric.ts';

const FILE = 'latency-gate.yml';

describe('limits', () => {
  it('are turned into the unit of the metric they are for', () => {
    expect(parseLimits('latency: 500 us\n0.002 s\nenergy: 0.3 J\n1 GB', 'max-regression')).toEqual([
      { metric: 'latency', unit: 'ms', value: 0.5 },
      { metric: undefined, unit: 'ms', value: 2 },
      { metric: 'energy', unit: 'mJ', value: 300 },
      { metric: undefined, unit: 'MB', value: 1000 },
    ]);
  });

  it('in percentage points are for metrics in %, and a share is a share there too', () => {
    const limits = parseLimits('accuracy: 0.5 pp\n3%', 'max-regression');
    expect(findLimit(limits, builtIn('accuracy'))).toMatchObject({ unit: 'pp', value: 0.5 });
    expect(findLimit(limits, builtIn('latency'))).toMatchObject({ unit: '%', value: 0.03 });
  });

  it.each([
    ['speed: 5%', /found "speed"; allowed: the metrics latency, .*declares under metrics/],
    ['tokens_per_second: 3 ms', /in % or tokens\/s/],
    ['3 furlongs', /one limit a line/],
  ])('refuse %s', (text, message) => {
    expect(() => parseLimits(text, 'max-regression')).toThrow(message);
  });
});

describe('budgets', () => {
  it('take every operator that fits the direction, levels in %, and units that convert', () => {
    expect(
      parseBudgets(
        'latency <= 0.02 s\naccuracy >= 75 %\ntokens_per_second > 20 tokens/s @ A100\nlayers_cpu<3',
        'budget',
      ),
    ).toEqual([
      { metric: 'latency', level: 20, strict: false, device: undefined },
      { metric: 'accuracy', level: 75, strict: false, device: undefined },
      { metric: 'tokens_per_second', level: 20, strict: true, device: 'A100' },
      { metric: 'layers_cpu', level: 3, strict: true, device: undefined },
    ]);
  });

  it.each([
    ['accuracy < 75 %', 'accuracy > …, for higher is better'],
    ['latency > 3 ms', 'latency < …, for lower is better'],
    ['latency < 5 %', 'latency in ms'],
    ['latency = 5 ms', 'one budget a line'],
    ['throughput > 3 tokens', 'throughput in /s'],
  ])('refuse %s', (text, message) => {
    expect(() => parseBudgets(text, 'budget')).toThrow(message);
  });
});

describe('metrics of the config file', () => {
  const text = `metrics:
  picture_psnr: { label: picture PSNR, unit: dB, better: higher }
  latency: { gates: false }
limits:
  - { metric: picture_psnr, budget: 30 dB, maxRegression: 1 dB }
`;

  it('can be named wherever a metric is named', () => {
    const file = parseConfigFile(text, FILE);
    const config = parseConfig(
      { model: 'a.onnx', 'max-regression': 'picture_psnr: 2 dB', budget: 'picture_psnr > 25 dB' },
      file,
    );
    expect(config.metrics).toEqual([
      { name: 'picture_psnr', label: 'picture PSNR', unit: 'dB', direction: 'higher', kind: 'sampled', gates: true },
      { ...builtIn('latency'), gates: false },
    ]);
    expect(config.rules).toMatchObject([
      { metric: 'picture_psnr', budget: 30 },
      { metric: 'picture_psnr', budget: 25 },
    ]);
    expect(config.maxRegression).toContainEqual({ metric: 'picture_psnr', unit: 'dB', value: 2 });
  });

  it.each([
    ['no direction', 'metrics: { speed: { unit: m/s } }', /metrics\.speed\.better: found ""; allowed: lower or higher/],
    [
      'another unit of a built-in metric',
      'metrics: { latency: { unit: s } }',
      /metrics\.latency\.unit: found "s"; allowed: ms/,
    ],
    [
      'another direction',
      'metrics: { latency: { better: higher } }',
      /latency\.better: found "higher"; allowed: lower/,
    ],
    [
      'markup in a label',
      'metrics: { speed: { better: lower, label: "[x](y)" } }',
      /metrics\.speed\.label: found .*; must be plain words/,
    ],
    ['a name that is none', 'metrics: { "A B": { better: lower } }', /must be a name such as tokens_per_second/],
    ['a misspelt key', 'metrics: { speed: { beter: lower } }', /unknown key "beter".*Did you mean "better"/],
  ])('with %s are refused', (_, content, message) => {
    expect(() => parseConfigFile(`${content}\n`, FILE)).toThrow(message);
  });
});
