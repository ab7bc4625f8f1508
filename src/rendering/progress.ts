// What is said while it is measured: why more is measured, how much, and how long that takes.

import type { Comparison } from '../domain/comparison.ts';
import { plural } from '../domain/plural.ts';
import { formatChange } from './numbers.ts';

/** More jobs or pairs of one model on one device. */
export interface More {
  readonly model: string;
  readonly device: string;
  readonly comparisons: readonly Comparison[];
  readonly count: number;
  /** Null where nothing tells how long one takes. */
  readonly seconds: number | null;
}

/**
 * One line, such as `net on local: latency looks +41 % slower: 3 more pairs to confirm, about 10 s`. It is about the
 * comparison that asks for the most.
 */
export function describeMore({ model, device, comparisons, count, seconds }: More): string {
  const [first] = comparisons.filter(({ metric }) => metric.gates).sort((a, b) => b.wants - a.wants);
  const unit = first?.paired === true ? 'pair' : 'job';
  const amount = `${count} more ${plural(count, unit)}`;
  const time = seconds === null ? '' : `, about ${describeTime(seconds)}`;
  const why = first === undefined ? 'not clear yet' : describeLook(first);
  return `${model} on ${device}: ${why}: ${amount} to confirm${time}`;
}

function describeLook({ change, noise, metric }: Comparison): string {
  if (change === null || change === 0) return `${metric.label} is not clear yet`;
  const [worse, better] = metric.unit === 'ms' ? ['slower', 'faster'] : ['worse', 'better'];
  return `${metric.label} looks ${formatChange(change, noise)} ${change > 0 ? worse : better}`;
}

function describeTime(seconds: number): string {
  return seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
}
