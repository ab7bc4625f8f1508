// The sections that jobs of one workflow run have uploaded beside their reports.

import type { Finding } from '../../domain/finding.ts';
import type { Section } from '../../domain/section.ts';
import { toSlug } from '../../domain/slug.ts';
import { decodeSectionFile } from '../../formats/section-file.ts';
import type { PutResult, RunArtifacts } from '../../ports/artifact-store.ts';
import type { Files } from '../../ports/machine.ts';

/** Report artifacts begin with it; the rest is made from the job's key. */
export const REPORT_PREFIX = 'latency-gate-report-';
/** Of the last job, which collects the others' reports and must not collect its own. */
export const SUMMARY_PREFIX = 'latency-gate-summary-';
export const SECTION_FILE = 'section.json';

/** The artifact that holds one job's report and section. */
export function reportArtifact(prefix: string, key: string): string {
  return `${prefix}${toSlug(key)}`;
}

/** What a person should know when something was not stored. */
export function describePut(put: PutResult, artifact: string): readonly Finding[] {
  if (put.kind === 'stored') return [];
  return put.kind === 'taken' ? [{ code: 'key-shared', facts: { artifact } }] : [{ code: 'no-artifacts', facts: {} }];
}

export interface SectionSource {
  readonly artifacts: RunArtifacts;
  readonly runId: number;
  /** Whose own section need not be fetched. */
  readonly key: string;
  readonly files: Files;
  readonly folder: string;
}

/** Reads the others' sections, each artifact once, however often it is asked. One that cannot be read is left out. */
export function createSectionReader({ artifacts, runId, key, files, folder }: SectionSource) {
  const own = reportArtifact(REPORT_PREFIX, key);
  const read = new Map<string, Section | undefined>();
  return async (): Promise<readonly Section[]> => {
    // Servers without artifacts have no list of them either; the comment then holds what its writers read in it.
    const all = await artifacts.ofRun(runId, REPORT_PREFIX).catch(() => []);
    const listed = all.filter(({ name }) => name !== own);
    for (const artifact of listed.filter(({ id }) => !read.has(id))) {
      const target = files.join(folder, `section-${artifact.id}`);
      const section = await artifacts
        .fetch(artifact, target)
        .then(() => files.read(files.join(target, SECTION_FILE)))
        .then(decodeSectionFile)
        .catch(() => undefined);
      read.set(artifact.id, section?.runId === runId ? section : undefined);
    }
    return listed.flatMap(({ id }) => read.get(id) ?? []);
  };
}
