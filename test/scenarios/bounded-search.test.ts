// What is not found within bounds is not told as absent, and what a fork can fill does not blind anybody.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORK_ID, type GitHubState, REPOSITORY_ID, type StoredArtifact } from '../servers/github/state.ts';
import { MODELS } from '../support/models.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let record: StoredArtifact;
let recorded: string;

beforeAll(async () => {
  world = await createWorld();
  recorded = world.commit('main');
  await world.push(recorded, MODELS.base());
  const found = world.state.artifacts.find(({ name }) => name.startsWith('latency-gate-record-'));
  if (found === undefined) throw new Error('no record');
  record = found;
});
afterAll(() => world.close());

/** Artifacts of the record's name, newer than it, each of a workflow run of its own. */
function flood(count: number, run: { readonly event: string; readonly repository: number; readonly branch: string }) {
  const { state } = world;
  for (let index = 0; index < count; index += 1) {
    const runId = state.nextId++;
    state.runs.set(runId, {
      id: runId,
      event: run.event,
      headSha: `${index}`.padStart(40, 'f'),
      headBranch: run.branch,
      headRepositoryId: run.repository,
      startedAt: state.now().toISOString(),
      attempt: 1,
    });
    state.artifacts.push({ ...record, id: state.nextId++, runId });
  }
}

/** The state as it was, whatever the test adds. */
async function restoring(test: () => Promise<void>) {
  const { state } = world;
  const before = { artifacts: [...state.artifacts], runs: [...state.runs] };
  await test();
  state.artifacts = before.artifacts;
  const known = new Map(before.runs);
  for (const id of [...state.runs.keys()]) if (!known.has(id)) (state as GitHubState).runs.delete(id);
}

async function gate() {
  const sha = world.commit('topic', recorded);
  return world.pullRequest(sha, MODELS.base());
}

describe('the search for a baseline', () => {
  it('1,100 artifacts of a fork blind nobody: the default branch’s own runs are asked', () =>
    restoring(async () => {
      flood(1100, { event: 'pull_request', repository: FORK_ID, branch: 'main' });
      const result = await gate();
      expect(result.outputs['baseline-sha']).toBe(recorded);
      expect(result.outputs['outcome']).toBe('pass');
    }));

  it('a merge-base that lies 250 recorded runs back has its baseline: the list ended at the first page', () =>
    restoring(async () => {
      flood(250, { event: 'push', repository: REPOSITORY_ID, branch: 'main' });
      const result = await gate();
      expect(result.outputs['baseline-sha']).toBe(recorded);
    }));

  it('a record 400 first parents back is found: the ancestry ended at a hundred', async () => {
    const { state } = world;
    let sha = recorded;
    for (let index = 0; index < 400; index += 1) sha = world.commit('long', sha);
    const head = world.commit('topic', sha);
    state.branches.set('main', sha);
    const result = await world.pullRequest(head, MODELS.base());
    state.branches.set('main', recorded);
    expect(result.outputs).toMatchObject({ 'baseline-sha': recorded, 'baseline-distance': '400', outcome: 'pass' });
  });

  it('one that is not found within bounds is said to be that, not to be missing', () =>
    restoring(async () => {
      flood(1100, { event: 'push', repository: REPOSITORY_ID, branch: 'main' });
      const result = await gate();
      expect(result.outputs['outcome']).toBe('inconclusive');
      expect(result.summary).toContain('there may be one farther back');
      expect(result.summary).not.toContain('No baseline yet');
    }));
});

describe('the default branch', () => {
  it('that was force-pushed is said to be', async () => {
    const other = world.commit('rewritten', '');
    const head = world.commit('topic', other);
    world.state.branches.set('main', other);
    const result = await world.pullRequest(head, MODELS.base());
    world.state.branches.set('main', recorded);
    expect(result.summary).toContain('the branch was rewritten (force-pushed)');
  });

  it('that shares no history with the commit is said to', async () => {
    const head = world.commit('orphan', '');
    const result = await world.pullRequest(head, MODELS.base());
    expect(result.summary).toContain('have no common history');
  });

  it('that was renamed is said to be', async () => {
    const head = world.commit('topic', recorded);
    world.state.branches.set('trunk', recorded);
    const pull = { number: 7, head: { sha: head, ref: 'topic' }, base: { ref: 'trunk', sha: 'not-used' } };
    const payload = { repository: { default_branch: 'trunk' }, pull_request: pull };
    const result = await world.pullRequest(head, MODELS.base(), { payload });
    expect(result.summary).toContain('was recorded on main, but the default branch is trunk');
  });

  it('is not the tag of its name', async () => {
    const slow = world.commit('elsewhere', '');
    world.state.tags.set('main', slow);
    const result = await gate();
    world.state.tags.delete('main');
    expect(result.outputs['baseline-sha']).toBe(recorded);
  });
});

describe('baseline: latest and run:<id>', () => {
  it('do not take a record of a commit that is not on the branch: a pushed tag of its name stands for it in GitHub’s list', () =>
    restoring(async () => {
      const { state } = world;
      const forged = world.commit('forged', '');
      const runId = state.nextId++;
      const trusted = state.runs.get(record.runId);
      if (trusted === undefined) throw new Error('no run');
      state.runs.set(runId, { ...trusted, id: runId, headSha: forged });
      const id = state.nextId++;
      state.artifacts.push({ ...record, id, runId });
      const sha = world.commit('topic', recorded);
      const latest = await world.pullRequest(sha, MODELS.base(), { inputs: { baseline: 'latest' } });
      expect(latest.summary).toContain('its commit is not on the branch main');
      expect(latest.outputs['baseline-sha']).toBe(recorded);
      const byId = await world.pullRequest(sha, MODELS.base(), { inputs: { baseline: `run:${id}` } });
      expect(byId.exitCode).toBe(2);
      expect(byId.log).toContain(`run "${id}" does not exist or cannot be trusted`);
    }));
});
