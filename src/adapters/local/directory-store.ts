// Artifacts as folders on this machine, for use outside Actions: <root>/<name>/<time of storing>/<files>.

import { cp, mkdir, readdir, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Artifact, ArtifactStore, PutResult } from '../../ports/artifact-store.ts';
import type { Clock } from '../../ports/machine.ts';

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

  async put(name: string, root: string, files: readonly string[]): Promise<PutResult> {
    const id = join(name, await this.#freeStamp(name));
    const staging = join(this.#root, `.partial-${process.pid}`);
    await rm(staging, { recursive: true, force: true });
    for (const file of files) {
      const target = join(staging, relative(root, file));
      await mkdir(dirname(target), { recursive: true });
      // Links are resolved: what they point at may change.
      await cp(await realpath(file), target);
    }
    await mkdir(join(this.#root, name), { recursive: true });
    await rename(staging, join(this.#root, id));
    return { kind: 'stored', id };
  }

  /** Two runs within one millisecond still get two folders, in order. */
  async #freeStamp(name: string): Promise<string> {
    const taken = new Set(await listFolders(join(this.#root, name)));
    const base = this.#clock.now().toISOString().replaceAll(':', '-');
    for (let count = 0; ; count += 1) {
      const stamp = count === 0 ? base : `${base}.${String(count).padStart(3, '0')}`;
      if (!taken.has(stamp)) return stamp;
    }
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
