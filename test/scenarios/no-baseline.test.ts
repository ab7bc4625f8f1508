// The first pull request of a repository, and baselines that must not be believed.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FORK_ID } from '../servers/github/state.ts';
import { MODELS } from '../support/models.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

describe('without a baseline', () => {
  it('is neutral, shows what was measured, and says what will make one', async () => {
    const base = world.commit('main');
    const result = await world.pullRequest(world.commit('topic', base), MODELS.base());
    expect(result.exitCode).toBe(0);
    expect(world.state.checks.at(-1)).toMatchObject({ conclusion: 'neutral' });
    const body = world.state.comments[0]?.body ?? '';
    expect(body).toContain('### ⚪ Latency Gate: inconclusive: no baseline yet');
    expect(body).toContain('the next run in mode record (normally a push to main) makes one');
    expect(body).toMatch(/\| ⚪ \| local {2}\| +\? \| +\? → [\d.]+ [µm]s \| latency/);
  });

  it('fails where the team asked for that', async () => {
    const base = world.commit('main');
    const inputs = { 'fail-on': 'inconclusive' };
    const result = await world.pullRequest(world.commit('topic', base), MODELS.base(), { inputs });
    expect(result.exitCode).toBe(1);
    expect(world.state.checks.at(-1)).toMatchObject({ conclusion: 'failure' });
  });

  it('needs no history at all with baseline-model', async () => {
    const { writeModel } = await import('../support/models.ts');
    writeModel(world.workspace, 'old.onnx', MODELS.sameSpeed());
    const inputs = { 'baseline-model': 'old.onnx' };
    const result = await world.pullRequest(world.commit('topic', world.commit('main')), MODELS.base(), { inputs });
    expect(result.outputs).toMatchObject({ outcome: 'pass' });
    expect(world.state.comments[0]?.body).toContain('the given model');
  });
});

describe('a forged baseline', () => {
  it('from a fork that bears the right name, branch and commit is ignored', async () => {
    const base = world.commit('main');
    await forge(base, { event: 'push', headRepositoryId: FORK_ID });
    const result = await world.pullRequest(world.commit('topic', base), MODELS.base());
    expect(world.state.comments[0]?.body).toContain('no baseline yet');
    expect(result.outputs['baseline-sha']).toBe('');
  });

  it('from a pull request that calls its branch main is ignored, and named', async () => {
    const base = world.commit('main');
    await forge(base, { event: 'pull_request' });
    await world.pullRequest(world.commit('topic', base), MODELS.base());
    expect(world.state.comments[0]?.body).toContain('it was made on the event pull_request');
  });

  it('whose record speaks of another commit than its workflow run is unreadable', async () => {
    const base = world.commit('main');
    await world.push(base, MODELS.base());
    const next = world.commit('main');
    for (const [id, run] of world.state.runs) world.state.runs.set(id, { ...run, headSha: next });
    await world.pullRequest(world.commit('topic', next), MODELS.base());
    expect(world.state.comments[0]?.body).toContain('but its workflow run was on');
  });

  /** A real record, whose workflow run is then made into what an attacker could have. */
  async function forge(sha: string, change: { event: string; headRepositoryId?: number }): Promise<void> {
    const { runId } = await world.push(sha, MODELS.slower());
    const run = world.state.runs.get(runId);
    if (run !== undefined) world.state.runs.set(runId, { ...run, ...change });
  }
});
