// What a site is wired from: where records and earlier histories lie.

import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { GitHub } from '../adapters/github/client.ts';
import { RecordArtifacts } from '../adapters/github/record-artifacts.ts';
import { ReleaseRecords } from '../adapters/github/release-records.ts';
import { limitBytes } from '../adapters/http/bounded.ts';
import type { Fetch } from '../adapters/http/fetch.ts';
import { createRecordFolder } from '../adapters/local/record-folder.ts';
import { createFiles } from '../adapters/runner/machine.ts';
import { HISTORY_FILE, type ReadAddress, readHistory } from '../app/site/read-history.ts';
import { createTrackerRecords } from '../app/site/tracker-records.ts';
import type { Config } from '../config/config.ts';
import { HISTORY_ARTIFACT } from '../domain/artifact-name.ts';
import { GateError } from '../domain/errors.ts';
import type { History } from '../domain/history.ts';
import { withoutEnding } from '../domain/model.ts';
import { isLoopback } from '../formats/address.ts';
import { decodeHistory } from '../formats/history-file.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { Releases } from '../ports/forge.ts';
import type { RecordSource } from '../ports/record-source.ts';
import { wireTracker } from './backends.ts';
import type { RuntimeContext } from './context.ts';
import { wireReleases } from './releases.ts';

/** Bytes; ten times what the most runs that are remembered take. */
const LARGEST_HISTORY = 64 << 20;

/** Inside Actions: workflow artifacts and releases, or the service that keeps the runs, and releases. */
export async function wireSiteSources(
  config: Config,
  {
    github,
    store,
    defaultBranch,
  }: { readonly github: GitHub; readonly store: ArtifactStore; readonly defaultBranch: string },
  context: RuntimeContext,
): Promise<readonly RecordSource[]> {
  const temporaryFolder = join(context.environment.temporaryFolder, 'site');
  await mkdir(temporaryFolder, { recursive: true });
  const releases: Releases = wireReleases(github, context);
  const kept =
    config.tracker === 'local'
      ? new RecordArtifacts({ github, store, defaultBranch, temporaryFolder })
      : wireTrackerRecords(config, context.environment.github.repository, context);
  return [kept, new ReleaseRecords(releases, temporaryFolder)];
}

/** Outside Actions: folders and files, and the service that keeps the runs where there is one. */
export function wireFolderSources(
  config: Config,
  paths: readonly string[],
  context: RuntimeContext,
): readonly RecordSource[] {
  const { workspace } = context.environment;
  const places = paths.length > 0 || config.tracker !== 'local' ? paths : ['.latency-gate'];
  const folders = places.map((path) => createRecordFolder(resolve(workspace, path)));
  return config.tracker === 'local' ? folders : [...folders, wireTrackerRecords(config, '', context)];
}

function wireTrackerRecords(config: Config, repository: string, context: RuntimeContext): RecordSource {
  return createTrackerRecords({
    tracker: wireTracker(config, repository === '' ? null : repository, null, context),
    key: config.reporting.key,
    models: config.models.map(({ path, name }) => name ?? withoutEnding(path)),
    devices: config.devices,
  });
}

/** What the places of `site-history` remember. Throws a GateError where one cannot be read. */
export async function readHistories(
  places: readonly string[],
  { environment, network, log }: RuntimeContext,
): Promise<readonly History[]> {
  const files = createFiles(environment.temporaryFolder, environment.workspace);
  const tools = { files, log, readAddress: createReader(network.fetch) };
  const found: History[] = [];
  for (const place of places) {
    const history = await readHistory(place, tools);
    if (history !== undefined) found.push(history);
  }
  return found;
}

/** The artifact that the last site left; none where there is none that can be trusted. */
export async function readKeptHistory(
  store: ArtifactStore,
  { environment, log }: RuntimeContext,
): Promise<readonly History[]> {
  const files = createFiles(environment.temporaryFolder, environment.workspace);
  for (const artifact of await store.list(HISTORY_ARTIFACT)) {
    const distrust = await store.distrust(artifact, 'anywhere');
    if (distrust !== undefined) {
      log.warning(`The history of run ${artifact.origin} is left out: ${distrust}.`);
      continue;
    }
    const folder = files.join(await files.temporaryFolder('history'), artifact.id);
    await store.fetch(artifact, folder);
    return [decodeHistory(await files.read(files.join(folder, HISTORY_FILE)))];
  }
  return [];
}

function createReader(fetch: Fetch): ReadAddress {
  return async (url) => {
    if (!url.startsWith('https:') && !isLoopback(url)) {
      const message = `site-history: found ${new URL(url).origin}; allowed: addresses by https, files and folders.`;
      throw new GateError('invalid-input', message, 'What comes without https can be changed on its way.');
    }
    const answer = await fetch(url);
    if (answer.status === 404) return undefined;
    if (!answer.ok || answer.body === null) throw new Error(`it answered ${answer.status}`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of limitBytes(answer.body, LARGEST_HISTORY)) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  };
}
