// The file `latency-gate/report@1`: a report as machines read it.

import { describeFinding } from '../domain/finding.ts';
import { allComparisons, type Report } from '../domain/report.ts';

export const REPORT_SCHEMA = 'latency-gate/report@1';

/** The report as plain JSON, with every finding in words and the counts that most readers want first. */
export function encodeReport(report: Report): string {
  const verdicts = allComparisons(report).map(({ comparison }) => comparison.verdict);
  const count = (verdict: string) => verdicts.filter((found) => found === verdict).length;
  const findings = report.findings.map((finding) => ({ ...finding, text: describeFinding(finding) }));
  const counts = {
    regressed: count('regressed'),
    improved: count('improved'),
    unchanged: count('unchanged'),
    inconclusive: count('inconclusive'),
  };
  return `${JSON.stringify({ schema: REPORT_SCHEMA, counts, ...report, findings }, null, 2)}\n`;
}
