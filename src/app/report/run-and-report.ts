// One execution from beginning to end: open the check, do the work, turn every kind of trouble into a report, show
// it everywhere, and only then say how it ends. Report first, fail last.

import { fromSystem, GateError, isPassing, messageOf } from '../../domain/errors.ts';
import { effectsOf, type FailOn, type Mode, type Outcome } from '../../domain/outcome.ts';
import type { Report, ReportError } from '../../domain/report.ts';
import type { CommitRef } from '../../domain/run.ts';
import type { Logger } from '../../ports/machine.ts';
import type { Sink } from '../../ports/sink.ts';
import { publish } from './publish.ts';
import type { CheckSink } from './sinks/check.ts';

/** What a report says before anything is known. */
export interface RunInfo {
  readonly mode: Mode;
  readonly failOn: FailOn;
  readonly commit: CommitRef;
  readonly runUrl: string | null;
  readonly key: string;
}

export interface ReportRun {
  readonly info: RunInfo;
  readonly check: CheckSink | null;
  /** All sinks, in the order in which they are written. */
  readonly sinks: readonly Sink[];
  /** Sinks that must be written even in the seconds after a cancellation. */
  readonly urgentSinks: readonly Sink[];
  readonly now: () => Date;
  readonly log: Logger;
  /** Aborted when the runner cancels the job; its reason is the signal's name. */
  readonly signal: AbortSignal;
}

export interface StepResult {
  readonly report: Report;
  readonly outputs: Readonly<Record<string, string>>;
  readonly exitCode: number;
  /** A bug, to be shown with its stack. */
  readonly bug: Error | undefined;
}

/** Performs and publishes; rejects never. */
export async function runAndReport(perform: () => Promise<Report>, run: ReportRun): Promise<StepResult> {
  const { signal, log } = run;
  await run.check?.open();
  const result = await settle(perform, run);
  const cancelled = result.report.outcome === 'cancelled';
  const { report, outputs } = await publish(result.report, cancelled ? run.urgentSinks : run.sinks, log);
  const exitCode = cancelled && signal.reason === 'SIGTERM' ? 143 : report.effects.exitCode;
  return { report, outputs, exitCode, bug: result.bug };
}

async function settle(
  perform: () => Promise<Report>,
  run: ReportRun,
): Promise<{ report: Report; bug: Error | undefined }> {
  const { signal } = run;
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    if (signal.aborted) reject(signal.reason);
  });
  try {
    return { report: await Promise.race([perform(), aborted]), bug: undefined };
  } catch (error) {
    if (signal.aborted) return { report: emptyReport('cancelled', null, run), bug: undefined };
    const bug = error instanceof GateError ? undefined : error instanceof Error ? error : new Error(String(error));
    const outcome = isPassing(error) ? 'inconclusive' : 'error';
    return { report: emptyReport(outcome, toReportError(error), run), bug };
  }
}

/** Where to tell of a bug. */
const ISSUES_URL = 'https://github.com/latency-gate/latency-gate/issues';

function toReportError(error: unknown): ReportError {
  if (error instanceof GateError) return { code: error.code, message: error.message, advice: error.advice };
  const refused = fromSystem(error);
  if (refused !== undefined) return toReportError(refused);
  const message = `Unexpected: ${messageOf(error)}`;
  return { code: 'bug', message, advice: `This is a bug; please report it with the log at ${ISSUES_URL}.` };
}

/** A report of an execution that measured nothing. */
export function emptyReport(
  outcome: Outcome,
  error: ReportError | null,
  { info, now }: Pick<ReportRun, 'info' | 'now'>,
): Report {
  return {
    outcome,
    effects: effectsOf(outcome, info.mode, info.failOn),
    mode: info.mode,
    commit: info.commit,
    createdAt: now().toISOString(),
    subjects: [],
    fleet: [],
    findings: [],
    policy: { maxRegression: [], minChange: [] },
    error,
    runIds: [],
    runUrl: info.runUrl,
    release: null,
    pageUrl: null,
    forgeable: false,
    key: info.key,
  };
}
