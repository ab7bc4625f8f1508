import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { Git } from '../../src/adapters/git/git.ts';
import { temporaryFolder } from '../support/folder.ts';

function repository() {
  const folder = temporaryFolder('git');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
  const commit = (message: string) => {
    git('commit', '-qm', message, '--allow-empty');
    return git('rev-parse', 'HEAD');
  };
  git('init', '-q', '-b', 'main');
  return { folder, git, commit };
}

describe('Git', () => {
  it('names the commit and the branch that are checked out', async () => {
    const { folder, commit, git } = repository();
    const sha = commit('one');
    expect(await new Git(folder).head()).toEqual({ sha, branch: 'main', repository: null, pullRequest: null });
    git('checkout', '-q', sha);
    expect(await new Git(folder).head()).toMatchObject({ sha, branch: null });
  });

  it('knows nothing where there is no commit yet, or no repository', async () => {
    const nothing = { sha: null, branch: null, repository: null, pullRequest: null };
    expect(await new Git(repository().folder).head()).toEqual(nothing);
    const bare = new Git(temporaryFolder('no-git'));
    expect(await bare.head()).toEqual(nothing);
    expect(await bare.mergeBase('main', 'topic')).toBeNull();
    expect(await bare.defaultBranch()).toBeNull();
    expect(await bare.firstParents('main', 3)).toEqual({ commits: [], complete: true });
  });

  it('finds where a branch left the default one', async () => {
    const { folder, commit, git } = repository();
    const base = commit('one');
    git('checkout', '-qb', 'topic');
    const head = commit('topic');
    git('checkout', '-q', 'main');
    commit('two');
    expect(await new Git(folder).mergeBase('main', head)).toBe(base);
  });

  it('follows first parents, and says whether there are more', async () => {
    const { folder, commit, git } = repository();
    const first = commit('one');
    git('checkout', '-qb', 'side');
    commit('side');
    git('checkout', '-q', 'main');
    const second = commit('two');
    git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
    const merge = git('rev-parse', 'HEAD');
    expect(await new Git(folder).firstParents('HEAD', 3)).toEqual({ commits: [merge, second, first], complete: true });
    expect(await new Git(folder).firstParents('HEAD', 2)).toEqual({ commits: [merge, second], complete: false });
  });

  it('calls the default branch by its full name: the remote’s word, else main or master', async () => {
    const { folder, commit, git } = repository();
    commit('one');
    expect(await new Git(folder).defaultBranch()).toBe('refs/heads/main');
    git('branch', '-qm', 'master');
    expect(await new Git(folder).defaultBranch()).toBe('refs/heads/master');
    git('update-ref', 'refs/remotes/origin/trunk', 'HEAD');
    git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk');
    expect(await new Git(folder).defaultBranch()).toBe('refs/remotes/origin/trunk');
  });
});
