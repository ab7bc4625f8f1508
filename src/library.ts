// The package as a library: the decision on plain numbers or records, and reports read back. No device, no network.

import type { Report } from './domain/report.ts';
import { decodeReport } from './formats/report-file.ts';

export { type ComparisonInput, compareAll } from './decision/compare-all.ts';
export { compareSeries, type Series, type SeriesPolicy } from './decision/compare-series.ts';
export { type Plan, planLooks } from './decision/looks.ts';
export type { Comparison, ReasonCode, Verdict } from './domain/comparison.ts';
export type { Limit } from './domain/limit.ts';
export { findMetric, METRICS, type Metric } from './domain/metric.ts';
export type { Policy } from './domain/policy.ts';
export type { Report, Subject } from './domain/report.ts';

/** A report as the file `report.json` holds it. */
export type StoredReport = Omit<Report, 'effects' | 'runUrl' | 'pageUrl' | 'release' | 'error'> & {
  readonly error: string | null;
  /** With which the job ended. */
  readonly exitCode: number;
};

/**
 * Reads a `report.json` of this version or an older one. Throws an Error whose message says what is wrong with it.
 * @example readReport(readFileSync('.latency-gate/report/report.json', 'utf8')).outcome // 'pass'
 */
export function readReport(text: string): StoredReport {
  return decodeReport(text);
}
