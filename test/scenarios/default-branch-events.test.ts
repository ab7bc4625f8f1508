// Events that run on the default branch, whoever makes them happen: their verdicts must not stand on its newest commit.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MODELS } from '../support/models.ts';
import { createWorld, seedLocal, type World } from '../support/world.ts';

let world: World;
let merged: string;
let head: string;

beforeEach(async () => {
  world = await createWorld();
  merged = world.commit('main');
  await seedLocal(world, merged, MODELS.base());
  head = world.commit('topic', merged);
  world.commit('main');
});
afterEach(() => world.close());

function openPull(headOwner = 'acme') {
  const pull = { number: 7, headOwner, headBranch: 'topic', headSha: head, base: 'main', open: true };
  world.state.pulls.push(pull);
  return pull;
}

function comment(inputs: Readonly<Record<string, string>>, issue: object = { number: 7, pull_request: {} }) {
  const sha = world.state.branches.get('main') ?? '';
  return world.step({ event: 'issue_comment', sha, branch: 'main', payload: { issue }, inputs, model: MODELS.base() });
}

describe('issue_comment', () => {
  it('without a mode is refused: the verdict would stand on the head of main', async () => {
    openPull();
    const result = await comment({});
    expect(result).toExit(2);
    expect(result.log).toHaveLine('The event "issue_comment" runs on the default branch');
    expect(result.requests).toEqual([]);
  });

  it('with mode gate is about the pull request’s head and base', async () => {
    openPull();
    const result = await comment({ mode: 'gate' });
    expect(result).toExit(0);
    expect(result.check).toMatchObject({ sha: head, conclusion: 'success' });
    expect(result.outputs).toMatchObject({ outcome: 'pass', 'baseline-sha': merged });
    expect(result.comment).toContain('identical model');
  });

  it('on a fork’s pull request does not execute its model beside the secrets', async () => {
    openPull('stranger');
    const result = await comment({ mode: 'gate' });
    expect(result).toExit(0);
    expect(result.outputs['outcome']).toBe('inconclusive');
    expect(result.summary).toContain('beside the secrets of this workflow');
    expect(result.log).not.toContain('pair');
  });

  it('on an issue has no commit to gate', async () => {
    const result = await comment({ mode: 'gate' }, { number: 3 });
    expect(result).toExit(2);
    expect(result.log).toHaveLine('The comment is on an issue, not on a pull request');
  });

  it('on a pull request that was closed says so', async () => {
    openPull().open = false;
    const result = await comment({ mode: 'gate' });
    expect(result.outputs['outcome']).toBe('skipped');
  });

  it.each(['record', 'release'])('never leads to mode %s', async (mode) => {
    openPull();
    expect(await comment({ mode })).toExit(2);
  });
});

describe('repository_dispatch', () => {
  it('without a mode is refused, and never records: its runs are not believed', async () => {
    const sha = world.state.branches.get('main') ?? '';
    const step = { event: 'repository_dispatch', sha, branch: 'main', model: MODELS.base() };
    const plain = await world.step(step);
    expect(plain).toExit(2);
    expect(plain.log).toHaveLine('The event "repository_dispatch" runs on the default branch');
    const record = await world.step({ ...step, inputs: { mode: 'record' } });
    expect(record).toExit(2);
    expect(record.log).toHaveLine('allowed: push, schedule, workflow_dispatch of the default branch');
  });
});
