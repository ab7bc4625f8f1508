// The comment among others who write: people, other bots, a second step of the same job.

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
});
afterEach(() => world.close());

const MARKER = '<!-- latency-gate comment ".github/workflows/latency.yml" -->';
const gate = (more: object = {}) => world.pullRequest(head, MODELS.base(), more);
const bodies = () => world.state.comments.map(({ body }) => body);

describe('the comment', () => {
  it('is told to be locked out, not to lack a permission', async () => {
    world.state.locked.add(7);
    const result = await gate();
    expect(result).toExit(0);
    expect(result.summary).toContain('The conversation is locked');
    expect(result.log).not.toContain('pull-requests: write');
  });

  it('that was deleted meanwhile is made again', async () => {
    await gate();
    const gone = { status: 404, body: { message: 'Not Found' } };
    world.faults.push({ match: /PATCH .*issues\/comments/, times: 1, answer: gone });
    world.state.comments.splice(0, 1, { ...world.state.comments[0], body: `${MARKER}\nold` } as never);
    const result = await gate();
    expect(result).toExit(0);
    expect(result.log).not.toContain('could not be written');
    expect(bodies().some((body) => body.includes('identical model'))).toBe(true);
  });

  it('of another bot that starts with our marker is left alone', async () => {
    const author = { login: 'other[bot]', type: 'Bot', association: 'NONE' };
    const at = '2026-11-21T09:00:00Z';
    world.state.comments.push({
      id: 1,
      pullRequest: 7,
      body: `${MARKER}\nhands off`,
      author,
      createdAt: at,
      updatedAt: at,
    });
    await gate();
    expect(bodies()).toHaveLength(2);
    expect(bodies()[0]).toBe(`${MARKER}\nhands off`);
    await gate();
    expect(bodies()).toHaveLength(2);
  });

  it('keeps the note that a person wrote above the marker, and is not made twice for it', async () => {
    await gate();
    const [comment] = world.state.comments;
    if (comment === undefined) throw new Error('no comment');
    comment.body = `We know of this one.\r\n\r\n${comment.body.replaceAll('\n', '\r\n')}`;
    await gate();
    expect(bodies()).toHaveLength(1);
    expect(bodies()[0]?.startsWith(`We know of this one.\n\n${MARKER}\n`)).toBe(true);
    expect(bodies()[0]?.match(/latency-gate section/g)).toHaveLength(1);
  });

  it('of two steps without a comment-key shows both, with the finding', async () => {
    const first = await gate({ env: { GITHUB_JOB: 'gate', GITHUB_ACTION: '__self' } });
    const inputs = { 'model-name': 'other' };
    const runId = first.runId;
    await gate({ runId, inputs, env: { GITHUB_JOB: 'gate', GITHUB_ACTION: '__self_2' } });
    expect(bodies()).toHaveLength(1);
    expect(bodies()[0]?.match(/latency-gate section/g)).toHaveLength(2);
    expect(bodies()[0]).toContain('give each job its own comment-key');
    // Another attempt replaces its own section and no other.
    await gate({ runId, attempt: 2, env: { GITHUB_JOB: 'gate', GITHUB_ACTION: '__self' } });
    expect(bodies()[0]?.match(/latency-gate section/g)).toHaveLength(2);
  });
});

describe('a cancelled step', () => {
  it('sets its outputs: steps that run always read them', async () => {
    const slow = { options: 'min-time: 30\nwarmup-time: 5' };
    const signal = { name: 'SIGINT', after: /baseline|measuring|pair/i } as const;
    const result = await world.pullRequest(head, MODELS.slower(), { inputs: slow, signal });
    expect(result.exitCode).toBe(130);
    expect(result.outputs['outcome']).toBe('cancelled');
    expect(result.check?.conclusion).toBe('cancelled');
    expect(result.post).not.toContain('left open');
  });

  it('that was killed has its check concluded, and on local the post step tells of nothing else', async () => {
    const slow = { options: 'min-time: 30\nwarmup-time: 5' };
    const signal = { name: 'SIGKILL', after: /baseline|measuring|pair/i } as const;
    const result = await world.pullRequest(head, MODELS.slower(), { inputs: slow, signal });
    expect(result.exitCode).toBeNull();
    expect(result.post).toContain('Concluded the check');
    expect(result.post).not.toContain('runs that the main step');
    expect(world.state.checks.every(({ status }) => status === 'completed')).toBe(true);
  });
});
