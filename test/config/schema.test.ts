// schemas/config.json is what editors complete and check by: it must take what the program takes, and mark what it refuses.

import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '../../src/config/config.ts';
import { parseConfigFile } from '../../src/config/file.ts';

const SCHEMA = JSON.parse(readFileSync('schemas/config.json', 'utf8')) as {
  readonly properties: Readonly<Record<string, object>>;
};
const validate = new Ajv2020({ allowUnionTypes: true }).compile(SCHEMA);

function isRefused(text: string): boolean {
  try {
    parseConfig({ model: 'a.onnx' }, parseConfigFile(text, 'gate.yml'));
    return false;
  } catch {
    return true;
  }
}

describe('schemas/config.json', () => {
  it('types every key and explains it', () => {
    const bare = Object.entries(SCHEMA.properties).filter(
      ([, value]) => !('description' in value) || !('type' in value || 'enum' in value || 'anyOf' in value),
    );
    expect(bare.map(([key]) => key)).toEqual([]);
  });

  it.each([
    'backend: embedl\ndevices: [Google Pixel 8, Samsung Galaxy S25]\n',
    'devices: Google Pixel 8\n',
    'maxRegression: 5%\nminChange: 0\n',
    'maxRegression: [5%, 0.5 ms]\n',
    'maxRegression:\n  - 5%\n  - latency: 3%\n',
    'minChange: { latency: 0.2 ms }\n',
    'budget: |\n  latency < 20 ms\n  peak_memory < 120 MB @ Google Pixel 8\n',
    'runTimeout: 10m\nqueueTimeout: 1.5h\n',
    'repeats: 3\nmaxRepeats: 6\nsummary: false\nfailOn: never\n',
    'options: { threads: 2 }\n',
    'backend: embedl\noptions: { poll-interval: 2, benchmark: { num_threads: 4 } }\n',
    'backend: command\ncommand: ./bench.sh\noptions: { cool-down: 5s, rounds: 2 }\n',
    'tracker: experiments\noptions: { tenant: acme, threads: 2 }\n',
    'baseline: run:42\n',
    '$schema: https://example.org/config.json\n',
    'models:\n  - path: a.onnx\nlimits:\n  - { metric: latency, budget: 25 ms }\n',
    'metrics: { speed: { unit: m/s, better: higher } }\nminChange: { speed: 3% }\nlimits: [{ metric: speed, budget: 3 m/s }]\n',
    'budget: accuracy >= 75 %\n',
    '# nothing yet\n',
  ])('takes what the program takes: %j', (text) => {
    expect(isRefused(text)).toBe(false);
    expect(validate(parse(text) ?? {}), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    'backend: pixel\n',
    'failOn: regresion\n',
    'maxRegression: fast\n',
    'maxRegression: -5%\n',
    'minChange: { latency: fast }\n',
    'budget: 20 ms\n',
    'runTimeout: 10\n',
    'repeats: many\n',
    'repeats: 0\n',
    'summary: perhaps\n',
    'maxRegresion: 5%\n',
    'models: a.onnx\n',
    'limits: [{ metric: Top Speed }]\n',
    'apiKey: secret\n',
  ])('marks what the program refuses: %j', (text) => {
    expect(isRefused(text)).toBe(true);
    expect(validate(parse(text))).toBe(false);
  });
});

describe('options in schemas/config.json', () => {
  it.each([
    'options: { thread: 2 }\n',
    'backend: local\noptions: { poll-interval: 2 }\n',
    'backend: embedl\noptions: { poll-interval: often }\n',
    'backend: command\ncommand: ./bench.sh\noptions: { cool-down: 5 }\n',
  ])('are marked where the backend does not take them: %j', (text) => {
    expect(validate(parse(text))).toBe(false);
  });
});
