// Real time and real files.

import { copyFile, glob, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import type { Clock, Files } from '../../ports/machine.ts';
import { makeFolder } from '../files/make-folder.ts';
import { pathWithin } from '../files/within.ts';

/** Counts on from the time at which the process began: a wall clock that is set meanwhile changes no waiting time. */
export const systemClock: Clock = {
  now: () => new Date(performance.timeOrigin + performance.now()),
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, signal === undefined ? {} : { signal }),
};

/** Under its name only when it is complete: a full disk or a kill leaves no half of it. */
async function writeWhole(path: string, content: string): Promise<void> {
  const partial = `${path}.${process.pid}.partial`;
  try {
    await writeFile(partial, content);
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}

/** Temporary files lie below `root`; patterns and names start at `workspace`. */
export function createFiles(root: string, workspace: string): Files {
  return {
    async temporaryFolder(name) {
      const folder = join(root, name);
      await makeFolder(folder);
      return folder;
    },
    async copy(from, to) {
      await makeFolder(dirname(to));
      await copyFile(from, to);
    },
    read: (path) => readFile(path, 'utf8'),
    async write(path, content) {
      await makeFolder(dirname(path));
      await writeWhole(path, content);
    },
    // A path that exists is taken as it is, folder or not: brackets and stars are legal in names.
    async glob(pattern) {
      const literal = resolve(workspace, pattern);
      if ((await stat(literal).catch(() => undefined)) !== undefined) return [literal];
      const found: string[] = [];
      for await (const entry of glob(pattern, { cwd: workspace, withFileTypes: true })) {
        if (!entry.isDirectory()) found.push(join(entry.parentPath, entry.name));
      }
      return found.sort();
    },
    entries: async (folder) => (await readdir(folder)).sort().map((name) => join(folder, name)),
    fromWorkspace(path) {
      return pathWithin(workspace, path) ?? path.split(sep).join('/');
    },
    join,
    folderOf: dirname,
  };
}
