// Tokens that may not do everything, services that are down, jobs that are cancelled: reported, never silently green.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MODELS } from '../support/models.ts';
import { ALL_PERMISSIONS, createWorld, seedLocal, type World } from '../support/world.ts';

let world: World;
let merged: string;
let head: string;

beforeEach(async () => {
  world = await createWorld();
  merged = world.commit('main');
  await seedLocal(world, merged, MODELS.base());
  head = world.commit('topic', merged);
});
afterEach(() => world.close());

describe('a token without rights', () => {
  it('to comment still has check, summary and outputs, and is told the line to add', async () => {
    const permissions = { ...ALL_PERMISSIONS, 'pull-requests': 'read' } as const;
    const result = await world.pullRequest(head, MODELS.base(), { permissions });
    expect(result).toExit(0);
    expect(result.check).toMatchObject({ conclusion: 'success' });
    expect(result.summary).toHaveLine('Add "pull-requests: write" to the job\'s permissions');
    expect(result.check?.output.summary).toHaveLine('pull-requests: write');
  });

  it('to write checks uses a commit status', async () => {
    const permissions = { contents: 'read', 'pull-requests': 'write', actions: 'read', statuses: 'write' } as const;
    const result = await world.pullRequest(head, MODELS.base(), { permissions });
    expect(result).toExit(0);
    expect(result.statuses.map(({ sha, state }) => [sha, state])).toEqual([
      [head, 'pending'],
      [head, 'success'],
    ]);
  });

  it('to write either reports in comment and summary', async () => {
    const permissions = { contents: 'read', 'pull-requests': 'write', actions: 'read' } as const;
    const result = await world.pullRequest(head, MODELS.base(), { permissions });
    expect(result).toExit(0);
    expect(result.summary).toHaveLine('Add "checks: write"');
  });

  it('to read artifacts is an error that says so everywhere', async () => {
    const permissions = { contents: 'read', 'pull-requests': 'write', checks: 'write' } as const;
    const result = await world.pullRequest(head, MODELS.base(), { permissions });
    expect(result).toExit(2);
    expect(result.comment).toHaveLine('### ⛔ Latency Gate: could not run');
    expect(result.check).toMatchObject({ conclusion: 'failure' });
    expect(result.summary).toHaveLine('Add "actions: read"');
  });
});

describe('a personal token', () => {
  beforeEach(() => {
    world.state.author = { login: 'maintainer', type: 'User', association: 'MEMBER' };
  });

  it('keeps one comment, though its author is no bot', async () => {
    await world.pullRequest(head, MODELS.base());
    await world.pullRequest(world.commit('topic'), MODELS.base());
    expect(world.state.comments).toHaveLength(1);
  });

  it('leaves a passer-by’s copy of the comment alone', async () => {
    const { comment } = await world.pullRequest(head, MODELS.base());
    const author = { login: 'stranger', type: 'User', association: 'NONE' };
    const at = '2026-11-21T09:00:00Z';
    world.state.comments.unshift({ id: 1, pullRequest: 7, body: comment, author, createdAt: at, updatedAt: at });
    const again = await world.pullRequest(world.commit('topic'), MODELS.base());
    expect(again.comments.map(({ author: { login } }) => login)).toEqual(['maintainer']);
    expect(world.state.comments.map(({ author: { login } }) => login)).toEqual(['stranger', 'maintainer']);
  });
});

describe('GitHub in trouble', () => {
  it('for good is inconclusive, never green', async () => {
    world.faults.push({
      match: /GET .*\/compare\//,
      times: 99,
      answer: { status: 502, body: { message: 'Bad Gateway' } },
    });
    const result = await world.pullRequest(head, MODELS.base());
    expect(result).toExit(0);
    expect(result.outputs).toMatchObject({ outcome: 'inconclusive' });
    expect(result.check).toMatchObject({ conclusion: 'neutral' });
  });

  it('is asked again after a 502 and after a spent rate limit', async () => {
    world.faults.push({
      match: /GET .*\/compare\//,
      times: 2,
      answer: { status: 502, body: { message: 'Bad Gateway' } },
    });
    world.faults.push({
      match: /GET .*\/commits$/,
      times: 1,
      answer: { status: 403, headers: { 'retry-after': '1' }, body: { message: 'slow down' } },
    });
    const result = await world.pullRequest(head, MODELS.base());
    expect(result.outputs).toMatchObject({ outcome: 'pass' });
    expect(result.requests.filter(({ path }) => path.includes('/compare/')).map(({ status }) => status)).toEqual([
      502, 502, 200,
    ]);
  });

  it('that loses the artifact service costs the record, not the verdict', async () => {
    world.faults.push({
      match: /CreateArtifact/,
      times: 9,
      answer: { status: 400, body: { code: 'internal', msg: 'down' } },
    });
    const result = await world.pullRequest(head, MODELS.sameSpeed());
    expect(result.outputs).toMatchObject({ outcome: 'pass' });
    expect(result.summary).toHaveLine('was not stored');
  });
});

describe('a cancelled job', () => {
  it('concludes the check as cancelled within the runner’s grace', async () => {
    const result = await world.pullRequest(head, MODELS.sameSpeed(), {
      signal: { name: 'SIGINT', after: /Measuring/ },
    });
    expect(result).toExit(130);
    expect(result.check).toMatchObject({ sha: head, status: 'completed', conclusion: 'cancelled' });
  });

  it('whose main step was killed is concluded by the post step', async () => {
    const signal = { name: 'SIGKILL', after: /Measuring/ } as const;
    const result = await world.pullRequest(head, MODELS.sameSpeed(), { signal });
    expect(result).toExit(null);
    expect(result.post).toContain('the main step had left it open');
    expect(result.check).toMatchObject({ sha: head, status: 'completed', conclusion: 'cancelled' });
  });
});
