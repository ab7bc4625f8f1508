// Artifacts as folders on this machine, for use outside Actions: <root>/<name>/<time of storing>/<files>.

import { cp, readdir, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import process from 'node:process';
import type { Artifact, ArtifactStore, PutResult } from '../../ports/artifact-store.ts';
import type { Clock } from '../../ports/machine.ts';
import { makeFolder } from '../files/make-folder.ts';

export class DirectoryStore implements ArtifactStore {
  readonly #root: string;
  readonly #clock: Clock;

  constructor(root: string, clock: Clock) {
    this.#root = root;
    this.#clock = clock;
  }

  async list(name: string): Promise<readonly Artifact[]> {
    const folders = await listFolders(join(this.#root, name));
    return folders
      .sort()
      .reverse()
      .map((folder) => toArtifact(name, folder));
  }

  async find(id: string): Promise<Artifact | undefined> {
    return (await this.list(dirname(id))).find((artifact) => artifact.id === id);
  }

  async names(prefix: string): Promise<readonly string[]> {
    return (await listFolders(this.#root)).filter((name) => name.startsWith(prefix)).sort();
  }

  /** Whoever can write this folder can run this program: everything in it is the user's own. */
  async distrust(): Promise<undefined> {
    return undefined;
  }

  async fetch(artifact: Artifact, folder: string): Promise<void> {
    await cp(join(this.#root, artifact.id), folder, { recursive: true });
  }

  /** Whole or not at all: what is written beside is renamed when it is complete. */
  async put(name: string, root: string, files: readonly string[]): Promise<PutResult> {
    const staging = join(this.#root, `${PARTIAL}${process.pid}`);
    await this.#removeLeft();
    await rm(staging, { recursive: true, force: true });
    try {
      for (const file of files) {
        const target = join(staging, relative(root, file));
        await makeFolder(dirname(target));
        // Links are resolved: what they point at may change.
        await cp(await realpath(file), target);
      }
      await makeFolder(join(this.#root, name));
      return { kind: 'stored', id: await this.#publish(staging, name) };
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }

  /** Another process may take the same name at the same moment: then the next one. */
  async #publish(staging: string, name: string): Promise<string> {
    for (let count = 0; ; ) {
      const id = join(name, await this.#nextStamp(name, count));
      try {
        await rename(staging, join(this.#root, id));
        return id;
      } catch (error) {
        if (!isTaken(error)) throw error;
        count += 1;
      }
    }
  }

  /** Two runs within one millisecond still get two folders, in order, and so do runs before which the clock was set back. */
  async #nextStamp(name: string, more: number): Promise<string> {
    const newest = (await listFolders(join(this.#root, name))).sort().at(-1) ?? '';
    const now = this.#clock.now().toISOString().replaceAll(':', '-');
    const base = now > newest ? now : newest.slice(0, now.length);
    const taken = newest.startsWith(base) ? Number(newest.slice(base.length + 1) || 0) + 1 : 0;
    const count = taken + more;
    return count === 0 ? base : `${base}.${String(count).padStart(3, '0')}`;
  }

  /** What a process that was killed had begun. */
  async #removeLeft(): Promise<void> {
    const begun = (await listFolders(this.#root)).filter((name) => name.startsWith(PARTIAL));
    const left = begun.filter((name) => !isAlive(Number(name.slice(PARTIAL.length))));
    for (const name of left) await rm(join(this.#root, name), { recursive: true, force: true });
  }
}

const PARTIAL = '.partial-';

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST');
}

/** A process of another user is alive, though it may not be asked. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function toArtifact(name: string, folder: string): Artifact {
  const [date = '', time = ''] = folder.split('T');
  const createdAt = `${date}T${time.slice(0, 12).replaceAll('-', ':')}Z`;
  return { id: join(name, folder), name, createdAt, headSha: null, origin: 'this machine' };
}

async function listFolders(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}
