// A badge in the format of shields.io's endpoint: the worst that a report says, or the level where it says nothing bad.

import { type Comparison, counts } from '../domain/comparison.ts';
import { allComparisons, type Report } from '../domain/report.ts';
import { changeInOwnDirection, formatChange, formatValue } from './numbers.ts';
import { VERDICT_ORDER } from './words.ts';

const COLORS = { regressed: 'red', inconclusive: 'lightgrey', improved: 'brightgreen', unchanged: 'green' } as const;

/** JSON as https://shields.io/badges/endpoint-badge reads it. */
export function renderBadge(report: Report): string {
  const counted = allComparisons(report)
    .map(({ comparison }) => comparison)
    .filter((comparison) => counts(comparison) && comparison.metric.kind === 'sampled');
  const verdict = VERDICT_ORDER.find((candidate) => counted.some((one) => one.verdict === candidate));
  const shown = counted.find((one) => one.verdict === verdict);
  return `${JSON.stringify({
    schemaVersion: 1,
    label: shown?.metric.label ?? 'latency',
    message: shown === undefined ? 'not measured' : toMessage(shown),
    color: verdict === undefined || shown?.candidate === null ? 'lightgrey' : COLORS[verdict],
  })}\n`;
}

function toMessage(comparison: Comparison): string {
  const { metric, noise, candidate, verdict } = comparison;
  const level = candidate === null ? 'unknown' : formatValue(candidate, metric, noise);
  const moved = verdict === 'regressed' || verdict === 'improved';
  return moved ? `${level} (${formatChange(changeInOwnDirection(comparison), noise)})` : level;
}
