// What each event of a workflow leads to.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MODELS } from '../support/models.ts';
import { createWorld, seedLocal, type World } from '../support/world.ts';

let world: World;
let merged: string;

beforeEach(async () => {
  world = await createWorld();
  merged = world.commit('main');
});
afterEach(() => world.close());

describe('the event', () => {
  it('push to another branch gates against its merge-base with the default branch', async () => {
    await seedLocal(world, merged, MODELS.base());
    const sha = world.commit('feature', merged);
    const result = await world.step({ event: 'push', sha, branch: 'feature', model: MODELS.base() });
    expect(result.outputs).toMatchObject({ outcome: 'pass', 'baseline-sha': merged });
    expect(result.outputs['comment-url']).toBeUndefined();
    expect(result.check).toMatchObject({ sha, conclusion: 'success' });
  });

  it('workflow_dispatch on the default branch records', async () => {
    await seedLocal(world, merged, MODELS.base());
    const result = await world.step({ event: 'workflow_dispatch', sha: merged, branch: 'main', model: MODELS.base() });
    expect(result).toExit(0);
    expect(result.log).toHaveLine('Latency Gate: recorded');
  });

  it('workflow_dispatch elsewhere gates', async () => {
    await seedLocal(world, merged, MODELS.base());
    const sha = world.commit('manual', merged);
    const result = await world.step({ event: 'workflow_dispatch', sha, branch: 'manual', model: MODELS.base() });
    expect(result.log).toHaveLine('Latency Gate: identical model');
  });

  it('pull_request into another branch is compared where that branch left the default one', async () => {
    await seedLocal(world, merged, MODELS.base());
    const next = world.commit('next', merged);
    const head = world.commit('topic-into-next', next);
    const pull = { number: 9, head: { sha: head, ref: 'topic-into-next' }, base: { ref: 'next', sha: 'not-used' } };
    const payload = { pull_request: pull };
    const inputs = { comment: 'never' };
    const result = await world.step({ ...world.pullStep(head), payload, inputs, model: MODELS.base() });
    expect(result).toExit(0);
    expect(result.outputs).toMatchObject({ outcome: 'pass', 'baseline-sha': merged, 'baseline-distance': '1' });
  });

  it('merge_group gates the queue’s commit and reports on it', async () => {
    await seedLocal(world, merged, MODELS.base());
    const branch = 'gh-readonly-queue/main/pr-7-abc';
    const sha = world.commit(branch, merged);
    const group = { head_sha: sha, head_ref: `refs/heads/${branch}`, base_ref: 'refs/heads/main' };
    const payload = { merge_group: group };
    const result = await world.step({ event: 'merge_group', sha, branch, payload, model: MODELS.base() });
    expect(result).toExit(0);
    expect(result.check).toMatchObject({ sha, conclusion: 'success' });
    expect(result.comments).toEqual([]);
  });

  it('pull_request_target is refused with the reason, before anything is asked of GitHub', async () => {
    const sha = world.commit('hostile', merged);
    const result = await world.step({ event: 'pull_request_target', sha, branch: 'main', model: MODELS.base() });
    expect(result).toExit(2);
    expect(result.log).toHaveLine("pull_request_target runs with the base repository's secrets");
    expect(result.log).toHaveLine('on: pull_request');
    expect(result.requests).toHaveLength(0);
  });

  it('schedule records on the default branch, though its payload names no repository', async () => {
    await seedLocal(world, merged, MODELS.base());
    world.state.branches.set('trunk', merged);
    const result = await world.step({
      event: 'schedule',
      sha: merged,
      branch: 'trunk',
      model: MODELS.base(),
      payload: { schedule: '23 4 * * 1,4', repository: undefined },
    });
    expect(result).toExit(0);
    expect(result.log).toHaveLine('Latency Gate: recorded');
  });

  it('an unknown one is refused with those that are handled', async () => {
    const result = await world.step({ event: 'issues', sha: merged, branch: 'main', model: MODELS.base() });
    expect(result).toExit(2);
    expect(result.log).toHaveLine('handled are: pull_request, merge_group, push, schedule, workflow_dispatch');
  });

  it('pull_request may not record', async () => {
    const sha = world.commit('sly', merged);
    const result = await world.pullRequest(sha, MODELS.base(), { inputs: { mode: 'record' } });
    expect(result).toExit(2);
    expect(result.log).toHaveLine('what a pull request measured must never become the baseline');
  });
});
