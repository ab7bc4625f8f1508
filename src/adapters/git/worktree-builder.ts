// Builds commits in git worktrees of their own, by the user's command; the working tree stays as it is.

import { spawnSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Builder } from '../../ports/builder.ts';
import { type Ending, killGroup, startGroup, waitForEnd } from '../process/group.ts';

export interface WorktreeBuilderOptions {
  readonly repository: string;
  readonly temporaryFolder: string;
  /** A line for the shell. */
  readonly command: string;
  /** Of the process; what may be a secret is left out. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Inputs of the action hold keys, and the runner's own variables open doors; a build of an old commit needs neither. */
const SECRET = /^(INPUT_|ACTIONS_)|TOKEN|SECRET|PASSWORD|API_?KEY|CREDENTIAL/i;
/** What is told of a build that failed. */
const LAST_LINES = 15;
const MOST_KEPT = 1 << 16;

export class WorktreeBuilder implements Builder {
  readonly #options: WorktreeBuilderOptions;
  readonly #folders: string[] = [];

  constructor(options: WorktreeBuilderOptions) {
    this.#options = options;
  }

  async build(commit: string): Promise<string> {
    const { repository, temporaryFolder, command } = this.#options;
    await mkdir(temporaryFolder, { recursive: true });
    const folder = join(temporaryFolder, `build-${commit.slice(0, 12)}`);
    // Before it is there: one whose checkout was cut short is taken away too.
    this.#folders.push(folder);
    const added = await this.#run('git', ['worktree', 'add', '--detach', '--force', folder, commit], repository);
    if (added.code !== 0) throw new Error(`git could not check it out: ${added.last}`);
    const built = await this.#run(command, [], folder, true);
    if (built.code !== 0) throw new Error(`the build ended with ${built.code}: ${built.last}`);
    return folder;
  }

  async close(): Promise<void> {
    for (const folder of this.#folders.splice(0)) {
      const options = { cwd: this.#options.repository, stdio: 'ignore' } as const;
      // Twice: also one that is locked, as it is while it is checked out.
      spawnSync('git', ['worktree', 'remove', '--force', '--force', folder], options);
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #run(
    command: string,
    args: readonly string[],
    cwd: string,
    shell = false,
  ): Promise<{ readonly code: string | number; readonly last: string }> {
    const { variables, timeoutMs, signal } = this.#options;
    const env = Object.fromEntries(Object.entries(variables).filter(([name]) => !SECRET.test(name)));
    const child = startGroup(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const append = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-MOST_KEPT);
    };
    child.stdout?.on('data', append);
    child.stderr?.on('data', append);
    const late = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const stop = () => killGroup(child);
    late.addEventListener('abort', stop, { once: true });
    if (late.aborted) stop();
    const ending = await waitForEnd(child);
    late.removeEventListener('abort', stop);
    signal.throwIfAborted();
    return { code: late.aborted ? `nothing within ${timeoutMs / 1000} s` : codeOf(ending), last: lastLines(said) };
  }
}

function codeOf(ending: Ending): string | number {
  if ('unstartable' in ending) return ending.unstartable;
  return 'signal' in ending ? ending.signal : ending.code;
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-LAST_LINES).join(' | ').slice(-1000);
}
