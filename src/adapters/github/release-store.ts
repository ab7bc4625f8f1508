// Files of releases as a store of records and models: what the last release left is found, and what this one leaves is
// kept as long as the release, while workflow artifacts expire. Each bundle is one ZIP.

import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Release, ReleaseAsset } from '../../domain/release.ts';
import type { Artifact, ArtifactStore, PutResult } from '../../ports/artifact-store.ts';
import type { Releases } from '../../ports/forge.ts';
import { extractZip } from '../files/unzip.ts';
import { pathWithin } from '../files/within.ts';
import { writeZip } from '../files/zip.ts';

export interface ReleaseStoreOptions {
  readonly releases: Releases;
  /** Whose files are read; null: there is none. */
  readonly from: Release | null;
  /** Whose files are written; null: nothing is kept. */
  readonly into: Release | null;
  readonly temporaryFolder: string;
}

/** Only those who may write to the repository can attach files to a release, so what is found is trusted. */
export class ReleaseStore implements ArtifactStore {
  readonly #options: ReleaseStoreOptions;

  constructor(options: ReleaseStoreOptions) {
    this.#options = options;
  }

  async list(name: string): Promise<readonly Artifact[]> {
    const { from } = this.#options;
    return from === null
      ? []
      : from.assets.filter((asset) => asset.name === `${name}.zip`).map((asset) => toArtifact(asset, from));
  }

  async find(id: string): Promise<Artifact | undefined> {
    const { from } = this.#options;
    return from?.assets.filter((asset) => String(asset.id) === id).map((asset) => toArtifact(asset, from))[0];
  }

  async names(prefix: string): Promise<readonly string[]> {
    return (this.#options.from?.assets ?? [])
      .map(({ name }) => name.replace(/\.zip$/, ''))
      .filter((name) => name.startsWith(prefix));
  }

  async distrust(): Promise<undefined> {
    return undefined;
  }

  async fetch(artifact: Artifact, folder: string): Promise<void> {
    const { releases, from } = this.#options;
    const asset = from?.assets.find(({ id }) => String(id) === artifact.id);
    if (asset === undefined) throw new Error(`${artifact.name} is no file of ${artifact.origin}`);
    const archive = `${folder}.zip`;
    await mkdir(dirname(archive), { recursive: true });
    await releases.download(asset, archive);
    await mkdir(folder, { recursive: true });
    await extractZip(archive, folder);
  }

  async put(name: string, root: string, files: readonly string[]): Promise<PutResult> {
    const { releases, into, temporaryFolder } = this.#options;
    // The tag has no release yet; the sink tells so.
    if (into === null) return { kind: 'stored', id: '' };
    await mkdir(temporaryFolder, { recursive: true });
    const archive = join(temporaryFolder, `${name}.zip`);
    await writeZip(
      archive,
      files.map((path) => ({ path, name: pathWithin(root, path) ?? path })),
    );
    await releases.attach(into, `${name}.zip`, archive);
    return { kind: 'stored', id: `${into.tag}/${name}` };
  }
}

function toArtifact(asset: ReleaseAsset, release: Release): Artifact {
  return {
    id: String(asset.id),
    name: asset.name.replace(/\.zip$/, ''),
    createdAt: release.publishedAt ?? '',
    headSha: null,
    origin: `the release ${release.tag}`,
  };
}
