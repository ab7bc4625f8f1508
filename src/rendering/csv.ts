// Every comparison as a line of CSV (RFC 4180), for spreadsheets.

import { allComparisons, type Report } from '../domain/report.ts';

const COLUMNS = [
  'commit',
  'model',
  'device',
  'metric',
  'unit',
  'gates',
  'verdict',
  'reason',
  'baseline',
  'candidate',
  'change',
  'interval_low',
  'interval_high',
  'noise',
  'jobs_baseline',
  'jobs_candidate',
  'limit',
  'rules_out_above',
  'shown',
  'smallest_detectable',
  'waived_until',
  'budget',
  'better',
  'accepted_by',
] as const;

/** Changes are fractions with + for worse; numbers are in the metric's unit; what is unknown is empty. */
export function renderCsv(report: Report): string {
  const rows = allComparisons(report).map(({ subject, comparison }) => {
    const { metric, interval, jobs } = comparison;
    return [
      report.commit.sha,
      subject.model.name,
      subject.device,
      metric.name,
      metric.unit,
      metric.gates,
      comparison.verdict,
      comparison.reason,
      comparison.baseline,
      comparison.candidate,
      comparison.change,
      interval?.[0],
      interval?.[1],
      comparison.noise,
      jobs.baseline,
      jobs.candidate,
      comparison.limit,
      comparison.rulesOutAbove,
      comparison.verdict === 'unchanged' ? comparison.shown : null,
      comparison.smallestDetectable,
      comparison.waived?.until,
      comparison.budget,
      metric.direction,
      comparison.accepted?.by,
    ].map(toCell);
  });
  return [COLUMNS, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

/** A cell that a spreadsheet would take for a formula is made text. */
function toCell(value: string | number | boolean | null | undefined): string {
  const plain = value === null || value === undefined ? '' : String(value);
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
