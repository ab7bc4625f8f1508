// Ten jobs of a matrix report into one comment at the same instant, through the real adapter, against the GitHub
// stand-in behind a network that delays every request and every answer differently: updates get lost, lists are stale.

import { describe, expect, it } from 'vitest';
import { seeded } from '../../bench/decision/draws.ts';
import { createGitHub } from '../../src/adapters/github/client.ts';
import { GitHubPullRequests } from '../../src/adapters/github/pull-requests.ts';
import { createCommentSink } from '../../src/app/report/sinks/comment.ts';
import type { Section } from '../../src/domain/section.ts';
import { parseSections, renderSection } from '../../src/rendering/comment.ts';
import { createGitHubServer } from '../servers/github/server.ts';
import { createState, type GitHubState } from '../servers/github/state.ts';
import { makeReport, makeSubject } from '../support/reports.ts';

const JOBS = 10;
const NO_BLOBS = { sign: () => '', size: async () => 0, remove: async () => {} } as never;

/** Waits a number of turns of the event loop that the seed decides: order without time. */
async function dawdle(random: () => number): Promise<void> {
  for (let turns = Math.floor(12 * random()); turns > 0; turns -= 1) await new Promise((done) => setImmediate(done));
}

interface Scene {
  readonly state: GitHubState;
  /** One job reports; its section is uploaded before it begins to write. */
  readonly report: (key: string, run?: { readonly id: number; readonly attempt: number }) => Promise<void>;
}

async function openScene(seed: number): Promise<Scene> {
  const random = seeded(seed);
  const state = createState();
  state.tokens.set('token', new Map([['pull-requests', 'write']]));
  const server = createGitHubServer(state, NO_BLOBS);
  const fetch = async (url: string | URL | Request, init: RequestInit = {}) => {
    await dawdle(random);
    const { status, body } = await server.handler({
      method: init.method ?? 'GET',
      url: new URL(String(url)),
      headers: Object.fromEntries(new Headers(init.headers)),
      body: Buffer.from(String(init.body ?? '')),
    });
    await dawdle(random);
    const text = body === undefined || status === 204 ? null : JSON.stringify(body);
    return new Response(text, { status, headers: { 'content-type': 'application/json' } });
  };
  const github = createGitHub({
    token: 'token',
    apiUrl: 'https://api.github.test',
    repository: 'acme/models',
    fetch: fetch as never,
    clock: { now: () => new Date(0), sleep: () => dawdle(random) },
  });
  const uploads: Section[] = [];
  const report: Scene['report'] = async (key, run = { id: 5, attempt: 1 }) => {
    const made = { ...makeReport([makeSubject()]), key };
    const workflowRun = {
      ...run,
      url: 'https://github.test/run',
      workflow: '.github/workflows/latency.yml',
      step: 'gate/__self',
    };
    uploads.push(renderSection(made, workflowRun));
    const sink = createCommentSink({
      pullRequests: new GitHubPullRequests(github),
      pullRequest: 7,
      workflowRun,
      when: 'auto',
      uploaded: async () => {
        await dawdle(random);
        const sections = uploads.filter(({ runId }) => runId === run.id);
        return { sections, alone: sections.length === 1 };
      },
      clock: { now: () => new Date(0), sleep: () => dawdle(random) },
    });
    await sink.publish(made, {});
  };
  return { state, report };
}

const KEYS = Array.from({ length: JOBS }, (_, index) => `phone-${index}`);

function keysIn(state: GitHubState): readonly string[] {
  return state.comments.flatMap(({ body }) => parseSections(body).map(({ key }) => key));
}

describe('ten jobs that finish at the same instant', () => {
  it('are all in the one comment, a hundred times out of a hundred', async () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const { state, report } = await openScene(seed);
      await Promise.all(KEYS.map((key) => report(key)));
      expect(state.comments, `seed ${seed}`).toHaveLength(1);
      expect(keysIn(state), `seed ${seed}`).toEqual(KEYS);
    }
  }, 120_000);

  it('stay there when some of them run again', async () => {
    const { state, report } = await openScene(7);
    await Promise.all(KEYS.map((key) => report(key)));
    await Promise.all(KEYS.slice(3, 6).map((key) => report(key, { id: 5, attempt: 2 })));
    expect(keysIn(state)).toEqual(KEYS);
    const attempts = parseSections(state.comments[0]?.body ?? '').map(({ attempt }) => attempt);
    expect(attempts).toEqual([1, 1, 1, 2, 2, 2, 1, 1, 1, 1]);
  });
});

describe('a late job', () => {
  it('of an older commit changes nothing', async () => {
    const { state, report } = await openScene(1);
    await report('phone-1', { id: 9, attempt: 1 });
    const before = state.comments[0]?.body;
    await report('phone-1', { id: 8, attempt: 1 });
    await report('phone-2', { id: 8, attempt: 3 });
    expect(state.comments.map(({ body }) => body)).toEqual([before]);
  });

  it('of an older attempt changes nothing', async () => {
    const { state, report } = await openScene(1);
    await report('phone-1', { id: 9, attempt: 2 });
    const before = state.comments[0]?.body;
    await report('phone-1', { id: 9, attempt: 1 });
    expect(state.comments[0]?.body).toBe(before);
  });
});

describe('the first job of a newer commit', () => {
  it('takes the comment over: what stood there was about another commit', async () => {
    const { state, report } = await openScene(1);
    await Promise.all(KEYS.map((key) => report(key)));
    await report('phone-3', { id: 6, attempt: 1 });
    expect(keysIn(state)).toEqual(['phone-3']);
  });
});
