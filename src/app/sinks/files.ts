// The report as files: report.json for machines, report.md for people, and both as an artifact.

import type { Report } from '../../domain/report.ts';
import type { WorkflowRun } from '../../domain/trigger.ts';
import { encodeReport } from '../../formats/report-file.ts';
import { encodeSectionFile } from '../../formats/section-file.ts';
import type { ArtifactStore } from '../../ports/artifact-store.ts';
import type { Files } from '../../ports/machine.ts';
import type { Published, Sink } from '../../ports/sink.ts';
import { renderBody } from '../../rendering/body.ts';
import { renderSection } from '../../rendering/comment.ts';
import { reportArtifact, SECTION_FILE } from '../sections.ts';

export interface FilesOptions {
  readonly files: Files;
  readonly folder: string;
  /** Null: the files stay on this machine only. */
  readonly store: ArtifactStore | null;
  /** The artifact's name begins with it. */
  readonly prefix: string;
  /** Whose section of the comment is uploaded beside the report; null outside Actions. */
  readonly workflowRun: Pick<WorkflowRun, 'id' | 'attempt'> | null;
}

/** Writes the files, then uploads them; their paths become outputs before the upload can fail. */
export function createFileSinks(options: FilesOptions): readonly Sink[] {
  const { files, folder, store, prefix, workflowRun } = options;
  const section = files.join(folder, SECTION_FILE);
  const json = files.join(folder, 'report.json');
  const markdown = files.join(folder, 'report.md');
  const write = async (report: Report): Promise<Published> => {
    await files.write(json, encodeReport(report));
    await files.write(markdown, renderBody(report));
    if (workflowRun !== null) {
      await files.write(section, encodeSectionFile(renderSection(report, workflowRun.id, workflowRun.attempt)));
    }
    return { findings: [], outputs: { 'report-json': json, 'report-markdown': markdown } };
  };
  const local: Sink = { name: 'report files', publish: write };
  if (store === null) return [local];
  const upload = async (report: Report): Promise<Published> => {
    const name = reportArtifact(prefix, report.key);
    const all = workflowRun === null ? [json, markdown] : [json, markdown, section];
    const put = await store.put(name, folder, all, {});
    return { findings: put.kind === 'taken' ? [{ code: 'key-shared', facts: { artifact: name } }] : [], outputs: {} };
  };
  return [local, { name: 'report artifact', publish: upload }];
}
