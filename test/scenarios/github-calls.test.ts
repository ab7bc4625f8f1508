// How often a gate asks GitHub does not depend on how much it compares.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type StepResult, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world.close());

/** One hyperfine file; each benchmark is compared like a device of its own. */
function measure(benchmarks: number): void {
  const results = Array.from({ length: benchmarks }, (_, index) => ({
    command: `./infer --phone ${index}`,
    times: [0.02, 0.02],
    exit_codes: [0, 0],
  }));
  writeFileSync(join(world.workspace, 'bench.json'), JSON.stringify({ results }));
}

/** A record and a pull request; what the latter asks of GitHub's API. */
async function gate(benchmarks: number): Promise<{ result: StepResult; calls: readonly string[] }> {
  measure(benchmarks);
  const inputs = {
    model: 'ranker',
    backend: 'results',
    results: 'bench.json',
    devices: 'Board',
    'comment-key': `of ${benchmarks}`,
  };
  const sha = world.commit('main');
  expect(await world.step({ event: 'push', sha, branch: 'main', inputs })).toExit(0);
  const topic = `topic-${benchmarks}`;
  const result = await world.step({ ...world.pullStep(world.commit(topic, sha)), inputs });
  const asked = result.requests.filter(({ path }) => !path.startsWith('/twirp/'));
  return { result, calls: asked.map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`) };
}

describe('a gate on thirty devices', () => {
  it('asks GitHub as often as a gate on one', async () => {
    const one = await gate(1);
    const thirty = await gate(30);
    expect(thirty.result.comment).toHaveLine('phone 29');
    expect(thirty.calls).toHaveLength(one.calls.length);
    expect(one.calls.length).toBeLessThanOrEqual(10);
  }, 60_000);
});
