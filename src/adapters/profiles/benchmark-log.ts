// Reads the log of TensorFlow Lite's benchmark_model in the dialects of its versions.

/** What the log tells; times in milliseconds, memory in MB. A number that the log lacks is absent. */
export interface BenchmarkLog {
  /** `Inference (avg)`: the latency, for the official client of Embedl Hub as well. */
  readonly inferenceMs?: number;
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
  /** The log says that a GPU delegate was applied. */
  readonly onGpu?: true;
}

const NUMBER = '([-+]?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?)';
const TIMINGS = 'nference timings in us';
/** The oldest builds say `no stats`, those of 2019 and 2020 `Inference`. */
const INFERENCE = '(?:Inference \\(avg\\)|\\bInference|no stats): ';
const LONGEST_QUOTE = 200;

/** The log of one whole run. Throws an Error where it failed, broke off before its measurement, or holds several runs. */
export function readBenchmarkLog(text: string): BenchmarkLog & { readonly inferenceMs: number } {
  const error = /^.*?\bERROR: (.*)$/m.exec(text)?.[1]?.trim();
  if (error !== undefined) throw new Error(`the log tells an error: ${error.slice(0, LONGEST_QUOTE)}`);
  const runs = text.split('\n').filter((line) => line.includes(TIMINGS)).length;
  if (runs > 1) throw new Error(`the log holds ${runs} runs; one file is one job`);
  const log = parseBenchmarkLog(text);
  const { inferenceMs } = log;
  if (inferenceMs === undefined) throw new Error('the log ends before the measurement: it holds no "Inference (avg)"');
  if (inferenceMs === 0) throw new Error('the log tells an "Inference (avg)" of 0');
  return { ...log, inferenceMs };
}

/** Lines may begin with `INFO: ` or a logcat prefix; the first `count=` line is the warm-up, the last the measurement. */
export function parseBenchmarkLog(text: string): BenchmarkLog {
  const lines = text.split(/\r?\n/);
  const measured = lines.filter((line) => /\bcount=\d/.test(line)).at(-1) ?? '';
  const timings = lines.filter((line) => line.includes(TIMINGS)).at(-1) ?? '';
  const memory = lines.filter((line) => /emory footprint.*\boverall=/.test(line)).at(-1) ?? '';
  const us = (line: string, name: string) => scale(find(line, `\\b${name}=`), 0.001);
  const overall = find(memory, '\\boverall=');
  return dropMissing<BenchmarkLog>({
    inferenceMs: scale(find(timings, INFERENCE), 0.001),
    count: find(measured, '\\bcount='),
    minMs: us(measured, 'min'),
    maxMs: us(measured, 'max'),
    meanMs: us(measured, 'avg'),
    standardDeviationMs: us(measured, 'std'),
    medianMs: us(measured, 'median'),
    p95Ms: us(measured, 'p95'),
    initMs: scale(find(timings, '\\bInit: '), 0.001),
    firstInferenceMs: scale(find(timings, 'First inference: '), 0.001) ?? us(measured, 'first'),
    overallMemoryMb: overall === 0 ? undefined : overall,
    onGpu: text.includes('Explicitly applied GPU delegate') ? true : undefined,
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
