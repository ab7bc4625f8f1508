// Units of metrics and how they convert into one another. Rates are `something/s`; what is counted is free.

/** Each family's units in terms of its first one. */
const FAMILIES: readonly Readonly<Record<string, number>>[] = [
  { ms: 1, ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, s: 1e3, sec: 1e3, min: 6e4, h: 3.6e6 },
  { B: 1, bytes: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 },
  { mJ: 1, uJ: 1e-3, µJ: 1e-3, J: 1e3, kJ: 1e6, Wh: 3.6e6 },
  { W: 1, mW: 1e-3, kW: 1e3 },
  { '%': 1, percent: 1, Percent: 1, pp: 1 },
  { '°C': 1, C: 1, celsius: 1 },
  { dB: 1 },
];

/** What people call so many of anything in a second. */
const RATES: ReadonlySet<string> = new Set(['/s', '1/s', 'FPS', 'fps', 'qps', 'QPS', 'Hz', 'ops', 'it/s']);

const PER = /^(.*)\/(ns|us|µs|ms|s|sec|second|min)$/;

/**
 * A value in another unit; undefined where the two do not convert. The plain rate `/s` takes any rate (`ops/ms`,
 * `FPS`, `tokens/s`); one that names what it counts takes its own only.
 */
export function convert(value: number, from: string, to: string): number | undefined {
  if (from === to) return value;
  const family = FAMILIES.find((units) => Object.hasOwn(units, from) && Object.hasOwn(units, to));
  if (family !== undefined) return (value * (family[from] ?? Number.NaN)) / (family[to] ?? Number.NaN);
  const [source, target] = [toRate(from), toRate(to)];
  if (source === undefined || target === undefined) return undefined;
  if (target.counted !== '' && !isSame(source.counted, target.counted)) return undefined;
  return value * (source.perSecond / target.perSecond);
}

/** Whether a value in one unit can be told in the other. */
export function isConvertible(from: string, to: string): boolean {
  return convert(1, from, to) !== undefined;
}

/** Which way is better for what such a unit measures: times, sizes and energy are costs, rates are gains; else unknown. */
export function usualDirection(unit: string): 'lower' | 'higher' | undefined {
  if (toRate(unit) !== undefined) return 'higher';
  return ['ms', 'B', 'mJ', 'W', '°C'].some((cost) => isConvertible(unit, cost)) ? 'lower' : undefined;
}

interface Rate {
  /** `tokens`, `B`, or empty for anything. */
  readonly counted: string;
  readonly perSecond: number;
}

function toRate(unit: string): Rate | undefined {
  if (RATES.has(unit)) return { counted: '', perSecond: 1 };
  const [, counted = '', time = ''] = PER.exec(unit) ?? [];
  if (time === '') return undefined;
  const ms = convert(1, time === 'second' ? 's' : time, 'ms');
  return ms === undefined ? undefined : { counted, perSecond: 1000 / ms };
}

/** `token/s` and `tokens/s` count the same. */
function isSame(a: string, b: string): boolean {
  const singular = (name: string) => name.toLowerCase().replace(/s$/, '');
  return singular(a) === singular(b);
}
