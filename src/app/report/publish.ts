// Shows a report everywhere it is wanted. Each sink stands alone: one that fails becomes a finding for the next.

import { GateError, messageOf } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Report } from '../../domain/report.ts';
import type { Logger } from '../../ports/machine.ts';
import type { Sink } from '../../ports/sink.ts';

export interface PublishedReport {
  /** The report with what the sinks added. */
  readonly report: Report;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Publishes in the given order. Never rejects because of a sink. */
export async function publish(report: Report, sinks: readonly Sink[], log: Logger): Promise<PublishedReport> {
  let current = report;
  let outputs: Readonly<Record<string, string>> = {};
  for (const sink of sinks) {
    try {
      const published = await sink.publish(current, outputs);
      outputs = { ...outputs, ...published.outputs };
      current = addFindings({ ...current, pageUrl: published.pageUrl ?? current.pageUrl }, published.findings);
    } catch (error) {
      const why = describeError(error);
      log.warning(`The ${sink.name} could not be written: ${why}`);
      current = addFindings(current, [{ code: 'sink-failed', facts: { sink: sink.name, why } }]);
    }
  }
  return { report: current, outputs };
}

/** The error's words, with the advice where there is one. */
export function describeError(error: unknown): string {
  if (error instanceof GateError) return `${error.message} ${error.advice}`;
  return messageOf(error);
}

function addFindings(report: Report, findings: readonly Finding[]): Report {
  return findings.length === 0 ? report : { ...report, findings: [...report.findings, ...findings] };
}
