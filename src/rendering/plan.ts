// The plan of a gate as lines for a terminal.

import type { GatePlan, PlannedLimit, PlannedSubject } from '../domain/gate-plan.ts';
import { plural } from '../domain/plural.ts';

/** Each model on each device with its baseline, cost and limits; what is missing last. */
export function renderPlan({ backend, subjects, minutesPerJob, missing }: GatePlan): string {
  const first = subjects.reduce((sum, subject) => sum + subject.first, 0);
  const most = subjects.reduce((sum, subject) => sum + subject.most, 0);
  const minutes =
    minutesPerJob === null
      ? ''
      : ` (about ${(first * minutesPerJob).toFixed(1)} to ${(most * minutesPerJob).toFixed(1)} device minutes)`;
  const lines = [
    ...subjects.flatMap(describeSubject),
    `In all: ${first} before the first decision and at most ${most}${minutes}, on the backend ${backend}. Nothing was measured or spent.`,
    ...missing.map((line) => `- ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Metrics that are held against the same share a line. */
function groupLimits(limits: readonly PlannedLimit[]): readonly string[] {
  const groups = Map.groupBy(limits, ({ fails }) => fails);
  return [...groups].map(([fails, alike]) => `  fails on ${alike.map(({ metric }) => metric).join(', ')}: ${fails}`);
}

function describeSubject({ model, device, baseline, identical, unit, first, most, limits }: PlannedSubject): string[] {
  const cost = identical
    ? 'the same bytes as the baseline, nothing is measured'
    : `${first} ${plural(first, unit)} at first, at most ${most}`;
  return [`${model} on ${device}`, `  compared with ${baseline ?? 'nothing'}`, `  ${cost}`, ...groupLimits(limits), ''];
}
