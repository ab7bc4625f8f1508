// A person accepts what regressed: in a comment, by a label, for one head commit. Nothing is measured.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FORK_ID, type StoredComment } from '../servers/github/state.ts';
import { MODELS } from '../support/models.ts';
import { createWorld, type StepOptions, type StepResult, type World } from '../support/world.ts';

const INPUTS = {
  model: 'nets/ranker.bin',
  backend: 'results',
  results: 'bench/*.json',
  devices: 'Edge board 3',
  'max-regression': '5%',
  options: 'environment:\n  firmware: 7.1',
};
const RIGHTS = { contents: 'read', actions: 'read', checks: 'write', 'pull-requests': 'write' } as const;
/** The workflow file that accepts is another one than the one that gates. */
const WORKFLOW = { GITHUB_WORKFLOW_REF: 'acme/models/.github/workflows/accept.yml@refs/heads/main' };

/** One hyperfine file a job, in milliseconds. */
function measure(world: World, times: readonly number[]): void {
  const folder = join(world.workspace, 'bench');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  times.forEach((ms, index) => {
    const result = { command: './infer', mean: ms / 1000, stddev: 0.0001, times: [ms / 1000], exit_codes: [0] };
    writeFileSync(join(folder, `${index}.json`), JSON.stringify({ results: [result] }));
  });
}

/** Says something on pull request 7, a while after whatever happened last. */
function say(world: World, body: string, login = 'maintainer', laterMs = 60_000): StoredComment {
  const at = new Date(Date.now() + laterMs).toISOString().replace(/\.\d+Z$/, 'Z');
  const author = { login, type: 'User', association: 'NONE' };
  const comment = { id: world.state.nextId++, pullRequest: 7, body, author, createdAt: at, updatedAt: at };
  world.state.comments.push(comment);
  return comment;
}

/** What GitHub starts on the default branch for a comment. */
function commented(world: World, { body, author }: StoredComment, action = 'created', more: object = {}): StepOptions {
  const sha = world.state.branches.get('main') ?? '';
  const issue = { number: 7, pull_request: { url: 'https://api.github.com/repos/acme/models/pulls/7' } };
  const payload = { action, issue, comment: { body, user: { login: author.login } }, ...more };
  return {
    event: 'issue_comment',
    sha,
    branch: 'main',
    payload,
    permissions: RIGHTS,
    inputs: { model: '' },
    env: WORKFLOW,
  };
}

function openPull(world: World, headSha: string, headOwner = 'acme', author = 'author'): void {
  world.state.pulls = [{ number: 7, headOwner, headBranch: 'topic', headSha, base: 'main', open: true, author }];
}

const gateComment = (world: World) => world.state.comments.find(({ author }) => author.type === 'Bot')?.body ?? '';
const newestCheck = (world: World, sha: string) => world.state.checks.findLast((check) => check.sha === sha);

describe('a pull request that regressed by 20 %', () => {
  let origin: World;
  let world: World;
  let head: string;
  let red: StepResult;

  beforeAll(async () => {
    origin = await createWorld();
    let merged = origin.commit('main');
    // What one step measured is one sitting; from three of them on a regression can be told.
    for (const level of [20, 20.1, 19.9, 20]) {
      merged = origin.commit('main', merged);
      measure(origin, [level, level * 1.01, level * 0.99]);
      await origin.step({ event: 'push', sha: merged, branch: 'main', inputs: INPUTS });
    }
    head = origin.commit('topic', merged);
    openPull(origin, head);
    origin.state.people.set('maintainer', 'write').set('author', 'write').set('stranger', 'read');
    measure(origin, [24, 24.3, 23.8]);
    red = await gate(origin);
  }, 120_000);
  afterAll(() => origin.close());
  beforeEach(async () => {
    world = await origin.fork();
    return () => world.close();
  });

  function gate(where: World, more: Partial<StepOptions> = {}): Promise<StepResult> {
    return where.step({ ...where.pullStep(head), inputs: INPUTS, ...more });
  }

  it('is red, and its comment says how to accept it', () => {
    expect(red.exitCode, red.log).toBe(1);
    expect(red.comment).toMatch(/`\/latency-gate accept \d+%: why this is wanted`/);
  });

  it('passes in a new check and the same comment once a maintainer accepts it', async () => {
    const before = newestCheck(world, head);
    const command = /`(\/latency-gate accept [^:`]*: )/.exec(red.comment)?.[1] ?? '';
    const said = say(world, `${command}the new head`);
    const result = await world.step(commented(world, said));
    expect(result.exitCode, result.log).toBe(0);
    expect(result.outputs).toMatchObject({ outcome: 'pass', regressions: '0' });
    const check = newestCheck(world, head);
    expect(check?.id).not.toBe(before?.id);
    expect(check).toMatchObject({ name: 'Latency Gate', conclusion: 'success' });
    expect(check?.output.title).toContain('accepted by maintainer for this commit');
    const bots = world.state.comments.filter(({ author }) => author.type === 'Bot');
    expect(bots).toHaveLength(1);
    expect(bots[0]?.body).toMatch(/### 🟡 Latency Gate: .* is 20 % slower/);
    expect(bots[0]?.body).toContain(`#issuecomment-${said.id}`);
    expect(bots[0]?.body).toContain('the new head');
    expect(bots[0]?.body).toContain(`latency-gate section {"key":"","runId":${red.runId},`);
    expect(result.log).not.toContain('Uploading');
  });

  it('stays red where the ceiling is lower than the change, or in a unit that fits nothing', async () => {
    for (const ceiling of ['10%', '5 MB']) {
      const result = await world.step(commented(world, say(world, `/latency-gate accept ${ceiling}: x`)));
      expect(result.outputs['outcome'], result.log).toBe('fail');
    }
    const level = await world.step(commented(world, say(world, '/latency-gate accept 0.025 s: x')));
    expect(level.outputs['outcome']).toBe('pass');
  });

  it.each([
    ['a person without rights', '/latency-gate accept 25%: x', 'stranger', 'may not write'],
    ['somebody whom GitHub does not know', '/latency-gate accept 25%: x', 'nobody', 'may not write'],
    ['an incomplete command', '/latency-gate accept 25%', 'maintainer', 'is not of the form'],
  ])('stays red for %s, and says why', async (_, body, login, why) => {
    const result = await world.step(commented(world, say(world, body, login)));
    expect(result.outputs['outcome'], result.log).toBe('fail');
    expect(newestCheck(world, head)).toMatchObject({ conclusion: 'failure' });
    expect(gateComment(world)).toContain('acceptance-refused');
    expect(gateComment(world)).toContain(why);
  });

  it('is red again once the comment is edited or deleted', async () => {
    const said = say(world, '/latency-gate accept 25%: x');
    expect((await world.step(commented(world, said))).outputs['outcome']).toBe('pass');
    said.updatedAt = new Date(Date.parse(said.createdAt) + 5000).toISOString();
    said.body = '/latency-gate accept 90%: x';
    const changes = { changes: { body: { from: '/latency-gate accept 25%: x' } } };
    const edited = await world.step(commented(world, said, 'edited', changes));
    expect(edited.outputs['outcome'], edited.log).toBe('fail');
    expect(gateComment(world)).toContain('it was edited after it was made');
    world.state.comments = world.state.comments.filter(({ id }) => id !== said.id);
    const deleted = await world.step(commented(world, said, 'deleted'));
    expect(deleted.outputs['outcome'], deleted.log).toBe('fail');
    expect(gateComment(world)).not.toContain('acceptance-refused');
    expect(newestCheck(world, head)).toMatchObject({ conclusion: 'failure' });
  });

  it('is accepted again by every gate of the same commit', async () => {
    say(world, '/latency-gate accept 25%: x', 'maintainer', 1000);
    await new Promise((done) => setTimeout(done, 2100));
    const again = await gate(world, { runId: red.runId, attempt: 2 });
    expect(again.outputs['outcome'], again.log).toBe('pass');
    expect(again.comment).toContain('accepted by maintainer');
  });

  it('is red after a new push: what was said is over', async () => {
    say(world, '/latency-gate accept 25%: x', 'maintainer', 0);
    const pushed = world.commit('topic');
    openPull(world, pushed);
    const first = await world.step({ ...world.pullStep(pushed), inputs: INPUTS });
    expect(first.outputs['outcome'], first.log).toBe('fail');
    const second = await world.step({ ...world.pullStep(pushed), inputs: INPUTS, runId: first.runId, attempt: 2 });
    expect(second.outputs['outcome'], second.log).toBe('fail');
    const late = await world.step(commented(world, say(world, '/latency-gate accept 25%: x', 'maintainer', -60_000)));
    expect(late.outputs['outcome'], late.log).toBe('fail');
  });

  it('is accepted once by the label that the input names, set by a person with rights', async () => {
    const labeled = (label: string, login: string, inputs: object = {}) =>
      world.step({
        ...world.pullStep(head),
        payload: {
          ...world.pullStep(head).payload,
          action: 'labeled',
          label: { name: label },
          sender: { login },
        },
        inputs: { ...INPUTS, 'accept-label': 'perf-accepted', ...inputs },
        permissions: RIGHTS,
      });
    const other = await labeled('bug', 'maintainer');
    expect(other.log).toContain('accepts nothing');
    expect(other.checks).toEqual([]);
    const refused = await labeled('perf-accepted', 'stranger');
    expect(refused.outputs['outcome'], refused.log).toBe('fail');
    const accepted = await labeled('perf-accepted', 'maintainer');
    expect(accepted.outputs['outcome'], accepted.log).toBe('pass');
    expect(accepted.comment).toContain('maintainer');
    expect(accepted.comment).toContain('The label perf-accepted.');
    const next = await gate(world, { runId: red.runId, attempt: 2 });
    expect(next.outputs['outcome']).toBe('fail');
  });

  it('runs again for a person with rights, where the token may', async () => {
    const ask = (login: string, permissions: StepOptions['permissions']) =>
      world.step({
        ...commented(world, say(world, '/latency-gate rerun', login)),
        ...(permissions && { permissions }),
      });
    const stranger = await ask('stranger', { ...RIGHTS, actions: 'write' });
    expect(stranger.log).toContain('stranger cannot start it again');
    expect(world.state.reruns).toEqual([]);
    const unable = await ask('maintainer', RIGHTS);
    expect(unable.exitCode).toBe(2);
    expect(unable.log).toContain('actions: write');
    const able = await ask('maintainer', { ...RIGHTS, actions: 'write' });
    expect(able.exitCode, able.log).toBe(0);
    expect(world.state.reruns).toEqual([red.runId]);
  });

  it('does nothing for other comments, and refuses mode accept elsewhere', async () => {
    const talk = await world.step(commented(world, say(world, 'Nice. /latency-gate accept 25%: x')));
    expect([talk.exitCode, talk.checks, talk.requests]).toEqual([0, [], []]);
    const wrong = await gate(world, { inputs: { ...INPUTS, mode: 'accept' } });
    expect(wrong.exitCode).toBe(2);
    expect(wrong.log).toContain('found "accept" on pull_request');
  });
});

describe('a pull request from a fork', () => {
  let origin: World;
  let world: World;
  let head: string;

  beforeAll(async () => {
    origin = await createWorld();
    const merged = origin.commit('main');
    await origin.push(merged, MODELS.base());
    head = origin.commit('topic', merged);
    openPull(origin, head, 'stranger', 'stranger');
    origin.state.people.set('maintainer', 'admin').set('stranger', 'write');
    const measured = await origin.step({
      event: 'pull_request',
      sha: head,
      branch: '7/merge',
      payload: {
        pull_request: {
          number: 7,
          head: { sha: head, ref: 'topic', repo: { full_name: 'stranger/models' } },
          base: { ref: 'main' },
        },
      },
      permissions: { contents: 'read', 'pull-requests': 'read', checks: 'read', actions: 'read' },
      headRepositoryId: FORK_ID,
      model: MODELS.slower(),
    });
    const workflow_run = {
      id: measured.runId,
      event: 'pull_request',
      head_sha: head,
      head_branch: 'topic',
      head_repository: { full_name: 'stranger/models' },
    };
    const judged = await origin.step({
      event: 'workflow_run',
      sha: merged,
      branch: 'main',
      payload: { workflow_run },
      inputs: { model: '' },
    });
    expect(judged.exitCode, judged.log).toBe(1);
  }, 180_000);
  afterAll(() => origin.close());
  beforeEach(async () => {
    world = await origin.fork();
    return () => world.close();
  });

  it('is not accepted by its author, whatever the rights', async () => {
    const result = await world.step(commented(world, say(world, '/latency-gate accept 900%: mine', 'stranger')));
    expect(result.outputs['outcome'], result.log).toBe('fail');
    expect(gateComment(world)).toContain('do not accept their own');
  });

  it('can be accepted by a maintainer, and is neutral then, for the numbers are its word', async () => {
    const result = await world.step(commented(world, say(world, '/latency-gate accept 900%: fine', 'maintainer')));
    expect(result.outputs['outcome'], result.log).toBe('pass');
    expect(newestCheck(world, head)).toMatchObject({ conclusion: 'neutral' });
  });
});
