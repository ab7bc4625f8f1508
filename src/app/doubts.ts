// What could not be taken from a pull request's workflow: with any of it missing, nothing is green.

import type { Finding } from '../domain/finding.ts';
import { effectsOf, type FailOn } from '../domain/outcome.ts';
import type { Report } from '../domain/report.ts';
import type { Received } from './receive.ts';

/** The report with what was refused or is missing; a pass becomes inconclusive by it. */
export function addDoubts(report: Report, { doubts, models }: Received, failOn: FailOn): Report {
  const built: readonly Finding[] = models.map(({ name, path }) => ({
    code: 'built-by-fork',
    facts: { model: name ?? path },
  }));
  const findings = [...doubts, ...built, ...report.findings];
  if (doubts.length === 0 || report.outcome !== 'pass') return { ...report, findings };
  const effects = effectsOf('inconclusive', report.mode, failOn);
  return { ...report, outcome: 'inconclusive', effects, findings };
}
