// The report as files: report.json for machines, report.md for people, and both as an artifact.

import type { Report } from '../../domain/report.ts';
import { toSlug } from '../../domain/slug.ts';
import { encodeReport } from '../../formats/report-file.ts';
import type { ArtifactStore } from '../../ports/artifact-store.ts';
import type { Files } from '../../ports/machine.ts';
import type { Published, Sink } from '../../ports/sink.ts';
import { renderBody } from '../../rendering/body.ts';

export interface FilesOptions {
  readonly files: Files;
  readonly folder: string;
  /** Null: the files stay on this machine only. */
  readonly store: ArtifactStore | null;
}

/** Writes the files, then uploads them; their paths become outputs before the upload can fail. */
export function createFileSinks(options: FilesOptions): readonly Sink[] {
  const { files, folder, store } = options;
  const json = files.join(folder, 'report.json');
  const markdown = files.join(folder, 'report.md');
  const write = async (report: Report): Promise<Published> => {
    await files.write(json, encodeReport(report));
    await files.write(markdown, renderBody(report));
    return { findings: [], outputs: { 'report-json': json, 'report-markdown': markdown } };
  };
  const local: Sink = { name: 'report files', publish: write };
  if (store === null) return [local];
  const upload = async (report: Report): Promise<Published> => {
    const name = `latency-gate-report-${toSlug(report.key)}`;
    const put = await store.put(name, folder, [json, markdown], {});
    return { findings: put.kind === 'taken' ? [{ code: 'key-shared', facts: { artifact: name } }] : [], outputs: {} };
  };
  return [local, { name: 'report artifact', publish: upload }];
}
