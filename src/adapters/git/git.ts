// The commit graph and the candidate's commit by the local git, for use outside Actions.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { CommitRef } from '../../domain/run.ts';
import type { Commits, FirstParents } from '../../ports/forge.ts';

export class Git implements Commits {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async mergeBase(base: string, head: string): Promise<string | null> {
    return this.#ask('merge-base', base, head);
  }

  /** One more than asked for tells whether there are more. */
  async firstParents(ref: string, limit: number): Promise<FirstParents> {
    const lines = await this.#ask('rev-list', '--first-parent', `--max-count=${limit + 1}`, ref, '--');
    const commits = lines === null ? [] : lines.split('\n').filter((line) => line !== '');
    return { commits: commits.slice(0, limit), complete: commits.length <= limit };
  }

  /** The commit checked out; all null where there is no git, no repository or no commit yet. */
  async head(): Promise<CommitRef> {
    const sha = await this.#ask('rev-parse', '--verify', 'HEAD^{commit}');
    const branch = await this.#ask('symbolic-ref', '--short', 'HEAD');
    return { sha, branch: sha === null ? null : branch, repository: null, pullRequest: null };
  }

  /**
   * What the remote calls its default branch, else a local main or master, as a full name: a tag of the same name would
   * win over the short one. Null where there is neither.
   */
  async defaultBranch(): Promise<string | null> {
    const remote = await this.#ask('symbolic-ref', 'refs/remotes/origin/HEAD');
    if (remote !== null) return remote;
    for (const name of ['main', 'master']) {
      const ref = `refs/heads/${name}`;
      if ((await this.#ask('rev-parse', '--verify', '--quiet', ref)) !== null) return ref;
    }
    return null;
  }

  /** What `doctor` tells of git itself; null where there is no git. */
  async version(): Promise<string | null> {
    return (await this.#ask('--version'))?.replace(/^git version /, '') ?? null;
  }

  /** Whether older commits were left out of the clone, so that a merge-base may not be found. */
  async isShallow(): Promise<boolean> {
    return (await this.#ask('rev-parse', '--is-shallow-repository')) === 'true';
  }

  /** Where `origin` is, as host and path without the ending; null where there is none. */
  async origin(): Promise<{ readonly host: string; readonly path: string } | null> {
    const url = await this.#ask('remote', 'get-url', 'origin');
    const match = /^(?:\w+:\/\/)?(?:[^@/]*@)?([^:/]+)(?::\d+)?[:/]+(.+?)(?:\.git)?\/?$/.exec(url ?? '');
    return match === null ? null : { host: match[1] ?? '', path: match[2] ?? '' };
  }

  /** Git's answer, or null where it refuses: no repository, no such commit, no git. */
  async #ask(...args: readonly string[]): Promise<string | null> {
    try {
      const { stdout } = await promisify(execFile)('git', [...args], { cwd: this.#folder, maxBuffer: 1 << 24 });
      const answer = stdout.trim();
      return answer === '' ? null : answer;
    } catch {
      return null;
    }
  }
}
