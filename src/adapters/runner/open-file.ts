// Shows a file with whatever this system opens such files with.

import { spawn } from 'node:child_process';
import { platform } from 'node:os';

/** The command that opens files, by system. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', '""'],
  linux: ['xdg-open'],
};

/** Whether the file was handed to a program; false where there is none, or no screen. */
export async function openFile(path: string, hasScreen: boolean): Promise<boolean> {
  const opener = OPENERS[platform()];
  if (opener === undefined || !hasScreen) return false;
  const [program, ...args] = opener;
  const child = spawn(program, [...args, path], { detached: true, stdio: 'ignore' });
  return new Promise((done) => {
    child.once('error', () => done(false));
    child.once('spawn', () => {
      child.unref();
      done(true);
    });
  });
}
