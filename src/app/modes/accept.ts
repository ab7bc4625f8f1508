// Decides again about a pull request's newest report, after a person has accepted what regressed. Nothing is measured.

import { reportArtifactName } from '../../domain/artifact-name.ts';
import type { FailOn } from '../../domain/outcome.ts';
import type { Report } from '../../domain/report.ts';
import { shortSha } from '../../domain/run.ts';
import { decodeReport } from '../../formats/report-file.ts';
import { decodeSectionFile } from '../../formats/section-file.ts';
import type { GateRun, LeftReport, PullRequestDetails } from '../../ports/conversation.ts';
import type { Files } from '../../ports/machine.ts';
import {
  type AcceptanceTools,
  acceptInReport,
  type FoundAcceptances,
  findAcceptances,
  findReportedAt,
  refuse,
} from '../report/acceptances.ts';
import { SECTION_FILE } from '../report/sections.ts';

/** What made the program run. */
export type AcceptRequest = {
  readonly pullRequest: number;
  /** Who commented, or set the label. */
  readonly by: string;
} & ({ readonly kind: 'comment'; readonly rerun: boolean } | { readonly kind: 'label'; readonly label: string });

export interface AcceptTask {
  readonly request: AcceptRequest;
  readonly key: string;
  readonly failOn: FailOn;
  /** The name of the check that tells since when there has been something to read. */
  readonly checkName: string;
}

export interface AcceptTools extends AcceptanceTools {
  readonly files: Files;
  readonly folder: string;
}

/** A report decided again, with the run that had made it; or why there is nothing to decide. */
export type AcceptResult =
  | {
      readonly report: Report;
      readonly pull: PullRequestDetails;
      readonly run: GateRun;
      readonly step: string;
      readonly workflowRunId: number;
    }
  | { readonly nothing: string };

/** Reads the newest report of the head commit and every acceptance that counts for it. */
export async function acceptReport(task: AcceptTask, tools: AcceptTools): Promise<AcceptResult> {
  const { request } = task;
  const pull = await tools.conversation.findPullRequest(request.pullRequest);
  if (!pull.open) return { nothing: `Pull request ${pull.number} is closed.` };
  const why = await refuseRequest(request, pull, tools);
  const left = await listReports(task.key, pull, tools);
  const newest = await findNewest(left, pull, tools);
  if (newest === undefined) {
    return {
      nothing: `No gate has left a report on ${shortSha(pull.headSha)}, the head of pull request ${pull.number}.`,
    };
  }
  if (request.kind === 'comment' && request.rerun) {
    if (why !== undefined) return { nothing: `${request.by} cannot start it again: ${why}.` };
    await tools.reports.rerun(newest.left.workflowRunId);
    return { nothing: `Workflow run ${newest.left.workflowRunId} was started again for ${request.by}.` };
  }
  const reportedAt = (await findReportedAt(pull.headSha, task.checkName, async () => left, tools.reports)) ?? '';
  const said = await findAcceptances(pull, reportedAt, tools.conversation);
  const report = acceptInReport(newest.report, withLabel(said, request, pull, why), task.failOn);
  return { report, pull, run: newest.run, step: newest.step, workflowRunId: newest.left.workflowRunId };
}

/** A label accepts what it is set on, whatever the size, and only now: the next gate does not read it again. */
function withLabel(
  said: FoundAcceptances,
  request: AcceptRequest,
  pull: PullRequestDetails,
  why: string | undefined,
): FoundAcceptances {
  if (request.kind !== 'label') return said;
  const { by, label } = request;
  if (why !== undefined) {
    return { ...said, findings: [...said.findings, { code: 'acceptance-refused', facts: { who: by, why } }] };
  }
  const accepted = { by, url: pull.url, ceiling: null, reason: `The label ${label}.` };
  return { ...said, acceptances: [...said.acceptances, accepted] };
}

async function refuseRequest(
  request: AcceptRequest,
  pull: PullRequestDetails,
  { conversation }: AcceptTools,
): Promise<string | undefined> {
  if (request.kind === 'comment' && !request.rerun) return undefined;
  return refuse(request.by, pull, new Map(), conversation);
}

interface FoundReport {
  readonly left: LeftReport;
  readonly run: GateRun;
  readonly report: Report;
  /** The step whose section of the comment it is. */
  readonly step: string;
}

/** Newest first. */
async function listReports(
  key: string,
  pull: PullRequestDetails,
  { reports }: AcceptTools,
): Promise<readonly LeftReport[]> {
  const left: LeftReport[] = [];
  for (const kind of ['report', 'summary'] as const) {
    left.push(...(await reports.ofCommit(reportArtifactName(kind, key), pull.headSha, pull.foreign)));
  }
  return left.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
}

/** What its own workflow left is not believed where the pull request could have forged it. */
async function findNewest(
  reports: readonly LeftReport[],
  pull: PullRequestDetails,
  tools: AcceptTools,
): Promise<FoundReport | undefined> {
  for (const left of reports) {
    const run = await tools.reports.findRun(left.workflowRunId);
    if (pull.foreign !== (run.event === 'workflow_run')) continue;
    const report = await readReport(left, tools);
    if (report.commit.sha === pull.headSha) return { left, run, report, step: await readStep(left, tools) };
  }
  return undefined;
}

async function readReport(left: LeftReport, tools: AcceptTools): Promise<Report> {
  const { files } = tools;
  const target = folderOf(left, tools);
  await left.fetch(target);
  const {
    error: _error,
    exitCode: _exitCode,
    ...read
  } = decodeReport(await files.read(files.join(target, 'report.json')));
  const effects = { conclusion: 'neutral', status: 'success', exitCode: 0 } as const;
  return { ...read, effects, error: null, release: null };
}

/** Version 0.1 wrote none into its sections. */
async function readStep(left: LeftReport, tools: AcceptTools): Promise<string> {
  const { files } = tools;
  const text = await files.read(files.join(folderOf(left, tools), SECTION_FILE)).catch(() => undefined);
  return text === undefined ? '' : (decodeSectionFile(text).step ?? '');
}

function folderOf({ artifactId }: LeftReport, { files, folder }: AcceptTools): string {
  return files.join(folder, `accepted-${artifactId}`);
}
