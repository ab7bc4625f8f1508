// `backend: results`: an earlier step measured; the gate records, compares and reports.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeModel } from '../support/models.ts';
import { createWorld, forkOf, type World } from '../support/world.ts';

/** Where a run has been recorded; tests go on from there. */
let recorded: World;
let head: string;

beforeAll(async () => {
  recorded = await createWorld();
  head = recorded.commit('topic', await recordSittings(recorded));
}, 300_000);
afterAll(() => recorded.close());

const INPUTS = {
  model: 'nets/ranker.bin',
  backend: 'results',
  results: 'bench/*.json',
  devices: 'Edge board 3',
  'max-regression': '5%',
  options: 'environment:\n  firmware: 7.1',
};

/** One hyperfine file a job; `seconds` in milliseconds. */
function measure({ workspace }: World, times: readonly number[]): void {
  const folder = join(workspace, 'bench');
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

/** Four steps on main that each measured a little differently; answers the last commit. */
async function recordSittings(world: World): Promise<string> {
  let merged = '';
  for (const level of [20, 20.2, 19.9, 20.1]) {
    merged = world.commit('main');
    measure(
      world,
      [1, 1.002, 0.998, 1.001, 0.999].map((jitter) => level * jitter),
    );
    expect(await world.step({ event: 'push', sha: merged, branch: 'main', inputs: INPUTS })).toExit(0);
  }
  return merged;
}

/** A pull request after a step that measured these times. */
async function gate(times: readonly number[], inputs: Readonly<Record<string, string>> = {}) {
  const world = await forkOf(recorded);
  measure(world, times);
  return world.step({ ...world.pullStep(head), inputs: { ...INPUTS, ...inputs } });
}

describe('measurements of an earlier step', () => {
  it('pass when they are alike', async () => {
    const result = await gate([20.1, 20, 19.95]);
    expect(result.outputs['outcome'], result.log).toBe('pass');
    expect(result.summary).toHaveLine('Edge board 3');
  });

  it('fail when they are slower than any recorded sitting', async () => {
    const result = await gate([24, 24.3, 23.8]);
    expect(result).toExit(1);
    expect(result.summary).toHaveLine(/❌ .*20\.\d+ → 24\.0 ms .*latency/);
  });

  it('are looked at although the model itself is the same', async () => {
    const world = await forkOf(recorded);
    writeModel(world.workspace, INPUTS.model, Buffer.from('the same bytes'));
    const topic = world.commit('topic', await recordSittings(world));
    measure(world, [24, 24.3, 23.8]);
    const result = await world.step({ ...world.pullStep(topic), inputs: INPUTS });
    expect(result).toExit(1);
  });

  it('are not enough for red where they are within what sittings differ by, however well they agree', async () => {
    const inputs = { 'max-regression': '1%', budget: 'latency < 20.35 ms' };
    const result = await gate([20.4, 20.4, 20.41, 20.39, 20.4], inputs);
    expect(result.outputs['outcome'], result.log).not.toBe('fail');
  });

  it('are not compared across what the options say of the environment', async () => {
    const result = await gate([24, 24.3, 23.8], { options: 'environment:\n  firmware: 7.2' });
    expect(result.outputs['outcome']).toBe('inconclusive');
    expect(result.summary).toHaveLine('environment differs');
  });

  it.each([
    ['no file', { results: 'nowhere/*.json' }, 'results: "nowhere/*.json" matches no file.'],
    ['two devices', { devices: 'a\nb' }, 'devices: found 2; allowed with the backend results: exactly one.'],
    ['nothing under results', { results: '' }, 'results'],
    ['results of another backend', { backend: 'local' }, 'unless the backend (or profiler) is results'],
  ])('with %s are an error that says so', async (_, inputs, message) => {
    const result = await gate([24, 24.3, 23.8], inputs);
    expect(result).toExit(2);
    expect(result.log).toHaveLine(message);
  });
});
