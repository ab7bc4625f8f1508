// What would settle a comparison that is inconclusive, by its reason: one command or one setting each.

import type { Comparison, ReasonCode } from '../domain/comparison.ts';
import type { Report } from '../domain/report.ts';
import { escapeCode } from './escape.ts';
import { formatChange } from './numbers.ts';

/** One line a reason, in the order of the comparisons. Markdown. */
export function describeRemedies(open: readonly Comparison[], report: Report): readonly string[] {
  const reasons = [...new Set(open.map(({ reason }) => reason))];
  return reasons.flatMap(
    (reason) =>
      REMEDIES[reason]?.(
        open.filter((one) => one.reason === reason),
        report,
      ) ?? [],
  );
}

type Remedy = (open: readonly Comparison[], report: Report) => string;

const REMEDIES: Partial<Readonly<Record<ReasonCode, Remedy>>> = {
  'no-baseline': (_, report) =>
    `Nothing to compare with: run this workflow on the default branch once (a push there does it), then ${rerun(report)}.`,
  'baseline-too-young': (_, report) =>
    `The baseline is too young: let the workflow record more on the default branch, then ${rerun(report)}.`,
  'environment-differs': (_, report) =>
    remedyOfRuntime(report) ??
    `The environment differs: record the baseline in this one (run the workflow on the default branch), then ${rerun(report)}. \`baseline-model\` needs no record at all.`,
  'not-measured': () => 'Not measured on one side: see "How this was decided" for what is missing.',
  'job-failed': (_, report) => `A job failed: ${rerun(report)}. What was measured counts on.`,
  'not-settled': (open, report) => describeUnsettled(open, report),
};

/** Where only the runtime changed, both can be measured beside each other. */
function remedyOfRuntime({ findings }: Report): string | undefined {
  const differing = findings.flatMap((finding) => (finding.code === 'environment-differs' ? finding.facts : []));
  const [first] = differing;
  if (first === undefined || differing.some(({ field }) => field !== 'runtime_version')) return undefined;
  return `Only the runtime changed. With ${escapeCode(`baseline-runtime: ${first.baseline}`)} both are measured beside each other.`;
}

function describeUnsettled(open: readonly Comparison[], report: Report): string {
  const spent = open.every(({ wants }) => wants === 0);
  const detectable = Math.max(...open.flatMap(({ smallestDetectable }) => smallestDetectable ?? []));
  const seen = Number.isFinite(detectable)
    ? ` This evidence could show ${formatChange(detectable, null)} or more.`
    : '';
  const more = spent ? 'set `max-repeats` higher' : rerun(report);
  return `Not settled: ${more} for more evidence${spent ? `, and ${rerun(report)}` : ''}.${seen}`;
}

/** As a command where the workflow run is known; a re-run adds its jobs to those there are. */
function rerun({ runUrl }: Report): string {
  const id = runUrl === null ? undefined : /\/actions\/runs\/(\d+)/.exec(runUrl)?.[1];
  return id === undefined ? 'run this again' : `re-run this: ${escapeCode(`gh run rerun ${id}`)}`;
}
