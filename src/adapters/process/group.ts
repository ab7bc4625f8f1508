// A program of the user's in a process group of its own: what it starts ends with it (on Windows, which has no such
// groups, only the program itself), and nothing that it leaves behind keeps the gate waiting.

import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import process from 'node:process';

/** Output may still be under way when a program has ended; longer than this, somebody else holds it open. */
const GRACE_MS = 1000;

/** How a program ended: with an exit code, by a signal, or not even started. */
export type Ending = { readonly code: number } | { readonly signal: string } | { readonly unstartable: string };

/** Starts a program that leads a group. */
export function startGroup(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  return spawn(program, args, { ...options, detached: process.platform !== 'win32', windowsHide: true });
}

/** Ends a program and all that it started in its group; on Windows the program alone. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}

/** Resolves when the program has ended and its output is read, or a second after its end where others hold it open. */
export function waitForEnd(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    let release: NodeJS.Timeout | undefined;
    child.once('error', (error) => resolve({ unstartable: error.message }));
    child.once('exit', () => {
      // What it started and left behind would disturb what is measured next.
      killGroup(child);
      release = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, GRACE_MS);
    });
    child.once('close', (code, signal) => {
      clearTimeout(release);
      resolve(signal === null ? { code: code ?? 0 } : { signal });
    });
  });
}
