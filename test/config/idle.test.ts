import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { parseConfigFile } from '../../src/config/file.ts';

const idleOf = (raw: Readonly<Record<string, string>>, file?: string) =>
  parseConfig({ model: 'a.onnx', ...raw }, file === undefined ? undefined : parseConfigFile(file, 'gate.yml')).idle;

describe('settings that do nothing', () => {
  it('are told, each with the reason', () => {
    const raw = { 'api-key': 'k', 'api-base-url': 'https://x.example', project: 'p', 'queue-timeout': '5m' };
    expect(idleOf(raw)).toEqual([
      'api-key does nothing here: no key is asked for by local.',
      'api-base-url does nothing here: no address is asked for by local.',
      'project does nothing here: the tracker local has no projects.',
      'queue-timeout does nothing here: the profiler local has no queue of devices.',
    ]);
    expect(idleOf({ 'on-missing-key': 'stage', 'device-concurrency': '2' })).toHaveLength(2);
    expect(idleOf({ backend: 'command', command: 'x', 'install-runtime': 'never', 'profiler-api-key': 'k' })).toEqual([
      'profiler-api-key does nothing here: no key is asked for by the profiler command.',
      'install-runtime does nothing here: ONNX Runtime is for the profiler local, and this is command.',
    ]);
    expect(idleOf({ backend: 'results', results: 'a', devices: 'b', repeats: '3', 'run-timeout': '5m' })).toHaveLength(
      2,
    );
  });

  it('are none where a backend takes them', () => {
    const raw = { backend: 'embedl', 'api-key': 'k', 'api-base-url': 'https://x.example', project: 'p' };
    expect(idleOf({ ...raw, 'queue-timeout': '5m', 'on-missing-key': 'stage' })).toEqual([]);
    expect(idleOf({ profiler: 'local', tracker: 'experiments', 'tracker-api-key': 'k', project: 'p' })).toEqual([]);
    expect(idleOf({})).toEqual([]);
  });

  it('are keys that each side has one of its own instead of', () => {
    const keys = { 'api-key': 'k', 'profiler-api-key': 'a', 'tracker-api-key': 'b' };
    expect(idleOf({ profiler: 'hubify', tracker: 'embedl', ...keys })).toEqual([
      'api-key does nothing here: profiler-api-key and tracker-api-key are given.',
    ]);
    expect(idleOf({ profiler: 'local', tracker: 'embedl', 'api-key': 'k' })).toEqual([]);
  });

  it('are told with their place in a file, unless an input chooses another backend for it', () => {
    expect(idleOf({}, 'project: p\n')).toEqual([
      'gate.yml:1:10: project does nothing here: the tracker local has no projects.',
    ]);
    expect(idleOf({ backend: 'local' }, 'backend: embedl\nproject: p\n')).toEqual([]);
  });

  it('are inputs of another mode', () => {
    expect(idleOf({ 'site-folder': 'pages', build: 'make' })).toEqual([
      'site-folder does nothing here: it is for mode site, and this is mode auto.',
      'build does nothing here: it is for mode bisect, and this is mode auto.',
    ]);
    expect(idleOf({ mode: 'bisect', build: 'make', metric: 'latency' })).toEqual([]);
    expect(idleOf({ mode: 'collect', tickets: 'x' })).toEqual([]);
  });
});
