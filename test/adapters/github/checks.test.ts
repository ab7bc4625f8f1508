import { afterEach, describe, expect, it } from 'vitest';
import { GitHubChecks } from '../../../src/adapters/github/checks.ts';
import type { CheckResult } from '../../../src/ports/forge.ts';
import type { Access, Permission } from '../../servers/github/state.ts';
import { connectToGitHub } from '../../support/github.ts';

const NOW = '2026-01-02T03:04:05.000Z';
const annotation = { path: 'model', level: 'failure', title: 'slower', message: 'by 20 %' } as const;
const RESULT: CheckResult = {
  conclusion: 'failure',
  status: 'failure',
  text: { title: 'model is slower', summary: 'a summary', text: 'a text', annotations: [annotation] },
};

const OPENING = { sha: 'c1', name: 'Latency Gate', mark: 'm1', detailsUrl: 'https://example.org/run' };

let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

async function open(permissions: Partial<Record<Permission, Access>>) {
  const connected = await connectToGitHub(permissions);
  close = connected.close;
  return { ...connected, checks: new GitHubChecks(connected.github, () => new Date(NOW)) };
}

describe('GitHubChecks', () => {
  it('opens a check and concludes it, with its text', async () => {
    const { checks, state, server } = await open({ checks: 'write' });
    const handle = await checks.start(OPENING);
    expect(handle).toMatchObject({ kind: 'check', name: 'Latency Gate', sha: 'c1' });
    expect(state.checks).toMatchObject([{ sha: 'c1', status: 'in_progress', conclusion: null }]);
    expect(server.log[0]?.body).toMatchObject({ started_at: NOW, details_url: 'https://example.org/run' });
    const concluded = await checks.conclude(handle, RESULT);
    expect(concluded.url).toContain(`/runs/${handle.id}`);
    expect(state.checks).toMatchObject([
      {
        status: 'completed',
        conclusion: 'failure',
        output: { title: 'model is slower', annotations: [{ annotation_level: 'failure', path: 'model' }] },
      },
    ]);
  });

  it('sends fifty annotations at most, which is what GitHub takes', async () => {
    const { checks, state } = await open({ checks: 'write' });
    const text = { ...RESULT.text, annotations: Array.from({ length: 70 }, () => annotation) };
    await checks.conclude(await checks.start(OPENING), { ...RESULT, text });
    expect(state.checks[0]?.output.annotations).toHaveLength(50);
  });

  it('uses a commit status where the token cannot write checks, shortened to what GitHub takes', async () => {
    const { checks, state } = await open({ statuses: 'write' });
    const handle = await checks.start(OPENING);
    expect(handle.kind).toBe('status');
    await checks.conclude(handle, { ...RESULT, text: { ...RESULT.text, title: 'slow '.repeat(100) } });
    expect(state.statuses.map((status) => [status.state, status.context])).toEqual([
      ['pending', 'Latency Gate'],
      ['failure', 'Latency Gate'],
    ]);
    expect(state.statuses[1]?.description).toHaveLength(140);
  });

  it('names both permissions where it may write neither', async () => {
    const { checks } = await open({ contents: 'read' });
    await expect(checks.start(OPENING)).rejects.toMatchObject({
      code: 'not-permitted',
      message: expect.stringContaining('refused both a check (403) and a commit status (403)'),
      advice: expect.stringContaining('"checks: write"'),
    });
  });

  it('does not fall back to a status when GitHub is in trouble', async () => {
    const { checks, state, server } = await open({ checks: 'write', statuses: 'write' });
    server.faults.push({ match: /check-runs/, times: 9, answer: { status: 502, body: { message: 'Bad Gateway' } } });
    await expect(checks.start(OPENING)).rejects.toMatchObject({ code: 'service-unavailable' });
    expect(state.statuses).toEqual([]);
  });

  it('makes a completed check where another app’s token began it', async () => {
    const { checks, state, server } = await open({ checks: 'write' });
    const handle = await checks.start(OPENING);
    server.faults.push({ match: /PATCH/, times: 1, answer: { status: 403, body: { message: 'not yours' } } });
    const concluded = await checks.conclude(handle, RESULT);
    expect(concluded.id).not.toBe(handle.id);
    expect(state.checks.map(({ status, name }) => [status, name])).toEqual([
      ['in_progress', 'Latency Gate'],
      ['completed', 'Latency Gate'],
    ]);
  });

  it('says which line to add where the conclusion is refused', async () => {
    const { checks, server } = await open({ statuses: 'write' });
    const handle = await checks.start(OPENING);
    server.faults.push({ match: /statuses/, times: 9, answer: { status: 403, body: { message: 'no' } } });
    await expect(checks.conclude(handle, RESULT)).rejects.toMatchObject({
      advice: expect.stringContaining('"statuses: write"'),
    });
  });

  it('finds by its mark the check whose opening nobody heard of, while it is open', async () => {
    const { checks } = await open({ checks: 'write' });
    expect(await checks.find(OPENING)).toBeUndefined();
    await checks.start({ ...OPENING, mark: 'another' });
    const handle = await checks.start(OPENING);
    const found = await checks.find(OPENING);
    const { kind, id, name, sha } = handle;
    expect(found).toMatchObject({ kind, id, name, sha });
    await checks.conclude(handle, RESULT);
    expect(await checks.find(OPENING)).toBeUndefined();
  });

  it('finds the commit status whose opening nobody heard of by the run that it links to, while it is pending', async () => {
    const { checks } = await open({ statuses: 'write' });
    expect(await checks.find(OPENING)).toBeUndefined();
    const handle = await checks.start(OPENING);
    expect(await checks.find(OPENING)).toEqual(handle);
    expect(await checks.find({ ...OPENING, detailsUrl: 'https://example.org/another' })).toBeUndefined();
    await checks.conclude(handle, RESULT);
    expect(await checks.find(OPENING)).toBeUndefined();
  });

  it('finds none with a token that may read neither checks nor statuses', async () => {
    const { checks } = await open({ contents: 'read' });
    expect(await checks.find(OPENING)).toBeUndefined();
  });
});
