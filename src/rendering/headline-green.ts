// The headline where nothing regressed: what the evidence rules out, and what it could still hide.

import { isNotShown } from '../domain/comparison.ts';
import type { Report } from '../domain/report.ts';
import { generalLimit } from './bounds.ts';
import { areTimes } from './metric-words.ts';
import { describeLimits, formatChange, formatInterval } from './numbers.ts';
import type { Row } from './rows.ts';
import { countOf } from './words.ts';

/** `not slower: latency −2.2…+2.4 %, limit 5 %`, in terms of what is ruled out; all rows are unchanged. */
export function summariseGreen(rows: readonly Row[], report: Report): string {
  if (rows.every(({ comparison }) => comparison.reason === 'identical-model'))
    return report.mode === 'record' ? 'the same bytes as the last record' : 'identical model, nothing to measure';
  const sampled = rows.filter(({ comparison }) => comparison.metric.kind === 'sampled');
  if (sampled.length === 0) return `no regression in ${countOf(rows.length, 'comparison')}`;
  const general = generalLimit(report);
  const limit = general === undefined ? '' : `, limit ${describeLimits([general])}`;
  const hiding = sampled.filter(({ comparison }) => isNotShown(comparison));
  const [worst] = hiding;
  if (worst === undefined) {
    const times = areTimes(sampled.map(({ comparison }) => comparison));
    return `not ${times ? 'slower' : 'worse'}: ${describeBounds(sampled)}${limit}`;
  }
  const what = hiding.length === 1 ? worst.comparison.metric.label : `${hiding.length} of ${sampled.length}`;
  return `no regression found, but ${what} not shown${describeHidden(worst)}${limit}`;
}

function describeHidden(worst: Row): string {
  return worst.comparison.rulesOutAbove === null ? '' : ` (could hide up to ${toOwnDirection(worst)})`;
}

const MOST_METRICS = 3;

/** One comparison with its interval; of several the worst case of each metric. */
function describeBounds(sampled: readonly Row[]): string {
  const [only] = sampled;
  const interval = sampled.length === 1 ? (only?.comparison.interval ?? null) : null;
  // The interval is the one of the red rule, and wider than what the evidence rules out.
  if (only !== undefined && interval !== null && interval[1] <= (only.comparison.limit ?? 0)) {
    return `${only.comparison.metric.label} ${formatInterval(only.comparison)} %`;
  }
  const names = [...new Set(sampled.map(({ comparison }) => comparison.metric.name))];
  return names
    .slice(0, MOST_METRICS)
    .flatMap((name) => {
      const own = sampled.filter(({ comparison }) => comparison.metric.name === name);
      const [worst] = own.sort((a, b) => (b.comparison.rulesOutAbove ?? 0) - (a.comparison.rulesOutAbove ?? 0));
      return worst === undefined ? [] : [`${worst.comparison.metric.label} at most ${toOwnDirection(worst)}`];
    })
    .join(', ');
}

function toOwnDirection({ comparison }: Row): string {
  const bound = comparison.rulesOutAbove;
  return formatChange(bound !== null && comparison.metric.direction === 'higher' ? -bound : bound, comparison.noise);
}
