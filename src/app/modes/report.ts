// The last job of a workflow: one report out of those that the others left as artifacts.

import { ARTIFACT_PREFIXES } from '../../domain/artifact-name.ts';
import { isNotShown } from '../../domain/comparison.ts';
import { GateError, messageOf } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import { effectsOf, type FailOn, type Outcome, outcomeOf } from '../../domain/outcome.ts';
import type { Report } from '../../domain/report.ts';
import type { Trigger, WorkflowRun } from '../../domain/trigger.ts';
import { decodeReport, type PartialReport } from '../../formats/report-file.ts';
import type { RunArtifacts } from '../../ports/artifact-store.ts';
import type { Clock, Files } from '../../ports/machine.ts';

export interface ReportTask {
  readonly trigger: Trigger;
  readonly workflowRun: WorkflowRun;
  readonly failOn: FailOn;
  readonly key: string;
}

export interface ReportTools {
  readonly artifacts: RunArtifacts;
  readonly files: Files;
  readonly folder: string;
  readonly clock: Clock;
}

/** Throws a GateError where no job of this workflow run has reported. */
export async function collectReports(task: ReportTask, tools: ReportTools): Promise<Report> {
  const { trigger, workflowRun, failOn, key } = task;
  const { reports, findings: unread } = await readReports(workflowRun.id, tools);
  const findings = [...unread, ...(await findUnreported(reports, workflowRun, tools))];
  const forgeable = reports.some((report) => report.forgeable);
  if (reports.length + unread.length === 0) {
    throw new GateError(
      'invalid-input',
      `mode: found "report", but no other job of this workflow run has left a report (${ARTIFACT_PREFIXES.report}…).`,
      'Let this job need the jobs that gate ("needs: [gate]", "if: always()"), and leave artifact at true there.',
    );
  }
  const comparisons = reports.flatMap(({ subjects }) => subjects.flatMap((subject) => subject.comparisons));
  const outcome = worst([...reports.map((report) => report.outcome), ...(findings.length > 0 ? [UNREAD] : [])], () =>
    outcomeOf(comparisons),
  );
  const failed = reports.find((report) => report.outcome === 'error');
  return {
    outcome,
    effects: effectsOf(outcome, trigger.mode, failOn, { forgeable, notShown: comparisons.some(isNotShown) }),
    mode: trigger.mode,
    commit: trigger.commit,
    createdAt: tools.clock.now().toISOString(),
    subjects: reports.flatMap((report) => report.subjects),
    // Jobs of a matrix each pool their own devices.
    fleet: reports.flatMap((report) => report.fleet),
    findings: [...reports.flatMap((report) => report.findings), ...findings],
    policy: reports[0]?.policy ?? { maxRegression: [], minChange: [] },
    error:
      failed === undefined
        ? null
        : {
            code: 'invalid-input',
            message: `${failed.key || 'A job'}: ${failed.error ?? 'could not run'}`,
            advice: 'See that job.',
          },
    runIds: reports.flatMap((report) => report.runIds),
    trackedRunUrl: reports.find((report) => report.trackedRunUrl !== undefined)?.trackedRunUrl,
    runUrl: workflowRun.url,
    release: null,
    pageUrl: null,
    forgeable,
    key,
  };
}

const UNREAD: Outcome = 'inconclusive';

/** A job that could not run is worse than any verdict; one that was skipped says nothing. */
function worst(outcomes: readonly Outcome[], judge: () => Outcome): Outcome {
  const order: readonly Outcome[] = ['error', 'fail', 'cancelled', 'inconclusive'];
  const found = order.find((outcome) => outcomes.includes(outcome));
  if (found === 'cancelled') return 'inconclusive';
  return found ?? (outcomes.every((outcome) => outcome === 'skipped') ? 'skipped' : judge());
}

/** Jobs that ended badly beyond those whose reports say so: perhaps one died before it could report. */
async function findUnreported(
  reports: readonly PartialReport[],
  { id, attempt }: WorkflowRun,
  { artifacts }: ReportTools,
): Promise<readonly Finding[]> {
  const failed = await artifacts.failedJobs(id, attempt);
  const explained = reports.filter(({ exitCode }) => exitCode !== 0).length;
  if (failed.length <= explained) return [];
  return [{ code: 'job-unreported', facts: { jobs: failed.join(', '), reports: String(explained) } }];
}

async function readReports(
  runId: number,
  { artifacts, files, folder }: ReportTools,
): Promise<{ readonly reports: readonly PartialReport[]; readonly findings: readonly Finding[] }> {
  const reports: PartialReport[] = [];
  const findings: Finding[] = [];
  for (const artifact of await artifacts.ofRun(runId, ARTIFACT_PREFIXES.report)) {
    const target = files.join(folder, `report-${artifact.id}`);
    try {
      await artifacts.fetch(artifact, target);
      reports.push(decodeReport(await files.read(files.join(target, 'report.json'))));
    } catch (error) {
      const why = messageOf(error);
      findings.push({ code: 'report-unreadable', facts: { artifact: artifact.name, why } });
    }
  }
  return { reports: reports.sort((a, b) => (a.key < b.key ? -1 : 1)), findings };
}
