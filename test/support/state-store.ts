// The artifacts of the GitHub stand-in as an ArtifactStore of one workflow run, without a process or a network.

import { readFile, rm, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { extractZip } from '../../src/adapters/files/unzip.ts';
import type { Artifact, ArtifactStore, PutResult } from '../../src/ports/artifact-store.ts';
import type { GitHubState, StoredArtifact } from '../servers/github/state.ts';
import { zipFiles } from '../servers/zip.ts';
import type { World } from './runner.ts';

export class StateStore implements ArtifactStore {
  readonly #world: Pick<World, 'state' | 'upload' | 'download'>;
  readonly #runId: number;

  constructor(world: Pick<World, 'state' | 'upload' | 'download'>, runId: number) {
    this.#world = world;
    this.#runId = runId;
  }

  async list(name: string): Promise<readonly Artifact[]> {
    const { state } = this.#world;
    return state.artifacts
      .filter((artifact) => artifact.name === name && !artifact.expired)
      .map((artifact) => toArtifact(artifact, state))
      .toReversed();
  }

  async find(id: string): Promise<Artifact | undefined> {
    const { state } = this.#world;
    const found = state.artifacts.find((artifact) => artifact.id === Number(id));
    return found === undefined ? undefined : toArtifact(found, state);
  }

  async names(): Promise<readonly string[]> {
    return [];
  }

  async distrust(): Promise<undefined> {
    return undefined;
  }

  async fetch({ id }: Artifact, folder: string): Promise<void> {
    const found = this.#world.state.artifacts.find((artifact) => artifact.id === Number(id));
    if (found === undefined) throw new Error(`no artifact ${id}`);
    const archive = `${folder}.zip`;
    await writeFile(archive, await this.#world.download(found.blob));
    await extractZip(archive, folder);
    await rm(archive);
  }

  async put(name: string, root: string, files: readonly string[]): Promise<PutResult> {
    const { state } = this.#world;
    const entries = files.map(async (file) => ({ name: relative(root, file), content: await readFile(file) }));
    const bytes = zipFiles(await Promise.all(entries));
    const id = state.nextId++;
    const blob = `${state.space}/${this.#runId}/${id}/${name}`;
    await this.#world.upload(blob, bytes);
    const createdAt = state.now().toISOString();
    state.artifacts.push({
      id,
      runId: this.#runId,
      name,
      blob,
      sizeBytes: bytes.length,
      createdAt,
      expired: false,
      digest: null,
    });
    return { kind: 'stored', id: String(id) };
  }
}

function toArtifact({ id, name, createdAt, runId }: StoredArtifact, state: GitHubState): Artifact {
  const headSha = state.runs.get(runId)?.headSha ?? null;
  return { id: String(id), name, createdAt, headSha, origin: String(runId) };
}
