// The report as files: report.json for machines, report.md and one HTML page for people, and all as artifacts.

import { pageFileName, reportArtifactName } from '../../../domain/artifact-name.ts';
import type { Report } from '../../../domain/report.ts';
import type { WorkflowRun } from '../../../domain/trigger.ts';
import { encodeReport } from '../../../formats/report-file.ts';
import { encodeSectionFile } from '../../../formats/section-file.ts';
import type { ArtifactStore } from '../../../ports/artifact-store.ts';
import type { Files } from '../../../ports/machine.ts';
import type { Sink, SinkResult } from '../../../ports/sink.ts';
import { renderBody } from '../../../rendering/body.ts';
import { renderSection } from '../../../rendering/comment.ts';
import { describeFinding } from '../../../rendering/findings.ts';
import { describePut, SECTION_FILE } from '../sections.ts';

export interface FilesOptions {
  readonly files: Files;
  readonly folder: string;
  /** Null: the files stay on this machine only. */
  readonly store: ArtifactStore | null;
  /** Whose report: one job's, or that of the last job, which collects the others'; null outside Actions. */
  readonly kind: 'report' | 'summary' | null;
  /** Whose section of the comment is uploaded beside the report; null outside Actions. */
  readonly workflowRun: Pick<WorkflowRun, 'id' | 'attempt' | 'url' | 'step'> | null;
}

/** Writes and uploads the page first, so that what follows can link it. */
export function createFileSinks(options: FilesOptions): readonly Sink[] {
  const { store } = options;
  return [
    { name: 'report page', publish: (report) => writePage(report, options) },
    ...(store === null
      ? []
      : [{ name: 'report page artifact', publish: (report: Report) => uploadPage(report, store, options) }]),
    { name: 'report files', publish: (report) => writeFiles(report, options) },
    ...(store === null
      ? []
      : [{ name: 'report artifact', publish: (report: Report) => uploadFiles(report, store, options) }]),
  ];
}

function pathsOf({ files, folder, kind }: FilesOptions, { key }: Report) {
  const place = (name: string) => files.join(folder, name);
  const page = kind === null ? 'report.html' : pageFileName(kind, key);
  return { page: place(page), json: place('report.json'), markdown: place('report.md'), section: place(SECTION_FILE) };
}

/** The charts' library is loaded only now: it is large, and a gate should start quickly. */
async function writePage(report: Report, options: FilesOptions): Promise<SinkResult> {
  const { renderPage } = await import('../../../rendering/page/page.ts');
  const { page } = pathsOf(options, report);
  await options.files.write(page, renderPage(report, encodeReport(report, describeFinding)));
  return { findings: [], outputs: { 'report-html': page } };
}

async function uploadPage(report: Report, store: ArtifactStore, options: FilesOptions): Promise<SinkResult> {
  const { page } = pathsOf(options, report);
  const put = await store.put(nameOf(page), options.folder, [page], { unzipped: true });
  const url = options.workflowRun?.url;
  if (put.kind !== 'stored' || url === undefined) return { findings: [], outputs: {} };
  return { findings: [], outputs: {}, pageUrl: `${url}/artifacts/${put.id}` };
}

async function writeFiles(report: Report, options: FilesOptions): Promise<SinkResult> {
  const { files, workflowRun } = options;
  const { json, markdown, section } = pathsOf(options, report);
  await files.write(json, encodeReport(report, describeFinding));
  await files.write(markdown, renderBody(report));
  if (workflowRun !== null) {
    await files.write(section, encodeSectionFile(renderSection(report, workflowRun)));
  }
  return { findings: [], outputs: { 'report-json': json, 'report-markdown': markdown } };
}

async function uploadFiles(report: Report, store: ArtifactStore, options: FilesOptions): Promise<SinkResult> {
  const { folder, kind, workflowRun } = options;
  const { json, markdown, section } = pathsOf(options, report);
  const name = reportArtifactName(kind ?? 'report', report.key);
  const put = await store.put(name, folder, workflowRun === null ? [json, markdown] : [json, markdown, section], {});
  return { findings: describePut(put, name), outputs: {} };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
