// The way in: one file of another tool, whichever it is, to the benchmarks in it. The backends `results` and `command`
// use this and nothing else of the folder.

import type { Environment } from '../../domain/device.ts';
import { matches } from '../../domain/waiver.ts';
import type { Benchmark, Reader, ReadOptions } from './reader.ts';
import { READERS } from './readers/index.ts';
import { openResultFile } from './result-file.ts';

/** What one file tells. */
export interface Results {
  readonly tool: string;
  /** Distinct names, in the file's order; at least one. */
  readonly benchmarks: readonly Benchmark[];
  /** Of the whole file; each benchmark may know more. */
  readonly environment: Environment;
  /** The sitting in which it was measured, where the file tells it. */
  readonly session: string | undefined;
  /** What the file holds and nobody reads, a phrase each. */
  readonly unread: readonly string[];
}

const NO_OPTIONS: ReadOptions = { metrics: [] };

/** The tools whose files are read, for messages. */
export const KNOWN_FORMATS = [...new Set(READERS.map(({ tool }) => tool))].join(', ');

/**
 * Reads a file by what it holds. Throws an Error whose message says what is wrong with it. A benchmark that failed or
 * was skipped is there, with the reason, and without readings.
 * @example readResults('bench.json', bytes).benchmarks[0]?.readings // [{ metric: { name: 'latency', … }, value: 12.1 }]
 */
export function readResults(name: string, bytes: Buffer, options: ReadOptions = NO_OPTIONS): Results {
  const file = openResultFile(name, bytes);
  const reader = READERS.find((one) => one.recognises(file));
  if (reader === undefined) {
    const what =
      file.json !== undefined || file.rows.length > 0
        ? 'JSON or CSV of no known kind'
        : 'neither JSON nor a log with timings';
    throw new Error(`it is ${what}; known are: ${KNOWN_FORMATS}`);
  }
  const content = reader.read(file, options);
  const benchmarks = content.benchmarks.map(withoutZeros);
  refuseDoubles(benchmarks, reader);
  if (benchmarks.length === 0) throw new Error(`the file of ${reader.tool} holds no benchmark`);
  const { environment = {}, unread = [], session } = content;
  return { tool: reader.tool, benchmarks, environment, session, unread };
}

/** A time or a rate of zero was not measured; where nothing else is left, neither was the benchmark. */
function withoutZeros(benchmark: Benchmark): Benchmark {
  if (benchmark.failure !== undefined) return benchmark;
  const readings = benchmark.readings.filter(({ metric, value }) => metric.kind === 'exact' || value > 0);
  const zero = benchmark.readings.find((one) => !readings.includes(one) && one.metric.gates);
  if (zero !== undefined) return { ...benchmark, readings: [], failure: `its ${zero.metric.label} is ${zero.value}` };
  return readings.length > 0
    ? { ...benchmark, readings }
    : { ...benchmark, readings, failure: 'it tells no number that is read' };
}

function refuseDoubles(benchmarks: readonly Benchmark[], { tool }: Reader): void {
  const names = benchmarks.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  const count = names.filter((name) => name === twice).length;
  throw new Error(`the file of ${tool} holds ${count} results named "${twice}"; give each a name of its own`);
}

/** The benchmarks whose names fit one of the patterns, in which * stands for any characters; all where there is none. */
export function selectBenchmarks(benchmarks: readonly Benchmark[], patterns: readonly string[]): readonly Benchmark[] {
  if (patterns.length === 0) return benchmarks;
  const selected = benchmarks.filter(({ name }) => patterns.some((pattern) => matches(pattern, name)));
  const [first] = patterns.filter((pattern) => !benchmarks.some(({ name }) => matches(pattern, name)));
  if (first === undefined) return selected;
  const listed = benchmarks.slice(0, 5).map(({ name }) => name);
  throw new Error(
    `it holds no benchmark named "${first}", but ${listed.join(', ')}${benchmarks.length > 5 ? ', …' : ''}`,
  );
}
