// The local git where a tag is named like the branch: short names mean the tag.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Git } from '../../src/adapters/git/git.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'latency-gate-git-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
const git = (...args: string[]) =>
  execFileSync('git', [...who, ...args], { cwd: FOLDER, stdio: 'pipe' })
    .toString()
    .trim();
const commit = (text: string) => {
  git('commit', '-q', '--allow-empty', '-m', text);
  return git('rev-parse', 'HEAD');
};

describe('Git', () => {
  it('a tag named like the default branch does not win: the CLI compared with the commit of the tag', async () => {
    git('init', '-q', '-b', 'main');
    const first = commit('first');
    git('tag', 'main');
    const second = commit('second');
    git('checkout', '-q', '-b', 'topic');
    const third = commit('third');
    const local = new Git(FOLDER);
    const branch = (await local.defaultBranch()) ?? '';
    expect(branch).toBe('refs/heads/main');
    expect(await local.mergeBase(branch, third)).toBe(second);
    expect(await local.mergeBase('main', third)).toBe(first);
    expect(await local.firstParents(branch, 1)).toEqual({ commits: [second], complete: false });
    expect(await local.firstParents(branch, 2)).toEqual({ commits: [second, first], complete: true });
    expect(await local.firstParents('nothing', 2)).toEqual({ commits: [], complete: true });
  });
});
