import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitHubCommits } from '../../../src/adapters/github/commits.ts';
import { commit } from '../../servers/github/state.ts';
import { connectToGitHub } from '../../support/github.ts';

let connected: Awaited<ReturnType<typeof connectToGitHub>>;
beforeEach(async () => {
  connected = await connectToGitHub();
});
afterEach(() => connected.close());

describe('GitHubCommits', () => {
  it('finds the merge-base of a branch and a commit', async () => {
    const { state, github } = connected;
    const base = commit(state, 'main');
    const head = commit(state, 'topic', base);
    commit(state, 'main');
    expect(await new GitHubCommits(github).mergeBase('main', head)).toBe(base);
  });

  it('answers null where there is none', async () => {
    const { state, github } = connected;
    commit(state, 'main');
    expect(await new GitHubCommits(github).mergeBase('main', 'f'.repeat(40))).toBeNull();
  });

  it('follows first parents, not what was merged in', async () => {
    const { state, github } = connected;
    const first = commit(state, 'main');
    const side = commit(state, 'side', first);
    const second = commit(state, 'main');
    const merge = commit(state, 'main');
    state.commits.set(merge, [second, side]);
    expect(await new GitHubCommits(github).firstParents(merge, 10)).toEqual({
      commits: [merge, second, first],
      complete: true,
    });
  });

  it('reads no page twice, and says when there is more than was asked for', async () => {
    const { state, github, server } = connected;
    const shas = Array.from({ length: 250 }, () => commit(state, 'main'));
    const commits = new GitHubCommits(github);
    const few = await commits.firstParents('main', 3);
    expect(few).toEqual({ commits: shas.slice(-3).reverse(), complete: false });
    expect(server.log).toHaveLength(1);
    const all = await commits.firstParents('main', 1000);
    expect([all.commits.length, all.complete]).toEqual([250, true]);
    expect(server.log).toHaveLength(3);
  });

  it('answers nothing of a commit that GitHub does not have', async () => {
    expect(await new GitHubCommits(connected.github).firstParents('f'.repeat(40), 3)).toEqual({
      commits: [],
      complete: true,
    });
  });

  it('says which permission is missing', async () => {
    const { github, close } = await connectToGitHub({ checks: 'write' });
    await expect(new GitHubCommits(github).mergeBase('main', 'c1')).rejects.toMatchObject({
      advice: expect.stringContaining('"contents: read"'),
    });
    await close();
  });
});
