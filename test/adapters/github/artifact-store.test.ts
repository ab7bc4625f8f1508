import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { WorkflowArtifactStore } from '../../../src/adapters/github/artifact-store.ts';
import { systemClock } from '../../../src/adapters/runner/machine.ts';
import { openBlobStore, runtimeToken } from '../../servers/github/artifact-service.ts';
import { createGitHubServer } from '../../servers/github/server.ts';
import { commit, FORK_ID } from '../../servers/github/state.ts';
import { mount } from '../../servers/http.ts';
import { zipFiles } from '../../servers/zip.ts';
import { silentLogger } from '../../support/fakes.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { addArtifact, connectToGitHub } from '../../support/github.ts';

let connected: Awaited<ReturnType<typeof connectToGitHub>>;
const folder = temporaryFolder('artifacts');

beforeEach(async () => {
  connected = await connectToGitHub();
});
afterEach(() => connected.close());

function open({ sha = 'c1', runId = 1, attempt = 1 }: { sha?: string | null; runId?: number; attempt?: number } = {}) {
  const { github, fetch } = connected;
  const defaultBranch = 'main';
  return new WorkflowArtifactStore({
    github,
    fetch,
    defaultBranch,
    sha,
    runId,
    attempt,
    log: silentLogger,
    clock: systemClock,
  });
}

const ids = (artifacts: readonly { readonly id: string }[]) => artifacts.map(({ id }) => Number(id));

describe('what is listed', () => {
  it('is the default branch’s own, newest first: no fork’s, no other branch’s, nothing expired', async () => {
    const { state } = connected;
    const older = addArtifact(state);
    addArtifact(state, { repository: FORK_ID });
    addArtifact(state, { branch: 'topic' });
    addArtifact(state, { expired: true });
    addArtifact(state, { name: 'other' });
    const newer = addArtifact(state, { createdAt: '2026-01-02T00:00:00Z' });
    expect(ids(await open().list('record'))).toEqual([newer, older]);
  });

  it('of one workflow run is the newest of each name that begins so', async () => {
    const { state } = connected;
    addArtifact(state, { runId: 5, name: 'report-a' });
    const again = addArtifact(state, { runId: 5, name: 'report-a' });
    const other = addArtifact(state, { runId: 5, name: 'report-b' });
    addArtifact(state, { runId: 5, name: 'model' });
    addArtifact(state, { runId: 6, name: 'report-c' });
    expect(ids(await open().ofRun(5, 'report-')).sort()).toEqual([again, other]);
  });
});

describe('what is trusted', () => {
  it('was made by a push, a schedule or by hand on the default branch', async () => {
    for (const event of ['push', 'schedule', 'workflow_dispatch']) {
      const id = addArtifact(connected.state, { event, name: event });
      const [artifact] = await open().list(event);
      expect(Number(artifact?.id)).toBe(id);
      if (artifact !== undefined) expect(await open().distrust(artifact)).toBeUndefined();
    }
  });

  it.each([
    ['a pull request', { event: 'pull_request' }, 'it was made on the event pull_request'],
    ['another branch', { branch: 'topic' }, 'it was made on the branch topic'],
    ['a fork', { repository: FORK_ID }, 'it was made in a fork'],
    ['a run on another commit', { headSha: 'c2' }, "its commit is not its workflow run's"],
  ])('is nothing of %s', async (_, change, why) => {
    const runId = 9;
    const id = addArtifact(connected.state, { runId, ...change });
    const artifact = { id: String(id), name: 'record', createdAt: '', headSha: 'c1', origin: String(runId) };
    expect(await open().distrust(artifact)).toBe(why);
  });

  it('is on the default branch itself, where no ancestry was asked for: a tag of its name stands for it in lists', async () => {
    const { state } = connected;
    const merged = commit(state, 'main');
    const elsewhere = commit(state, 'elsewhere', '');
    for (const [headSha, why] of [
      [merged, undefined],
      [elsewhere, 'its commit is not on the branch main'],
    ] as const) {
      addArtifact(state, { headSha, name: headSha });
      const [artifact] = await open().list(headSha);
      expect(artifact === undefined ? null : await open().distrust(artifact, 'anywhere')).toBe(why);
    }
  });
});

describe('what an earlier gate of this commit left', () => {
  it('counts from another workflow run of this repository, not from a fork’s', async () => {
    const { state } = connected;
    addArtifact(state, { headSha: 'c1', branch: 'topic', repository: FORK_ID });
    expect(await open().earlier('record')).toBeUndefined();
    const id = addArtifact(state, { headSha: 'c1', branch: 'topic', event: 'pull_request' });
    addArtifact(state, { headSha: 'c2' });
    expect((await open().earlier('record'))?.id).toBe(String(id));
    expect(await open({ sha: null }).earlier('record')).toBeUndefined();
  });

  it('counts from this workflow run only when it is older than this attempt', async () => {
    const { state } = connected;
    const id = addArtifact(state, { runId: 1, headSha: 'c1', createdAt: '2026-01-01T00:00:00Z' });
    expect(await open({ attempt: 1 }).earlier('record')).toBeUndefined();
    const run = state.runs.get(1);
    if (run !== undefined) state.runs.set(1, { ...run, startedAt: '2026-01-01T01:00:00Z', attempt: 2 });
    expect((await open({ attempt: 2 }).earlier('record'))?.id).toBe(String(id));
    if (run !== undefined) state.runs.set(1, { ...run, startedAt: '2025-12-31T00:00:00Z', attempt: 2 });
    expect(await open({ attempt: 2 }).earlier('record')).toBeUndefined();
  });
});

describe('what is fetched', () => {
  const bytes = zipFiles([{ name: 'run.json', content: Buffer.from('{}') }]);

  it('is unpacked, and storage never sees the token', async () => {
    await connected.blobs.upload('blob', bytes);
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    addArtifact(connected.state, { digest });
    const [artifact] = await open().list('record');
    const target = join(folder, 'fetched');
    if (artifact !== undefined) await open().fetch(artifact, target);
    expect(readFileSync(join(target, 'run.json'), 'utf8')).toBe('{}');
  });

  it('must be what GitHub says was uploaded', async () => {
    await connected.blobs.upload('blob', bytes);
    addArtifact(connected.state, { digest: `sha256:${'0'.repeat(64)}` });
    const [artifact] = await open().list('record');
    const fetching = artifact === undefined ? Promise.resolve() : open().fetch(artifact, join(folder, 'changed'));
    await expect(fetching).rejects.toThrow('record was changed on its way');
  });
});

describe('jobs of a workflow run', () => {
  it('that ended badly are named, those of that attempt', async () => {
    connected.state.jobs.push(
      { runId: 5, attempt: 2, name: 'gate (a)', conclusion: 'failure' },
      { runId: 5, attempt: 2, name: 'gate (b)', conclusion: 'success' },
      { runId: 5, attempt: 2, name: 'gate (c)', conclusion: 'cancelled' },
      { runId: 5, attempt: 1, name: 'gate (d)', conclusion: 'failure' },
    );
    expect(await open().failedJobs(5, 2)).toEqual(['gate (a)', 'gate (c)']);
  });
});

describe('what is put', () => {
  /** The client uploads by the runner's own protocol, whose address and token are in the environment. */
  async function withService(work: () => Promise<void>): Promise<void> {
    const blobs = await openBlobStore(inject('azuriteUrl'));
    const mounted = await mount(createGitHubServer(connected.state, blobs).handler);
    vi.stubEnv('ACTIONS_RESULTS_URL', `${mounted.url}/`);
    vi.stubEnv('ACTIONS_RUNTIME_TOKEN', runtimeToken(1));
    vi.stubEnv('GITHUB_SERVER_URL', 'https://github.com');
    vi.stubEnv('GITHUB_WORKSPACE', folder);
    await work().finally(mounted.close);
    vi.unstubAllEnvs();
  }

  const file = join(folder, 'run.json');
  writeFileSync(file, '{}');

  it('is kept once an attempt, and taken over from the attempt before', () =>
    withService(async () => {
      const { state } = connected;
      addArtifact(state, { runId: 1, name: 'any' });
      const put = (attempt: number) => open({ attempt }).put('candidate', folder, [file], {});
      const first = await put(1);
      expect(first).toMatchObject({ kind: 'stored' });
      expect(await put(1)).toEqual({ kind: 'taken' });
      const run = state.runs.get(1);
      if (run !== undefined) state.runs.set(1, { ...run, attempt: 2, startedAt: '2100-01-01T00:00:00Z' });
      const second = await put(2);
      expect(second).toMatchObject({ kind: 'stored' });
      expect(second).not.toEqual(first);
      expect(state.artifacts.filter(({ name }) => name === 'candidate')).toHaveLength(1);
    }));

  it('is unavailable on a server without artifacts', async () => {
    vi.stubEnv('GITHUB_SERVER_URL', 'https://github.acme.example');
    expect(await open().put('candidate', folder, [file], {})).toEqual({ kind: 'unavailable' });
    vi.unstubAllEnvs();
  });
});
