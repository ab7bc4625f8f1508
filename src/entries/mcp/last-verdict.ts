// The tool last_verdict: how the last gate ended, in one answer.

import * as z from 'zod';
import type { ReadingTool } from '../../adapters/mcp/serve.ts';
import { counts } from '../../domain/comparison.ts';
import { allComparisons } from '../../domain/report.ts';
import { describeFinding } from '../../rendering/findings.ts';
import { renderTerminal } from '../../rendering/terminal.ts';
import { type Place, readReport } from './read-inside.ts';
import { Selection, toData } from './select.ts';

const Input = z.strictObject({ report: Selection.report });

export function lastVerdict(place: Place): ReadingTool {
  return {
    name: 'last_verdict',
    title: 'Last verdict',
    description:
      'How the last gate in this folder ended: outcome, every comparison that counts, findings. Start here; the names of models, devices and metrics are what the other tools take.',
    input: Input,
    async answer(given) {
      const report = await readReport(Input.parse(given).report, place);
      const { outcome, mode, commit, createdAt, error, runUrl, pageUrl } = report;
      const comparisons = allComparisons(report).filter(({ comparison }) => counts(comparison));
      return {
        text: renderTerminal(report),
        data: {
          outcome,
          mode,
          commit,
          createdAt,
          error: error?.message ?? null,
          runUrl,
          pageUrl,
          trackedRunUrl: report.trackedRunUrl ?? null,
          comparisons: comparisons.map(toData),
          findings: report.findings.map((finding) => ({ code: finding.code, text: describeFinding(finding) })),
        },
      };
    },
  };
}
