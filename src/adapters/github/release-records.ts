// Releases as marks in a history, and the records among their files, which do not expire.

import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ARTIFACT_PREFIXES } from '../../domain/artifact-name.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Release, ReleaseAsset } from '../../domain/release.ts';
import type { Releases } from '../../ports/forge.ts';
import type { FoundRecord, KnownRecords, RecordSource } from '../../ports/record-source.ts';
import { readRecords } from '../files/read-records.ts';
import { extractZip } from '../files/unzip.ts';

const ENDING = '.zip';

export class ReleaseRecords implements RecordSource {
  readonly name = 'releases';
  readonly #releases: Releases;
  readonly #temporaryFolder: string;

  constructor(releases: Releases, temporaryFolder: string) {
    this.#releases = releases;
    this.#temporaryFolder = temporaryFolder;
  }

  async *find(known: KnownRecords): AsyncGenerator<FoundRecord> {
    for (const release of await this.#releases.list()) {
      const { draft, publishedAt, tag, url, assets } = release;
      if (draft || publishedAt === null) continue;
      yield { kind: 'release', release: { tag, at: new Date(publishedAt).toISOString(), url } };
      for (const asset of assets.filter(isRecord)) {
        const until = known.get(bundleOf(asset));
        if (until === undefined || until < publishedAt) yield* this.#open(asset, release);
      }
    }
  }

  async *#open(asset: ReleaseAsset, { tag }: Release): AsyncGenerator<FoundRecord> {
    const folder = await mkdtemp(join(this.#temporaryFolder, 'release-'));
    try {
      await this.#releases.download(asset, join(folder, asset.name));
      await extractZip(join(folder, asset.name), join(folder, 'files'));
      for (const { run, history } of await readRecords(join(folder, 'files')))
        for (const one of [run, ...history]) yield { kind: 'run', bundle: bundleOf(asset), run: one };
    } catch (error) {
      yield { kind: 'left-out', what: `${asset.name} of the release ${tag}`, why: messageOf(error) };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function isRecord({ name }: ReleaseAsset): boolean {
  return name.startsWith(ARTIFACT_PREFIXES.record) && name.endsWith(ENDING);
}

function bundleOf({ name }: ReleaseAsset): string {
  return name.slice(0, -ENDING.length);
}
