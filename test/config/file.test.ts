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

  it('takes counts without a unit', () => {
    const { rules } = parseConfigFile('limits:\n  - metric: layers_cpu\n    budget: 4\n', PATH);
    expect(rules[0]?.budget).toBe(4);
  });

  it.each([
    [
      'a misspelt key',
      'limits:\n  - metrics: latency\n',
      /limits\.0: unrecognized key: "metrics" \(line 2, column 14\)/,
    ],
    ['an unknown metric', 'limits:\n  - metric: speed\n    budget: 3\n', /limits\.0\.metric: .* \(line 2, column 13\)/],
    ['a waiver without a reason', WAIVER.replace(/ {4}reason.*\n/, ''), /waivers\.0\.reason: .*\(line 2, column 5\)/],
    ['a day that does not exist', WAIVER.replace('12-31', '02-30'), /until: must be a day such as 2026-12-31 \(line 6/],
    ['a budget of no metric', 'limits:\n  - budget: 20 ms\n', /limits\[0\]\.budget: found "20 ms"; .*add metric/],
    ['a budget in percent', 'limits:\n  - metric: latency\n    budget: 5%\n', /not a percentage/],
    [
      'a limit in another unit',
      'limits:\n  - metric: latency\n    maxRegression: 3 MB\n',
      /limits\[0\]\.maxRegression/,
    ],
    ['a ceiling that is no limit', WAIVER.replace('20%', 'much'), /waivers\[0\]\.ceiling: found/],
    ['a tab', 'limits:\n\t- metric: latency\n', /is not YAML: .*line 2/s],
  ])('refuses %s, and says where', (_, text, message) => {
    expect(() => parseConfigFile(text, PATH)).toThrow(message);
  });
});
