// Runs the built command line as a person would, in a folder of its own.

import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export const CLI = resolve('dist/cli/index.js');

/** What one command answered. */
export interface Answer {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Short measurements: scenarios are about what happens, not about how precise it is. */
export const QUICK: readonly string[] = [
  ['--options', 'min-time: 0.1'],
  ['--options', 'warmup-time: 0.05'],
  ['--options', 'min-iterations: 10'],
  ['--max-regression', '40%'],
].flat();

/** A folder with files in it, and the commands that are run there. */
export interface Desk {
  readonly folder: string;
  put(files: Readonly<Record<string, string | Uint8Array>>): void;
  run(...args: readonly string[]): Answer;
  remove(): void;
}

/** A new folder below the system's temporary one. */
export function createDesk(env: Readonly<Record<string, string>> = {}): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'latency-gate-desk-'));
  return {
    folder,
    put(files) {
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), content);
      }
    },
    run: (...args) => latencyGate(folder, args, env),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The variables of a person's shell, without those of a CI. */
export function shellEnv(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { CI: _ci, GITHUB_ACTIONS: _actions, NO_COLOR: _none, FORCE_COLOR: _force, ...env } = process.env;
  return { ...env, ...more };
}

/** Runs one command in a folder. */
export function latencyGate(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Answer {
  const options = { cwd: folder, encoding: 'utf8', env: shellEnv(env) } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], options);
  return { status, stdout, stderr };
}

/** The same without blocking, for a stand-in of a service in this process. */
export function askLatencyGate(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return new Promise((done) => {
    const options = { cwd: folder, encoding: 'utf8', env: shellEnv(env) } as const;
    const child = execFile(process.execPath, [CLI, ...args], options, (_error, stdout, stderr) =>
      done({ status: child.exitCode, stdout, stderr }),
    );
  });
}
