// Reads the log of TensorFlow Lite's benchmark_model in the dialects of its versions.

/** What the log tells; times in milliseconds, memory in MB. A number that the log lacks is absent. */
export interface BenchmarkLog {
  readonly count?: number;
  readonly minMs?: number;
  readonly maxMs?: number;
  readonly meanMs?: number;
  readonly standardDeviationMs?: number;
  readonly medianMs?: number;
  readonly p95Ms?: number;
  readonly initMs?: number;
  readonly firstInferenceMs?: number;
  /** Growth of the whole process; the official client's peak memory. 0 means unknown and is left out. */
  readonly overallMemoryMb?: number;
}

const NUMBER = '([-+]?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?)';

/** Lines may begin with `INFO: ` or a logcat prefix; the first `count=` line is the warm-up, the last the measurement. */
export function parseBenchmarkLog(text: string): BenchmarkLog {
  const lines = text.split(/\r?\n/);
  const measured = lines.filter((line) => /\bcount=\d/.test(line)).at(-1) ?? '';
  const timings = lines.filter((line) => line.includes('Inference timings in us')).at(-1) ?? '';
  const memory = lines.filter((line) => line.includes('Memory footprint delta')).at(-1) ?? '';
  const us = (line: string, name: string) => scale(find(line, `\\b${name}=`), 0.001);
  const overall = find(memory, '\\boverall=');
  return dropMissing({
    count: find(measured, '\\bcount='),
    minMs: us(measured, 'min'),
    maxMs: us(measured, 'max'),
    meanMs: us(measured, 'avg') ?? scale(find(timings, 'Inference \\(avg\\): '), 0.001),
    standardDeviationMs: us(measured, 'std'),
    medianMs: us(measured, 'median'),
    p95Ms: us(measured, 'p95'),
    initMs: scale(find(timings, '\\bInit: '), 0.001),
    firstInferenceMs: scale(find(timings, 'First inference: '), 0.001) ?? us(measured, 'first'),
    overallMemoryMb: overall === 0 ? undefined : overall,
  });
}

function find(line: string, before: string): number | undefined {
  const match = new RegExp(`${before}${NUMBER}`).exec(line);
  const value = Number(match?.[1]);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

function scale(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}

type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined };

function dropMissing<T extends object>(values: Optional<T>): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
