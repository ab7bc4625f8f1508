// JMH: JSON (-rf json) or CSV (-rf csv). The mode tells the direction; one that counts operations is a throughput.

import { distinguish } from '../distinguish.ts';
import {
  type Benchmark,
  type FileContent,
  facts,
  hasKeys,
  type Reader,
  reading,
  toNumber,
  toNumbers,
} from '../reader.ts';

interface Score {
  readonly name: string;
  readonly mode: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly score: unknown;
  /** `ops/s`, `us/op`. */
  readonly unit: string;
  readonly samples: readonly number[];
  readonly percentiles: Readonly<Record<string, unknown>>;
}

const MODES: Readonly<Record<string, string>> = {
  Throughput: 'thrpt',
  AverageTime: 'avgt',
  SampleTime: 'sample',
  SingleShotTime: 'ss',
};

function toBenchmarks(scores: readonly Score[]): readonly Benchmark[] {
  const names = distinguish(
    scores.map(({ name, mode, parameters }) => ({ name, parameters: { mode, ...parameters } })),
  );
  return scores.map((score, index) => toBenchmark(names[index] ?? score.name, score));
}

function toBenchmark(name: string, { mode, score, unit, samples, percentiles }: Score): Benchmark {
  const value = toNumber(score);
  if (value === undefined) return { name, readings: [], failure: 'it has no score' };
  const told = { statistic: 'mean', samples };
  if (mode === 'thrpt') return { name, readings: reading('throughput', value, unit, told) };
  const time = unit.replace(/\/op$/, '');
  const tails =
    mode === 'sample'
      ? ([
          ['latency_median', '50.0'],
          ['latency_p95', '95.0'],
          ['latency_p99', '99.0'],
        ] as const)
      : [];
  return {
    name,
    readings: [
      ...reading('latency', value, time, told),
      ...tails.flatMap(([metric, percentile]) => reading(metric, percentiles[percentile], time)),
    ],
  };
}

function fromJson(row: Readonly<Record<string, unknown>>): Score {
  const metric = hasKeys(row['primaryMetric']) ? row['primaryMetric'] : {};
  const raw = Array.isArray(metric['rawData']) ? metric['rawData'].flat() : [];
  return {
    name: String(row['benchmark']),
    mode: String(row['mode']),
    parameters: hasKeys(row['params']) ? row['params'] : {},
    score: metric['score'],
    unit: String(metric['scoreUnit']),
    samples: toNumbers(raw),
    percentiles: hasKeys(metric['scorePercentiles']) ? metric['scorePercentiles'] : {},
  };
}

function fromCsv(row: Readonly<Record<string, unknown>>): Score {
  const parameters = Object.entries(row).filter(([column]) => column.startsWith('Param: '));
  return {
    name: String(row['Benchmark']),
    mode: MODES[String(row['Mode'])] ?? String(row['Mode']),
    parameters: Object.fromEntries(parameters.map(([column, value]) => [column.slice('Param: '.length), value])),
    score: row['Score'],
    unit: String(row['Unit']),
    samples: [],
    percentiles: {},
  };
}

function read(rows: readonly Readonly<Record<string, unknown>>[]): FileContent {
  const [first = {}] = rows;
  if ('primaryMetric' in first) {
    return {
      benchmarks: toBenchmarks(rows.map(fromJson)),
      environment: facts({
        jdk: first['jdkVersion'],
        vm: first['vmName'],
        vm_version: first['vmVersion'],
        jmh: first['jmhVersion'],
      }),
    };
  }
  // Percentiles are rows of their own there, named `benchmark:p0.50`.
  const main = rows.filter((row) => !/:p\d|:·/.test(String(row['Benchmark'])));
  return { benchmarks: toBenchmarks(main.map(fromCsv)) };
}

export const jmh: Reader = {
  tool: 'JMH',
  format: 'JSON, CSV (`-rf json`, `-rf csv`)',
  reads: ['throughput', 'latency', 'latency_median', 'latency_p95', 'latency_p99'],
  environment: ['jdk', 'vm', 'vm_version', 'jmh'],
  samples: true,
  fixture: { file: 'jmh.json', by: 'JMH 1.37' },
  recognises: ({ json, rows }) =>
    hasKeys(rows[0], 'benchmark', 'mode', 'primaryMetric') ||
    (json === undefined && hasKeys(rows[0], 'Benchmark', 'Mode', 'Score', 'Unit')),
  read: ({ rows }) => read(rows),
};
