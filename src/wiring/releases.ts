// Wires what releases are made of: the release before, its files as a store, and this release's own.

import { join } from 'node:path';
import type { GitHub } from '../adapters/github/client.ts';
import { ReleaseStore } from '../adapters/github/release-store.ts';
import { GitHubReleases } from '../adapters/github/releases.ts';
import { createLocalTracker } from '../adapters/local/index.ts';
import { createFiles } from '../adapters/runner/machine.ts';
import type { ReleaseParts } from '../app/modes/release.ts';
import { createReleaseSink } from '../app/report/sinks/release.ts';
import type { ReleaseSource } from '../app/tools.ts';
import type { Reporting } from '../config/config.ts';
import { previousRelease, type Release } from '../domain/release.ts';
import type { Trigger } from '../domain/trigger.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { Releases } from '../ports/forge.ts';
import type { Sink } from '../ports/sink.ts';
import type { RuntimeContext } from './context.ts';

export function wireReleases(github: GitHub, { network }: RuntimeContext): Releases {
  return new GitHubReleases(github, network.fetch);
}

/** What a release is compared with, and where its own record and model go. */
export async function wireReleaseParts(
  releases: Releases,
  { tag }: Trigger,
  reporting: Reporting,
  context: RuntimeContext,
): Promise<ReleaseParts & { readonly store: ArtifactStore }> {
  const all = await releases.list();
  const previous = previousRelease(all, tag) ?? null;
  const into = all.find((release) => release.tag === tag) ?? null;
  const { tracker, store } = openFiles(releases, previous, into, reporting, context);
  return {
    previous: previous === null ? null : { tag: previous.tag, url: previous.url },
    releaseTracker: tracker,
    store,
  };
}

/** The last release, for drift; null where there is none or the token may not ask. */
export async function wireLastRelease(
  releases: Releases,
  reporting: Reporting,
  context: RuntimeContext,
): Promise<ReleaseSource | null> {
  const last = previousRelease(await releases.list().catch(() => []), null);
  if (last === undefined) return null;
  return { tag: last.tag, ...openFiles(releases, last, null, reporting, context) };
}

/** Finds the release of the tag only when the report is written: it may have been made meanwhile. */
export function wireReleaseSink(releases: Releases, tag: string, { environment }: RuntimeContext): Sink {
  const files = createFiles(environment.temporaryFolder, environment.workspace);
  const folder = join(environment.temporaryFolder, 'report');
  return {
    name: 'release',
    async publish(report, outputs) {
      const release = (await releases.list()).find((candidate) => candidate.tag === tag);
      return createReleaseSink({ releases, release, tag, files, folder }).publish(report, outputs);
    },
  };
}

function openFiles(
  releases: Releases,
  from: Release | null,
  into: Release | null,
  { key }: Reporting,
  { environment }: RuntimeContext,
) {
  const temporaryFolder = join(environment.temporaryFolder, 'release');
  const store = new ReleaseStore({ releases, from, into, temporaryFolder });
  return { store, tracker: createLocalTracker({ store, key, temporaryFolder, keeps: 'release' }) };
}
