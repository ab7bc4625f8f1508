// Everything that one execution of the program found out; each sink shows this and nothing else.

import type { Trace } from '../domain/trace.ts';
import type { Comparison } from './comparison.ts';
import type { Environment } from './device.ts';
import type { ErrorCode } from './errors.ts';
import type { Finding } from './finding.ts';
import type { FleetChange } from './fleet.ts';
import type { LayerChange } from './layers.ts';
import type { Limit } from './limit.ts';
import { findMetric, type Metric } from './metric.ts';
import type { ModelIdentity } from './model.ts';
import type { Effects, Mode, Outcome } from './outcome.ts';
import type { ReleaseSummary } from './release.ts';
import type { CommitRef } from './run.ts';

/** The baseline that a model was compared with on a device. */
export interface BaselineSummary {
  readonly id: string;
  readonly model: ModelIdentity;
  readonly commit: CommitRef;
  readonly createdAt: string | null;
  /** Commits between the merge-base and the baseline; null where no ancestry is known. */
  readonly distance: number | null;
  /** Recorded runs that tell the noise. */
  readonly runs: number;
  /** Where it was recorded; empty where nothing tells. */
  readonly environment: Environment;
}

/** One model on one device. */
export interface Subject {
  readonly model: ModelIdentity;
  readonly device: string;
  /** How many devices are judged together here; absent where it is one. */
  readonly pools?: number | undefined;
  readonly baseline: BaselineSummary | null;
  readonly comparisons: readonly Comparison[];
  /** Largest absolute difference first. */
  readonly layers: readonly LayerChange[];
  /** One for each sampled metric that was measured. */
  readonly traces: readonly Trace[];
  readonly environment: Environment;
  /** What the measuring loop did and why it stopped, one sentence each. */
  readonly steps: readonly string[];
}

export interface ReportError {
  readonly code: ErrorCode | 'bug';
  readonly message: string;
  readonly advice: string;
}

export interface Report {
  readonly outcome: Outcome;
  readonly effects: Effects;
  readonly mode: Mode;
  readonly commit: CommitRef;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly subjects: readonly Subject[];
  /** What several devices say together, for each metric that three or more of them compared. */
  readonly fleet: readonly FleetChange[];
  readonly findings: readonly Finding[];
  readonly policy: { readonly maxRegression: readonly Limit[]; readonly minChange: readonly Limit[] };
  readonly error: ReportError | null;
  /** The tracker's ids of what was kept. */
  readonly runIds: readonly string[];
  /** Where the first of them can be looked at; absent where the tracker has no pages. */
  readonly trackedRunUrl?: string | undefined;
  /** Where the execution can be looked at; null outside Actions. */
  readonly runUrl: string | null;
  /** Whether the jobs were measured by a workflow that could have forged them: a fork's own. */
  readonly forgeable: boolean;
  /** Where the whole report can be opened in a browser; null where it was not uploaded. */
  readonly pageUrl: string | null;
  /** Null in every mode but `release`. */
  readonly release: ReleaseSummary | null;
  /** Names this gate's section where several report on one pull request. */
  readonly key: string;
}

/** A metric as the report's comparisons describe it, else the built-in one of that name. */
export function metricIn(subjects: readonly Subject[], name: string): Metric | undefined {
  const all = subjects.flatMap(({ comparisons }) => comparisons.map(({ metric }) => metric));
  return findMetric(name, all) ?? findMetric(name);
}

/** Every comparison of the report with the subject it belongs to. */
export function allComparisons(report: Report): readonly { subject: Subject; comparison: Comparison }[] {
  return report.subjects.flatMap((subject) => subject.comparisons.map((comparison) => ({ subject, comparison })));
}
