import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { parseConfigFile } from '../../src/config/file.ts';
import { optionsOf } from '../../src/wiring/options.ts';

function read(text: string, raw: Readonly<Record<string, string>> = {}) {
  const model = /^models:/m.test(text) ? {} : { model: 'a.onnx' };
  const config = parseConfig({ ...model, ...raw }, parseConfigFile(text, 'gate.yml'));
  return () => optionsOf(config.profiler, config.tracker, config);
}

describe('a mistake in options', () => {
  it.each([
    [
      'options:\n  thread: 2\n',
      'gate.yml:2:3: options.thread: the backend local has no option "thread". Did you mean "threads"?',
    ],
    ['options:\n  threads: many\n', 'gate.yml:2:3: options.threads: found "many"; allowed: a number.'],
    [
      'options:\n  threads: 2\n  dims:\n    batch: 1\n    seq: -4\n',
      'gate.yml:5:5: options.dims.seq: found "-4"; too small: expected number to be >=0.',
    ],
    [
      'options: { baseline: { dim: { n: 1 } } }\n',
      'gate.yml:1:24: options.baseline.dim: the backend local has no option "dim". Did you mean "dims"?',
    ],
    [
      'models:\n  - path: a.onnx\n  - { path: b.onnx, options: { provder: cuda } }\n',
      'gate.yml:3:32: models[1].options.provder: the backend local has no option "provder". Did you mean "provider"?',
    ],
  ])('is told with its place in the file: %j', (text, message) => {
    expect(read(text)).toThrow(message);
  });

  it('is told by the key where an input made it', () => {
    expect(read('', { options: 'thread: 2' })).toThrow(/^options\.thread: the backend local has no option "thread"/);
    expect(read('options: { threads: 2 }\n', { options: 'threads: many' })).toThrow(/^options\.threads: found "many"/);
  });

  it('says which backend takes which', () => {
    const embedl = read('backend: embedl\noptions: { threads: 2 }\n');
    expect(embedl).toThrow('the backend embedl has no option "threads"');
    expect(embedl).toThrow(expect.objectContaining({ advice: expect.stringContaining('poll-interval, concurrency') }));
  });

  it('is none where the other side takes it', () => {
    expect(read('tracker: experiments\noptions: { tenant: acme, threads: 2 }\n')()).toEqual({ threads: 2 });
  });
});
