// Real time and real files.

import { copyFile, glob, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Clock, Files } from '../../ports/machine.ts';
import { pathWithin } from '../files/within.ts';

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, signal === undefined ? {} : { signal }),
};

/** Temporary files lie below `root`; patterns and names start at `workspace`. */
export function createFiles(root: string, workspace: string): Files {
  return {
    async temporaryFolder(name) {
      const folder = join(root, name);
      await mkdir(folder, { recursive: true });
      return folder;
    },
    async copy(from, to) {
      await mkdir(dirname(to), { recursive: true });
      await copyFile(from, to);
    },
    read: (path) => readFile(path, 'utf8'),
    async write(path, content) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
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
