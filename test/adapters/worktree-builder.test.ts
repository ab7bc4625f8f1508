import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WorktreeBuilder } from '../../src/adapters/git/worktree-builder.ts';
import { temporaryFolder } from '../support/folder.ts';

describe('a checkout that is cut short', () => {
  it('is taken away, with what git knows of it', async () => {
    const repository = temporaryFolder('worktree');
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
        cwd: repository,
        encoding: 'utf8',
      }).trim();
    git('init', '-q');
    git('commit', '-q', '--allow-empty', '-m', 'one');
    // Git waits for this before it says that the worktree is there.
    const hook = join(repository, '.git', 'hooks', 'post-checkout');
    const stop = new AbortController();
    writeFileSync(hook, `#!/bin/sh\ntouch '${join(repository, 'checking-out')}'\nsleep 600\n`);
    chmodSync(hook, 0o755);
    const folder = join(repository, 'builds');
    const builder = new WorktreeBuilder({
      repository,
      temporaryFolder: folder,
      command: 'true',
      variables: process.env,
      timeoutMs: 600_000,
      signal: stop.signal,
    });
    const building = builder.build(git('rev-parse', 'HEAD'));
    while (!existsSync(join(repository, 'checking-out'))) await new Promise((done) => setTimeout(done, 10));
    stop.abort();
    await expect(building).rejects.toThrow(/abort/i);
    expect(readdirSync(folder)).toHaveLength(1);
    await builder.close();
    expect(readdirSync(folder)).toEqual([]);
    expect(git('worktree', 'list').split('\n')).toHaveLength(1);
  });
});
