import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { parseConfigFile } from '../../src/config/file.ts';
import { parseLimits } from '../../src/config/limits.ts';
import { parseDuration, parseList } from '../../src/config/values.ts';

describe('parseLimits', () => {
  it('reads one limit a line, general ones, by unit and by metric', () => {
    expect(parseLimits('5%\n0.5 ms\npeak_memory: 2 MB', 'max-regression')).toEqual([
      { metric: undefined, unit: '%', value: 0.05 },
      { metric: undefined, unit: 'ms', value: 0.5 },
      { metric: 'peak_memory', unit: 'MB', value: 2 },
    ]);
  });

  it.each(['fast', '-5%', '5 parsecs', 'latency: 3 MB', 'speed: 5%', '5'])('refuses %s and names the input', (text) => {
    expect(() => parseLimits(text, 'max-regression')).toThrow(/^max-regression: found/);
  });
});

describe('parseDuration', () => {
  it('reads milliseconds to hours', () => {
    expect(['500ms', '90s', '10m', '1.5h'].map((text) => parseDuration(text, 'run-timeout'))).toEqual([
      500, 90_000, 600_000, 5_400_000,
    ]);
  });

  it.each(['10', '0s', 'soon', '-1m'])('refuses %s', (text) => {
    expect(() => parseDuration(text, 'run-timeout')).toThrow('a time such as 90s, 10m or 1h');
  });
});

describe('parseList', () => {
  it('takes lines and commas, with spaces inside names', () => {
    expect(parseList('Google Pixel 8, Samsung Galaxy S25\nlocal', 'devices')).toEqual([
      'Google Pixel 8',
      'Samsung Galaxy S25',
      'local',
    ]);
  });
});

describe('parseConfig', () => {
  it('lets inputs win over the file, and merges options', () => {
    const file = parseConfigFile(
      'maxRegression: 10%\nfailOn: never\noptions:\n  threads: 4\n  min-time: 2\n',
      'gate.yml',
    );
    const config = parseConfig({ model: 'a.onnx', 'fail-on': 'regression', options: 'threads: 2' }, file);
    expect(config.maxRegression).toEqual([{ metric: undefined, unit: '%', value: 0.1 }]);
    expect(config.reporting.failOn).toBe('regression');
    expect(config.options).toEqual({ threads: 2, 'min-time': 2 });
  });

  it('takes lists from the file', () => {
    const file = parseConfigFile('devices: [a, b]\nmaxRegression: [5%, "latency: 3%"]\n', 'gate.yml');
    expect(parseConfig({ model: 'a.onnx' }, file)).toMatchObject({
      devices: ['a', 'b'],
      maxRegression: [{}, { metric: 'latency' }],
    });
  });

  it.each([
    ['auto', { kind: 'auto' }],
    ['run:123', { kind: 'run', id: '123' }],
    ['v1.2.0', { kind: 'commit', ref: 'v1.2.0' }],
  ])('reads baseline %s', (baseline, expected) => {
    expect(parseConfig({ model: 'a.onnx', baseline }).baseline).toEqual(expected);
  });

  it('takes no baseline for an option of git', () => {
    expect(() => parseConfig({ model: 'a.onnx', baseline: '--upload-pack=x' })).toThrow('baseline: found');
  });
});

describe('parseConfigFile', () => {
  it('tells line and column of broken YAML', () => {
    expect(() => parseConfigFile('model: a\nrepeats: [1\n', 'gate.yml')).toThrow(/^gate\.yml:3:1: this is not YAML: /);
  });

  it('refuses a key it does not know, and secrets', () => {
    expect(() => parseConfigFile('maxRegresion: 5%', 'gate.yml')).toThrow('gate.yml:1:1: unknown key "maxRegresion"');
    expect(() => parseConfigFile('githubToken: abc', 'gate.yml')).toThrow(
      '"githubToken" cannot stand in a file; give it as the input "github-token"',
    );
  });

  it('takes budgets as people write them', () => {
    const { rules } = parseConfig({ model: 'a', budget: 'latency < 20 ms\npeak_memory <= 120 MB @ Google Pixel 8' });
    expect(rules).toEqual([
      expect.objectContaining({ metric: 'latency', budget: 20, device: undefined }),
      expect.objectContaining({ metric: 'peak_memory', budget: 120, device: 'Google Pixel 8' }),
    ]);
  });

  it.each([
    ['latency < 20', 'latency in ms'],
    ['latency > 20 ms', 'latency < …, for lower is better'],
    ['speed < 20 ms', 'the metrics latency'],
    ['20 ms', 'one budget a line'],
  ])('refuses the budget "%s"', (budget, message) => {
    expect(() => parseConfig({ model: 'a', budget })).toThrow(message);
  });

  it('gives a key to its own service only', () => {
    const one = parseConfig({ model: 'a', backend: 'embedl', 'api-key': 'k' });
    expect([one.access.profiler.apiKey, one.access.tracker.apiKey]).toEqual(['k', 'k']);
    const beside = parseConfig({ model: 'a', backend: 'experiments', 'api-key': 'k' });
    expect(beside.access.tracker.apiKey).toBe('k');
    const mixed = parseConfig({ model: 'a', backend: 'embedl', tracker: 'hubify', 'api-key': 'k' });
    expect([mixed.access.profiler.apiKey, mixed.access.tracker.apiKey]).toEqual(['k', undefined]);
    const both = parseConfig({
      model: 'a',
      profiler: 'hubify',
      tracker: 'experiments',
      'api-key': 'k',
      'tracker-api-key': 't',
    });
    expect([both.access.profiler.apiKey, both.access.tracker.apiKey]).toEqual([undefined, 't']);
  });

  it('refuses a tracker that would find nothing', () => {
    expect(() => parseConfig({ model: 'a', tracker: 'vertesia' })).toThrow('only beside the profiler of that name');
  });
});
