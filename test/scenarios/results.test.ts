// `backend: results`: an earlier step measured; the gate records, compares and reports.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeModel } from '../support/models.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let head: string;

beforeAll(async () => {
  world = await createWorld();
  const merged = world.commit('main');
  head = world.commit('topic', merged);
  measure([20, 20.2, 19.9, 20.1, 20]);
  const recorded = await world.step({ event: 'push', sha: merged, branch: 'main', inputs: INPUTS });
  expect(recorded.exitCode, recorded.log).toBe(0);
}, 60_000);
afterAll(() => world.close());

const INPUTS = {
  model: 'nets/ranker.bin',
  backend: 'results',
  results: 'bench/*.json',
  devices: 'Edge board 3',
  'max-regression': '5%',
  options: 'environment:\n  firmware: 7.1',
};

/** One hyperfine file a job; `seconds` in milliseconds. */
function measure(times: readonly number[]): void {
  const folder = join(world.workspace, 'bench');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  times.forEach((ms, index) => {
    const result = {
      command: './infer',
      mean: ms / 1000,
      stddev: 0.0001,
      times: [ms / 1000, ms / 1000],
      exit_codes: [0, 0],
    };
    writeFileSync(join(folder, `${index}.json`), JSON.stringify({ results: [result] }));
  });
}

const gate = (inputs: Readonly<Record<string, string>> = {}) =>
  world.step({ ...world.pullStep(head), inputs: { ...INPUTS, ...inputs } });

describe('measurements of an earlier step', () => {
  it('pass when they are alike', async () => {
    measure([20.1, 20, 19.95]);
    const result = await gate();
    expect(result.outputs['outcome'], result.log).toBe('pass');
    expect(result.summary).toContain('Edge board 3');
  });

  it('fail when three or more are slower', async () => {
    measure([24, 24.3, 23.8]);
    const result = await gate();
    expect(result.exitCode).toBe(1);
    expect(result.summary).toMatch(/❌ .*20\.0 → 24\.0 ms .*latency/);
  });

  it('are looked at although the model itself is the same', async () => {
    writeModel(world.workspace, INPUTS.model, Buffer.from('the same bytes'));
    const merged = world.commit('main');
    measure([20, 20.2, 19.9, 20.1, 20]);
    await world.step({ event: 'push', sha: merged, branch: 'main', inputs: INPUTS });
    const topic = world.commit('topic', merged);
    measure([24, 24.3, 23.8]);
    const result = await world.step({ ...world.pullStep(topic), inputs: INPUTS });
    rmSync(join(world.workspace, INPUTS.model));
    expect(result.exitCode, result.log).toBe(1);
  });

  it('are not enough to accuse when there is one, and it says what is missing', async () => {
    measure([24]);
    const result = await gate();
    expect(result.outputs['outcome']).toBe('inconclusive');
    expect(result.summary).toContain('1 of 6 measured');
    expect(result.summary).toContain('there are no more jobs than 1');
  });

  it('are not compared across what the options say of the environment', async () => {
    measure([24, 24.3, 23.8]);
    const result = await gate({ options: 'environment:\n  firmware: 7.2' });
    expect(result.outputs['outcome']).toBe('inconclusive');
    expect(result.summary).toContain('environment differs');
  });

  it.each([
    ['no file', { results: 'nowhere/*.json' }, 'results: "nowhere/*.json" matches no file.'],
    ['two devices', { devices: 'a\nb' }, 'devices: found 2; allowed with the backend results: exactly one.'],
    ['nothing under results', { results: '' }, 'results'],
    ['results of another backend', { backend: 'local' }, 'unless the backend (or profiler) is results'],
  ])('with %s are an error that says so', async (_, inputs, message) => {
    const result = await gate(inputs);
    expect(result.exitCode).toBe(2);
    expect(result.log).toContain(message);
  });
});
