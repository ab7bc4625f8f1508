import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { parseConfigFile } from '../../src/config/file.ts';

const PATH = '.github/latency-gate.yml';
const WAIVER = `waivers:
  - model: net
    device: Pixel 9
    metric: latency
    ceiling: 20%
    until: 2026-12-31
    reason: the new head is worth it
`;

describe('parseConfigFile', () => {
  it('reads limits and waivers', () => {
    const { rules, waivers, inputs } = parseConfigFile(
      `maxRegression: 3%\nlimits:\n  - device: Pixel*\n    metric: latency\n    maxRegression: 0.5 ms\n    budget: 20 ms\n${WAIVER}`,
      PATH,
    );
    expect(inputs).toEqual({ 'max-regression': '3%' });
    expect(rules).toEqual([
      expect.objectContaining({
        device: 'Pixel*',
        metric: 'latency',
        maxRegression: { unit: 'ms', value: 0.5 },
        budget: 20,
      }),
    ]);
    expect(waivers).toEqual([
      expect.objectContaining({ ceiling: { unit: '%', value: 0.2 }, until: '2026-12-31', device: 'Pixel 9' }),
    ]);
  });

  it('reads several models, each with a name and devices of its own', () => {
    const text =
      'models:\n  - path: a/*.onnx\n  - path: b.onnx\n    name: ranker\n    devices: [Pixel 9, Galaxy S25]\n';
    const file = parseConfigFile(text, PATH);
    expect(parseConfig({}, file).models).toEqual([
      { path: 'a/*.onnx', name: undefined, devices: undefined },
      { path: 'b.onnx', name: 'ranker', devices: ['Pixel 9', 'Galaxy S25'] },
    ]);
    expect(parseConfig({ model: 'c.onnx' }, file).models).toEqual([
      { path: 'c.onnx', name: undefined, devices: undefined },
    ]);
    expect(() => parseConfig({ 'model-name': 'x' }, file)).toThrow('model-name');
  });

  it('takes limits of single metrics as YAML writes them', () => {
    const limits = [expect.anything(), { metric: 'latency', unit: '%', value: 0.03 }];
    for (const text of ['maxRegression:\n  - 5%\n  - latency: 3%\n', 'maxRegression: [5%, "latency: 3%"]\n']) {
      expect(parseConfig({ model: 'a.onnx' }, parseConfigFile(text, PATH)).maxRegression).toEqual(limits);
    }
    const map = parseConfigFile('minChange: { latency: 3%, peak_memory: 2 MB }\n', PATH);
    expect(map.inputs).toEqual({ 'min-change': 'latency: 3%\npeak_memory: 2 MB' });
  });

  it('takes counts without a unit', () => {
    const { rules } = parseConfigFile('limits:\n  - metric: layers_cpu\n    budget: 4\n', PATH);
    expect(rules[0]?.budget).toBe(4);
  });

  it.each([
    ['a misspelt key', 'maxRegresion: 5%\n', ':1:1: unknown key "maxRegresion". Did you mean "maxRegression"?'],
    ['a key written as an input', '\nmax-regression: 5%\n', ':2:1: unknown key "max-regression". Did you mean "maxReg'],
    [
      'a misspelt key of a limit',
      'limits:\n  - metrics: latency\n',
      ':2:5: limits[0]: unknown key "metrics". Did you mean "metric"?',
    ],
    [
      'text with a comma that starts a new key',
      `waivers:\n  - ${'{ model: a, device: b, metric: latency, ceiling: 5%, until: 2026-12-31, reason: new head, quantised next month }'}\n`,
      ':2:95: waivers[0]: unknown key "quantised next month". A comma between { and } starts a new key: put quotes',
    ],
    [
      'an unknown metric',
      'limits:\n  - metric: speed\n',
      ':2:13: limits[0].metric: found "speed"; allowed: the metrics latency, peak',
    ],
    [
      'a waiver without a reason',
      WAIVER.replace(/ {4}reason.*\n/, ''),
      ':2:5: waivers[0].reason: this key is missing.',
    ],
    [
      'a day that does not exist',
      WAIVER.replace('12-31', '02-30'),
      ':6:12: waivers[0].until: found "2026-02-30"; must be a day such as 2026-12-31.',
    ],
    ['a list that is a text', 'limits: 5%\n', ':1:9: limits: found "5%"; allowed: a list, one "- " a line.'],
    [
      'a budget of no metric',
      'limits:\n  - budget: 20 ms\n',
      ':2:13: limits[0].budget: found "20 ms"; allowed: a budget of one',
    ],
    [
      'a budget in percent',
      'limits:\n  - metric: latency\n    budget: 5%\n',
      ':3:13: limits[0].budget: found "5%"; allowed: a level',
    ],
    [
      'a limit in another unit',
      'limits:\n  - metric: latency\n    maxRegression: 3 MB\n',
      ':3:20: limits[0].maxRegression: found',
    ],
    ['a ceiling that is no limit', WAIVER.replace('20%', 'much'), ':5:14: waivers[0].ceiling: found "latency: much"'],
    ['a tab', 'limits:\n\t- metric: latency\n', ':2:1: this is not YAML: Tabs are not allowed as indentation'],
    ['a key given twice', 'repeats: 3\nrepeats: 4\n', ':2:1: this is not YAML: Map keys must be unique'],
  ])('refuses %s, and says where', (_, text, message) => {
    expect(() => parseConfigFile(text, PATH)).toThrow(`${PATH}${message}`);
  });

  it.each([
    [
      'a limit',
      'failOn: never\nmaxRegression: fast\n',
      ':2:16: maxRegression: found "fast"; allowed: one limit a line',
    ],
    [
      'one limit of a list',
      'maxRegression:\n  - 5%\n  - speed: 3\n',
      ':2:3: maxRegression: found "speed"; allowed: the metrics latency',
    ],
    [
      'a choice',
      'failOn: regresion\n',
      ':1:9: failOn: found "regresion"; allowed: regression, inconclusive, not-shown, never. Did you',
    ],
    ['a time', 'runTimeout: 10\n', ':1:13: runTimeout: found "10"; allowed: a time such as 90s, 10m or 1h'],
    ['a baseline', 'baseline: "a b"\n', ':1:11: baseline: found "a b"; allowed: auto, latest'],
    ['too few repeats', 'maxRepeats: 2\n', ':1:13: maxRepeats: found "2"; allowed: more than repeats'],
  ])('places %s that is wrong', (_, text, message) => {
    const parse = () => parseConfig({ model: 'a.onnx' }, parseConfigFile(text, PATH));
    expect(parse).toThrow(`${PATH}${message}`);
  });

  it('names the input where the input is wrong, whatever the file says', () => {
    const file = parseConfigFile('maxRegression: 5%\n', PATH);
    expect(() => parseConfig({ model: 'a.onnx', 'max-regression': 'fast' }, file)).toThrow(/^max-regression: found/);
  });
});
