// What several devices say together: a small change everywhere that no single device could show.

import type { FleetChange } from '../domain/fleet.ts';
import type { Metric } from '../domain/metric.ts';
import { metricIn, type Report } from '../domain/report.ts';
import { escapeCode, escapeText } from './escape.ts';
import { formatChange, formatRange } from './numbers.ts';

/** Pooled changes that exclude "no change", the largest first; a place for what needs no fold. */
export function renderFleet({ fleet, subjects }: Report): readonly string[] {
  const told = fleet.filter(({ interval: [low, high] }) => low > 0 || high < 0);
  return told.length === 0 ? [] : [toLines(told, subjects)];
}

/** All of them, for the part on how it was decided. */
export function renderWholeFleet({ fleet, subjects }: Report): string | undefined {
  return fleet.length === 0 ? undefined : toLines(fleet, subjects);
}

function toLines(fleet: readonly FleetChange[], subjects: Report['subjects']): string {
  const sorted = [...fleet].sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
  return sorted
    .map((one) => {
      const metric = metricIn(subjects, one.metric);
      const label = escapeText(metric?.label ?? one.metric);
      return `- ${label} of ${escapeCode(one.model)} ${describeFleet(one, metric?.direction)}`;
    })
    .join('\n');
}

/** `over its 30 devices together: +3.0 % (+2.1…+3.9)`, and how much they differ where they do. */
export function describeFleet(
  { devices, change, interval, heterogeneity }: FleetChange,
  direction: Metric['direction'] = 'lower',
): string {
  const own = formatChange(direction === 'lower' ? change : -change, 0);
  const differ =
    heterogeneity > 0.001 ? `; from device to device it differs by ${(heterogeneity * 100).toFixed(1)} %` : '';
  return `over its ${devices} devices together: ${own} (${formatRange(interval, direction, 0)})${differ}`;
}
