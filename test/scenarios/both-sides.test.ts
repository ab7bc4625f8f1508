// `baseline-results`: a step measured both sides in turn; file by file they are pairs, and need no history.

import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world.close());

const INPUTS = {
  model: 'ranker',
  backend: 'results',
  results: 'bench/head-*.json',
  'baseline-results': 'bench/base-*.json',
  devices: 'board',
  'max-regression': '5%',
};

/** What one sitting leaves: the machine differs from block to block by far more than the models do. */
const LEVELS = [20, 31, 24, 27, 22, 35];

const hyperfine = (ms: number, command = 'infer') =>
  JSON.stringify({
    results: [{ command, mean: ms / 1000, stddev: 0.0001, times: [ms / 1000, ms / 1000], exit_codes: [0, 0] }],
  });

const google = (ms: number, build: string) =>
  JSON.stringify({
    context: { host_name: 'runner', num_cpus: 4, mhz_per_cpu: 2445, library_build_type: build },
    benchmarks: [
      { name: 'BM_Infer', run_name: 'BM_Infer', run_type: 'iteration', real_time: ms, cpu_time: ms, time_unit: 'ms' },
    ],
  });

interface Sides {
  readonly base: readonly string[];
  readonly head: readonly string[];
}

/** Both sides, `factor` apart, in files 1 to 6 that were written in the order A B B A. */
function sides(factor: number, toFile: (ms: number, side: 'base' | 'head') => string = (ms) => hyperfine(ms)): Sides {
  const jitter = [1, 1.004, 0.997, 1.002, 0.999, 1.003];
  return {
    base: LEVELS.map((level) => toFile(level, 'base')),
    head: LEVELS.map((level, index) => toFile(level * factor * (jitter[index] ?? 1), 'head')),
  };
}

function put(files: Sides, alternated = true): void {
  const folder = join(world.workspace, 'bench');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const side of ['base', 'head'] as const) {
    files[side].forEach((content, index) => {
      const path = join(folder, `${side}-${index + 5}.json`);
      writeFileSync(path, content);
      const later = (index + (side === 'head' ? 1 : 0)) % 2;
      const at = alternated ? index * 2 + later : index + (side === 'head' ? 100 : 0);
      utimesSync(path, 1_700_000_000 + at, 1_700_000_000 + at);
    });
  }
}

async function gate(files: Sides, inputs: Readonly<Record<string, string>> = {}, alternated = true) {
  put(files, alternated);
  const head = world.commit('topic', world.commit('main'));
  return world.step({ ...world.pullStep(head), inputs: { ...INPUTS, ...inputs } });
}

describe('both sides of one sitting', () => {
  it('show a regression that is far smaller than what the machine does, with no history at all', async () => {
    const result = await gate(sides(1.08));
    expect(result).toExit(1);
    expect(result.summary).toMatch(/\+8\.1\s%\*\* \(\+7\.2…\+9\.1\)/);
    expect(result.summary).toContain("the baseline's files");
  });

  it('pass where nothing changed, and show it', async () => {
    const result = await gate(sides(1.001));
    expect(result).toExit(0);
    expect(result.outputs['outcome'], result.log).toBe('pass');
    expect(result.summary).not.toContain('not shown');
    expect(result.summary).not.toContain('written before any of the other');
  });

  it('are inconclusive when two pairs are all there is, however far apart', async () => {
    const { base, head } = sides(1.5);
    const result = await gate({ base: base.slice(0, 2), head: head.slice(0, 2) });
    expect(result.outputs['outcome'], result.log).toBe('inconclusive');
  });

  it('pair 10 with 10, not with 2: globs and lists agree on the order of files', async () => {
    const { base, head } = sides(1.08);
    const result = await gate(
      { base, head },
      { results: [5, 6, 7, 8, 9, 10].map((n) => `bench/head-${n}.json`).join('\n') },
    );
    expect(result).toExit(1);
    expect(result.summary).toMatch(/\+8\.1\s%\*\* \(\+7\.2…\+9\.1\)/);
  });

  it('are recorded, and the record is a sitting that later gates use', async () => {
    for (let sitting = 0; sitting < 3; sitting += 1) {
      put(sides(1.001));
      const sha = world.commit('main');
      const recorded = await world.step({
        event: 'push',
        sha,
        branch: 'main',
        inputs: { ...INPUTS, 'model-name': 'kept' },
      });
      expect(recorded).toExit(0);
    }
    const { 'baseline-results': _, ...alone } = INPUTS;
    const head = world.commit('topic', world.commit('main'));
    put(sides(1));
    const result = await world.step({ ...world.pullStep(head), inputs: { ...alone, 'model-name': 'kept' } });
    expect(result.outputs['outcome'], result.log).toBe('pass');
  }, 120_000);

  it('that were measured one after the other are told', async () => {
    const result = await gate(sides(1.001), {}, false);
    expect(result.summary).toContain('written before any of the other');
  });

  it('of a debug build and a release build are not compared, and the field is named', async () => {
    const files = sides(1.001, (ms, side) => google(ms, side === 'base' ? 'release' : 'debug'));
    const result = await gate(files);
    expect(result.outputs['outcome'], result.log).toBe('inconclusive');
    expect(result.summary).toContain('environment differs');
    expect(result.summary).toMatch(/build\w* is release in base-5\.json and debug in head-5\.json/);
  });
});

describe('wrong input is an error that says what is wrong', () => {
  const { base, head } = sides(1.001);
  it.each([
    ['unequal counts', { base: base.slice(1), head }, {}, 'baseline-results: found 5 files beside 6 of results'],
    [
      'other benchmarks',
      { base, head: head.map((_, index) => hyperfine(20 + index / 100, 'other')) },
      {},
      'allowed: the same benchmarks on both sides',
    ],
    [
      'the same file on both sides',
      { base, head },
      { 'baseline-results': 'bench/*.json', results: 'bench/head-*.json' },
      'is among results as well',
    ],
    [
      'a copy of a file',
      { base: [...base.slice(1), head[0] ?? ''], head },
      {},
      'base-10.json holds the same bytes as head-5.json',
    ],
    [
      'no file',
      { base, head },
      { 'baseline-results': 'nowhere/*.json' },
      'baseline-results: "nowhere/*.json" matches no file.',
    ],
    ['a file that is none', { base: ['{', ...base.slice(1)], head }, {}, 'baseline-results: '],
    [
      'a backend that measures itself',
      { base, head },
      { backend: 'local', results: '' },
      'unless the backend (or profiler) is results',
    ],
    ['a model to measure', { base, head }, { 'baseline-model': 'old.onnx' }, 'see baseline-results'],
  ])('%s', async (_, files, inputs, message) => {
    const result = await gate(files, inputs);
    expect(result).toExit(2);
    expect(result.log).toContain(message);
  });
});
