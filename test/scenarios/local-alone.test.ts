// `local` where the baseline's model is gone: its jobs of one step share one machine's luck, and count as one sitting.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODELS } from '../support/models.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world.close());

describe('a gate on local without the baseline’s model', () => {
  it('takes three jobs of one record for one sitting, and says that three sittings are needed', async () => {
    const main = world.commit('main');
    await world.push(main, MODELS.base());
    for (const artifact of world.state.artifacts)
      if (artifact.name.startsWith('latency-gate-model-')) artifact.expired = true;
    const head = world.commit('topic', main);
    const result = await world.step({ ...world.pullStep(head), model: MODELS.slower() });
    expect(result.summary).toContain('baseline-model-missing');
    expect(result.summary).toMatch(/latency +\| inconclusive .*1 of the 3 sessions needed/);
  }, 120_000);
});
