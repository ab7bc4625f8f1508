// The release's own page: a marked block in its text, and the report's files attached, which do not expire.

import type { Release } from '../../../domain/release.ts';
import type { Report } from '../../../domain/report.ts';
import { toSlug } from '../../../domain/slug.ts';
import type { Releases } from '../../../ports/forge.ts';
import type { Files } from '../../../ports/machine.ts';
import type { Sink, SinkResult } from '../../../ports/sink.ts';
import { renderBadge } from '../../../rendering/badge.ts';
import { renderCsv } from '../../../rendering/csv.ts';
import { renderReleaseNotes, upsertNotes } from '../../../rendering/release-notes.ts';

export interface ReleaseSinkOptions {
  readonly releases: Releases;
  /** Undefined where the tag has no release yet. */
  readonly release: Release | undefined;
  readonly tag: string;
  readonly files: Files;
  readonly folder: string;
}

/** Comes after the report's files: it attaches them. */
export function createReleaseSink(options: ReleaseSinkOptions): Sink {
  return { name: 'release', publish: (report, outputs) => publishRelease(report, outputs, options) };
}

async function publishRelease(
  report: Report,
  outputs: Readonly<Record<string, string>>,
  { releases, release, tag, files, folder }: ReleaseSinkOptions,
): Promise<SinkResult> {
  if (release === undefined) return { findings: [{ code: 'no-release', facts: { tag } }], outputs: {} };
  const suffix = report.key === '' ? '' : `-${toSlug(report.key)}`;
  const csv = files.join(folder, 'report.csv');
  const badge = files.join(folder, 'badge.json');
  await files.write(csv, renderCsv(report));
  await files.write(badge, renderBadge(report));
  const attached: readonly (readonly [string, string | undefined])[] = [
    [`report${suffix}.html`, outputs['report-html']],
    [`report${suffix}.json`, outputs['report-json']],
    [`report${suffix}.csv`, csv],
    [`latency-gate-badge${suffix}.json`, badge],
  ];
  for (const [name, path] of attached) if (path !== undefined) await releases.attach(release, name, path);
  await writeNotes(release.id, renderReleaseNotes(report), report.key, releases);
  return { findings: [], outputs: {} };
}

const MOST_TRIES = 5;

/** Other jobs, and the author, write the same text: it is read just before it is written, and looked at afterwards. */
async function writeNotes(id: number, notes: string, key: string, releases: Releases): Promise<void> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const body = (await releases.list()).find((release) => release.id === id)?.body;
    if (body === undefined) return;
    const wanted = upsertNotes(body, notes, key);
    if (wanted === body) return;
    await releases.setBody(id, wanted);
  }
}
