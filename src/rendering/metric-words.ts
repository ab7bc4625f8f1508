// Changes of metrics in words: slower, larger, more layers on the CPU.

import type { Comparison } from '../domain/comparison.ts';
import type { Metric } from '../domain/metric.ts';
import { changeInOwnDirection, formatChange, formatShare } from './numbers.ts';

/** How a sentence about a model goes on, where the metric rose and where it fell; by name, then by unit. */
const PHRASES: Readonly<Record<string, readonly [rose: string, fell: string]>> = {
  latency: ['is % slower', 'is % faster'],
  model_size: ['is % larger', 'is % smaller'],
  MB: ['needs % more #', 'needs % less #'],
  B: ['needs % more #', 'needs % less #'],
  tokens: ['uses % more #', 'uses % fewer #'],
  ms: ['takes % longer in #', 'takes % less in #'],
};
const COUNTED = ['has % more #', 'has % fewer #'] as const;
const OTHER = ['has % more #', 'has % less #'] as const;

/** What a model does differently, as the rest of a sentence: `is 80 % slower`, `has 3 more layers on CPU`. */
export function describeChange(comparison: Comparison): string {
  const { metric, baseline, candidate, noise } = comparison;
  const { name, label, unit, kind } = metric;
  const counted = kind === 'exact' && unit === '' && baseline !== null && candidate !== null;
  const change = counted ? candidate - baseline : changeInOwnDirection(comparison);
  if (change === null) return `changed in ${label}`;
  const [rose, fell] = counted ? COUNTED : (PHRASES[name] ?? PHRASES[unit] ?? OTHER);
  const amount = counted ? String(Math.abs(change)) : formatShare(Math.abs(change), noise);
  return (change > 0 ? rose : fell).replace('%', () => amount).replace('#', () => label);
}

/** What an unchanged comparison's evidence says of its worst case: `no slower than +2.1 %`, `could hide up to +9 %`. */
export function describeBound(metric: Metric, bound: number, noise: number | null, hides: boolean): string {
  const amount = formatChange(metric.direction === 'lower' ? bound : -bound, noise);
  if (hides) return `could hide up to ${amount}`;
  return `no ${metric.unit === 'ms' ? 'slower' : 'worse'} than ${amount}`;
}

/** Whether all of these are times, so that better is faster. */
export function areTimes(comparisons: readonly Comparison[]): boolean {
  return comparisons.every(({ metric }) => metric.unit === 'ms');
}
