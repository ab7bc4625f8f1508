// Why a verdict fell, in numbers that a person can check.

import type { Comparison } from '../domain/comparison.ts';
import type { Trace } from '../domain/trace.ts';
import { describeLimits, formatChange } from './numbers.ts';

/** `Slower by 38.8 to 44.6 %; the limit is 5 %; the measured jobs do not overlap.` */
export function explain(comparison: Comparison, trace: Trace | undefined): string {
  const { interval, explanation, verdict, reason, noise, limit, metric } = comparison;
  if (interval === null || reason === 'over-budget') return explanation;
  const parts = [
    describeRange(comparison, interval),
    ...(limit === null ? [] : [`the limit is ${describeLimits([{ unit: '%', value: limit }])}`]),
    ...(verdict === 'unchanged' ? describeRuledOut(comparison, metric.direction === 'lower' ? 1 : -1, noise) : []),
    ...(trace === undefined ? [] : describeOverlap(trace)),
  ];
  const sentence = `${parts.join('; ')}.`;
  return verdict === 'inconclusive' ? `${sentence} ${explanation}` : sentence;
}

function describeRange({ metric, noise }: Comparison, [low, high]: readonly [number, number]): string {
  const [worse, better] = metric.unit === 'ms' ? ['Slower', 'Faster'] : ['Worse', 'Better'];
  if (low > 0) return `${worse} by ${between(low, high, noise)}`;
  if (high < 0) return `${better} by ${between(-high, -low, noise)}`;
  const least = formatChange(-low, noise).replace(/^\+/, '');
  const most = formatChange(high, noise).replace(/^\+/, '');
  return `Between ${least} ${better.toLowerCase()} and ${most} ${worse.toLowerCase()}`;
}

function between(least: number, most: number, noise: number | null): string {
  const [from, to] = [least, most].map((end) => formatChange(end, noise).replace(/^\+/, ''));
  return `${from?.replace(/ %$/, '')} to ${to}`;
}

function describeRuledOut({ rulesOutAbove }: Comparison, sign: number, noise: number | null): readonly string[] {
  return rulesOutAbove === null ? [] : [`ruled out is more than ${formatChange(sign * rulesOutAbove, noise)}`];
}

function describeOverlap({ baseline, candidate }: Trace): readonly string[] {
  if (baseline.length === 0 || candidate.length < 2) return [];
  const [low, high] = [Math.min(...baseline), Math.max(...baseline)];
  const within = candidate.filter((value) => value >= low && value <= high).length;
  const apart = candidate.every((value) => value > high) || candidate.every((value) => value < low);
  return [
    apart
      ? 'the measured jobs do not overlap'
      : `${within} of ${candidate.length} candidate values lie within the baseline's range`,
  ];
}
