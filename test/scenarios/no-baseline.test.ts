// The first pull request of a repository, and baselines that must not be believed.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FORK_ID } from '../servers/github/state.ts';
import { MODELS, writeModel } from '../support/models.ts';
import { createWorld, seedLocal, type World } from '../support/world.ts';

let world: World;
let base: string;
let head: string;

beforeEach(async () => {
  world = await createWorld();
  base = world.commit('main');
  head = world.commit('topic', base);
});
afterEach(() => world.close());

describe('without a baseline', () => {
  it('is neutral, shows what was measured, and says what will make one', async () => {
    const result = await world.pullRequest(head, MODELS.base());
    expect(result).toExit(0);
    expect(result.check).toMatchObject({ conclusion: 'neutral' });
    expect(result.comment).toHaveLines([
      '### ⚪ Latency Gate: inconclusive: no baseline yet',
      /\| ⚪ \| local {2}\| +\? \| +\? → [\d.]+ [µm]s \| latency/,
      'the next run in mode record (normally a push to main) makes one',
    ]);
  });

  it('fails where the team asked for that', async () => {
    const inputs = { 'fail-on': 'inconclusive' };
    const result = await world.pullRequest(head, MODELS.base(), { inputs });
    expect(result).toExit(1);
    expect(result.check).toMatchObject({ conclusion: 'failure' });
  });

  it('needs no history at all with baseline-model', async () => {
    writeModel(world.workspace, 'old.onnx', MODELS.sameSpeed());
    const inputs = { 'baseline-model': 'old.onnx' };
    const result = await world.pullRequest(head, MODELS.base(), { inputs });
    expect(result.outputs).toMatchObject({ outcome: 'pass' });
    expect(result.comment).toHaveLine('the given model');
  });
});

describe('a forged baseline', () => {
  it('from a fork that bears the right name, branch and commit is ignored', async () => {
    await forge({ event: 'push', headRepositoryId: FORK_ID });
    const result = await world.pullRequest(head, MODELS.base());
    expect(result.comment).toHaveLine('no baseline yet');
    expect(result.outputs['baseline-sha']).toBe('');
  });

  it('from a pull request that calls its branch main is ignored, and named', async () => {
    await forge({ event: 'pull_request' });
    const result = await world.pullRequest(head, MODELS.base());
    expect(result.comment).toHaveLine('it was made on the event pull_request');
  });

  it('whose record speaks of another commit than its workflow run is unreadable', async () => {
    await seedLocal(world, base, MODELS.base());
    const next = world.commit('main');
    for (const [id, run] of world.state.runs) world.state.runs.set(id, { ...run, headSha: next });
    const result = await world.pullRequest(world.commit('topic', next), MODELS.base());
    expect(result.comment).toHaveLine('but its workflow run was on');
  });

  /** A record as the gate writes it, whose workflow run is then made into what an attacker could have. */
  async function forge(change: { event: string; headRepositoryId?: number }): Promise<void> {
    const { runId } = await seedLocal(world, base, MODELS.slower());
    const run = world.state.runs.get(runId);
    if (run !== undefined) world.state.runs.set(runId, { ...run, ...change });
  }
});
