// The sections that jobs of one workflow run have uploaded beside their reports.

import { ARTIFACT_PREFIXES, reportArtifactName } from '../../domain/artifact-name.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Section } from '../../domain/section.ts';
import { decodeSectionFile } from '../../formats/section-file.ts';
import type { PutResult, RunArtifacts } from '../../ports/artifact-store.ts';
import type { Files } from '../../ports/machine.ts';

export const SECTION_FILE = 'section.json';

/** What a person should know when something was not stored. */
export function describePut(put: PutResult, artifact: string): readonly Finding[] {
  if (put.kind === 'stored') return [];
  return put.kind === 'taken' ? [{ code: 'key-shared', facts: { artifact } }] : [{ code: 'no-artifacts', facts: {} }];
}

export interface SectionSource {
  readonly artifacts: Pick<RunArtifacts, 'ofThisRun' | 'fetch'>;
  readonly runId: number;
  /** Whose own section need not be fetched. */
  readonly key: string;
  readonly files: Files;
  readonly folder: string;
}

/** The sections of a workflow run's jobs. */
export interface UploadedSections {
  readonly sections: readonly Section[];
  /** Nobody else had uploaded one when this was asked, and our own is there: whoever comes later sees what we wrote. */
  readonly alone: boolean;
}

/** Reads the others' sections, each artifact once, however often it is asked. One that cannot be read is left out. */
export function createSectionReader({ artifacts, runId, key, files, folder }: SectionSource) {
  const own = reportArtifactName('report', key);
  const read = new Map<string, Section | undefined>();
  return async (ownName: boolean): Promise<UploadedSections> => {
    // Servers without artifacts have no list of them either; the comment then holds what its writers read in it.
    const all = await artifacts.ofThisRun(ARTIFACT_PREFIXES.report).catch(() => []);
    const alone = !ownName && all.length === 1 && all[0]?.name === own;
    const listed = all.filter(({ name }) => ownName || name !== own);
    for (const artifact of listed.filter(({ id }) => !read.has(id))) {
      const target = files.join(folder, `section-${artifact.id}`);
      const section = await artifacts
        .fetch(artifact, target)
        .then(() => files.read(files.join(target, SECTION_FILE)))
        .then(decodeSectionFile)
        .catch(() => undefined);
      read.set(artifact.id, section?.runId === runId ? section : undefined);
    }
    return { sections: listed.flatMap(({ id }) => read.get(id) ?? []), alone };
  };
}
