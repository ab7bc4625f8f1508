// Numbers and units as people read them: with as many digits as the noise allows, and never more.

import type { Comparison } from '../domain/comparison.ts';
import type { Limit } from '../domain/limit.ts';
import type { Metric } from '../domain/metric.ts';

/** Units from large to small, each with the least value (in the metric's unit) that is shown in it. */
const SCALES: Readonly<Record<string, readonly (readonly [least: number, factor: number, unit: string])[]>> = {
  ms: [
    [1000, 1000, 's'],
    [0.1, 1, 'ms'],
    [0, 0.001, 'µs'],
  ],
  B: [
    [1e9, 1e9, 'GB'],
    [1e6, 1e6, 'MB'],
    [1e3, 1e3, 'kB'],
    [0, 1, 'B'],
  ],
  MB: [
    [1000, 1000, 'GB'],
    [1, 1, 'MB'],
    [0, 0.001, 'kB'],
  ],
  'B/s': [
    [1e9, 1e9, 'GB/s'],
    [1e6, 1e6, 'MB/s'],
    [1e3, 1e3, 'kB/s'],
    [0, 1, 'B/s'],
  ],
  '/s': [
    [1e9, 1e9, 'billion/s'],
    [1e6, 1e6, 'million/s'],
    [0, 1, '/s'],
  ],
  mJ: [
    [1000, 1000, 'J'],
    [0.1, 1, 'mJ'],
    [0, 0.001, 'µJ'],
  ],
};

/**
 * A level such as `12.3 ms`; `?` where there is none. `noise` is the spread as a fraction, null for exact values;
 * `unitOf` the level whose unit is used.
 */
export function formatValue(
  value: number | null,
  metric: Pick<Metric, 'unit'>,
  noise: number | null,
  unitOf: number = value ?? 0,
): string {
  if (value === null || !Number.isFinite(value)) return '?';
  // Counts and single bytes have no fractions.
  if (noise === null && (metric.unit === '' || (metric.unit === 'B' && value < 1000)))
    return `${Math.round(value)} ${metric.unit}`.trim();
  return formatScaled(value, metric.unit, digitsFor(noise), unitOf);
}

/** One side's level of a comparison; both sides are shown in one unit, that of the smaller. */
export function formatLevel(comparison: Comparison, side: 'baseline' | 'candidate'): string {
  const { baseline, candidate, metric, noise } = comparison;
  const value = comparison[side];
  const known = [baseline, candidate].flatMap((level) => (level !== null && level > 0 ? [level] : []));
  return formatValue(value, metric, noise, known.length > 0 ? Math.min(...known) : undefined);
}

/** Both sides' levels with their unit once: `12.3 → 14.0 ms`. */
export function formatLevels(comparison: Comparison): string {
  const from = formatLevel(comparison, 'baseline');
  const to = formatLevel(comparison, 'candidate');
  const unit = to.slice(to.lastIndexOf(' '));
  return `${unit.startsWith(' ') && from.endsWith(unit) ? from.slice(0, -unit.length) : from} → ${to}`;
}

/** The size of a change without a sign, for sentences: `13.9 %`, and `80 %` where decimals would say nothing more. */
export function formatShare(fraction: number, noise: number | null): string {
  const decimals = fraction >= ROUGH ? 0 : decimalsFor(fraction, noise);
  return `${(fraction * 100).toFixed(decimals)} %`;
}

const ROUGH = 0.2;

/** A change such as `+13.9 %` in the metric's own direction; `?` where it is not computable. */
export function formatChange(change: number | null, noise: number | null): string {
  if (change === null || !Number.isFinite(change)) return '?';
  return `${signed(change, decimalsFor(change, noise))} %`;
}

/** The change with the sign of the number itself, as a reader expects; the comparison's own says worse or better. */
export function changeInOwnDirection({ change, metric, baseline, candidate }: Comparison): number | null {
  if (metric.direction === 'lower' || change === null) return change;
  return baseline === null || candidate === null || baseline === 0 ? null : candidate / baseline - 1;
}

/** The interval of a change such as `+10…+18`, in the metric's own direction. */
export function formatInterval({ interval, noise, metric }: Pick<Comparison, 'interval' | 'noise' | 'metric'>): string {
  return interval === null ? '' : formatRange(interval, metric.direction, noise);
}

/** An interval of worsenings, in the direction of the metric itself. */
export function formatRange(
  [low, high]: readonly [low: number, high: number],
  direction: Metric['direction'],
  noise: number | null,
): string {
  const ends = direction === 'lower' ? [low, high] : [-high, -low];
  const decimals = Math.min(1, Math.max(...ends.map((end) => decimalsFor(end, noise))));
  return ends.map((end) => signed(end, decimals)).join('…');
}

/** A level of a metric in its own unit: `20 ms`, and `99 %` where that is its unit. */
export function describeLevel({ unit }: Pick<Metric, 'unit'>, level: number): string {
  return `${Number(level.toPrecision(6))} ${unit}`.trim();
}

/** Limits as the configuration writes them, separated by commas. */
export function describeLimits(limits: readonly Limit[]): string {
  return limits
    .map(({ metric, unit, value }) => {
      const amount = unit === '%' ? `${Number((value * 100).toPrecision(6))} %` : `${value} ${unit}`.trim();
      return metric === undefined ? amount : `${metric} ${amount}`;
    })
    .join(', ');
}

/** Milliseconds of a layer; `-` where the layer does not exist. */
export function formatMs(value: number | null): string {
  return value === null ? '-' : formatScaled(value, 'ms', 3);
}

/** A difference in milliseconds with its sign. */
export function formatMsDifference(value: number): string {
  return `${value < 0 ? '−' : '+'}${formatScaled(Math.abs(value), 'ms', 3)}`;
}

function formatScaled(value: number, unit: string, digits: number, unitOf: number = value): string {
  const scales = SCALES[unit] ?? [[0, 1, unit] as const];
  const [, factor, name] = scales.find(([least]) => Math.abs(unitOf) >= least) ?? [0, 1, unit];
  return `${formatDigits(value / factor, digits)} ${name}`.trim();
}

/** How long ago, in the largest unit that fits. */
export function formatAge(fromIso: string, toIso: string): string {
  const minutes = Math.max(0, Math.round((Date.parse(toIso) - Date.parse(fromIso)) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** Two significant digits where jobs differ by tens of percent, up to four where they hardly do. */
function digitsFor(noise: number | null): number {
  if (noise === null) return 4;
  return Math.min(4, Math.max(2, Math.round(1 - Math.log10(Math.max(noise, 1e-4)))));
}

function decimalsFor(change: number, noise: number | null): number {
  if (Math.abs(change) >= 1) return 0;
  if (noise === null || noise < 0.02) return 1;
  return noise < 0.05 && Math.abs(change) < 0.1 ? 1 : 0;
}

function formatDigits(value: number, digits: number): string {
  const rounded = Number(value.toPrecision(digits));
  const magnitude = rounded === 0 ? 0 : Math.floor(Math.log10(Math.abs(rounded)));
  return value.toFixed(Math.min(6, Math.max(0, digits - 1 - magnitude)));
}

function signed(fraction: number, decimals: number): string {
  const text = Math.abs(fraction * 100).toFixed(decimals);
  if (Number(text) === 0) return text;
  return `${fraction < 0 ? '−' : '+'}${text}`;
}
