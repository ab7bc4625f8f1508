// Tokens that may not do everything, services that are down, jobs that are cancelled: reported, never silently green.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODELS } from '../support/models.ts';
import { ALL_PERMISSIONS, createWorld, type World } from '../support/world.ts';

let world: World;
let merged: string;

beforeAll(async () => {
  world = await createWorld();
  merged = world.commit('main');
  await world.push(merged, MODELS.base());
});
afterAll(() => world.close());

describe('a token without rights', () => {
  it('to comment still has check, summary and outputs, and is told the line to add', async () => {
    const permissions = { ...ALL_PERMISSIONS, 'pull-requests': 'read' } as const;
    const result = await world.pullRequest(world.commit('a', merged), MODELS.base(), { permissions });
    expect(result.exitCode).toBe(0);
    expect(world.state.checks.at(-1)).toMatchObject({ conclusion: 'success' });
    expect(result.summary).toContain('Add "pull-requests: write" to the job\'s permissions');
    expect(world.state.checks.at(-1)?.output.summary).toContain('pull-requests: write');
  });

  it('to write checks uses a commit status', async () => {
    const permissions = { contents: 'read', 'pull-requests': 'write', actions: 'read', statuses: 'write' } as const;
    const sha = world.commit('b', merged);
    const result = await world.pullRequest(sha, MODELS.base(), { permissions });
    expect(result.exitCode).toBe(0);
    expect(world.state.statuses.filter((status) => status.sha === sha).map(({ state }) => state)).toEqual([
      'pending',
      'success',
    ]);
  });

  it('to write either reports in comment and summary', async () => {
    const permissions = { contents: 'read', 'pull-requests': 'write', actions: 'read' } as const;
    const result = await world.pullRequest(world.commit('c', merged), MODELS.base(), { permissions });
    expect(result.exitCode).toBe(0);
    expect(result.summary).toContain('Add "checks: write"');
  });

  it('to read artifacts is an error that says so everywhere', async () => {
    const permissions = { contents: 'read', 'pull-requests': 'write', checks: 'write' } as const;
    const result = await world.pullRequest(world.commit('d', merged), MODELS.base(), { permissions });
    expect(result.exitCode).toBe(2);
    expect(world.state.comments[0]?.body).toContain('### ⛔ Latency Gate: could not run');
    expect(world.state.checks.at(-1)).toMatchObject({ conclusion: 'failure' });
    expect(result.summary).toContain('Add "actions: read"');
  });
});

describe('a personal token', () => {
  it('keeps one comment, though its author is no bot', async () => {
    world.state.comments = [];
    world.state.author = { login: 'maintainer', type: 'User', association: 'MEMBER' };
    for (const branch of ['pat-1', 'pat-2']) await world.pullRequest(world.commit(branch, merged), MODELS.base());
    expect(world.state.comments).toHaveLength(1);
  });

  it('leaves a passer-by’s copy of the comment alone', async () => {
    const [own] = world.state.comments;
    const author = { login: 'stranger', type: 'User', association: 'NONE' };
    world.state.comments.unshift({ id: 1, pullRequest: 7, body: own?.body ?? '', author });
    await world.pullRequest(world.commit('pat-3', merged), MODELS.base());
    expect(world.state.comments).toHaveLength(2);
    world.state.comments = [];
    world.state.author = { login: 'github-actions[bot]', type: 'Bot', association: 'NONE' };
  });
});

describe('GitHub in trouble', () => {
  it('for good is inconclusive, never green', async () => {
    world.faults.push({
      match: /GET .*\/compare\//,
      times: 99,
      answer: { status: 502, body: { message: 'Bad Gateway' } },
    });
    const result = await world.pullRequest(world.commit('down', merged), MODELS.base());
    world.faults.length = 0;
    expect(result.exitCode).toBe(0);
    expect(result.outputs).toMatchObject({ outcome: 'inconclusive' });
    expect(world.state.checks.at(-1)).toMatchObject({ conclusion: 'neutral' });
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
    const result = await world.pullRequest(world.commit('e', merged), MODELS.base());
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
    const result = await world.pullRequest(world.commit('f', merged), MODELS.sameSpeed());
    world.faults.length = 0;
    expect(result.outputs).toMatchObject({ outcome: 'pass' });
    expect(result.summary).toContain('was not stored');
  });
});

describe('a cancelled job', () => {
  it('concludes the check as cancelled within the runner’s grace', async () => {
    const sha = world.commit('g', merged);
    const result = await world.pullRequest(sha, MODELS.sameSpeed(), { signal: { name: 'SIGINT', after: /Measuring/ } });
    expect(result.exitCode).toBe(130);
    expect(world.state.checks.at(-1)).toMatchObject({ sha, status: 'completed', conclusion: 'cancelled' });
  });

  it('whose main step was killed is concluded by the post step', async () => {
    const sha = world.commit('h', merged);
    const result = await world.pullRequest(sha, MODELS.sameSpeed(), {
      signal: { name: 'SIGKILL', after: /Measuring/ },
    });
    expect(result.exitCode).toBeNull();
    expect(result.post).toContain('the main step had left it open');
    expect(world.state.checks.at(-1)).toMatchObject({ sha, status: 'completed', conclusion: 'cancelled' });
  });
});
