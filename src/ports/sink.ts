// Where a report is shown. Each sink stands alone: one that fails becomes a finding for those after it.

import type { Finding } from '../domain/finding.ts';
import type { Report } from '../domain/report.ts';

export interface SinkResult {
  readonly findings: readonly Finding[];
  /** What the step's outputs should say, by output name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Where the whole report can be opened in a browser, once it is there. */
  readonly pageUrl?: string;
}

export interface Sink {
  readonly name: string;
  /** `outputs` are those of the sinks before it. */
  publish(report: Report, outputs: Readonly<Record<string, string>>): Promise<SinkResult>;
}
