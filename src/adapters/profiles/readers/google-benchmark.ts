// Google Benchmark, in JSON or CSV. The context of the JSON is the environment.

import * as z from 'zod';
import type { Environment } from '../../../domain/device.ts';
import { findUnread, toBenchmarks } from '../google-benchmark-rows.ts';
import { check, type FileContent, facts, hasKeys, type Reader, type ReadOptions } from '../reader.ts';

const File = z.looseObject({
  benchmarks: z.array(z.unknown()),
  context: z.record(z.string(), z.unknown()).default({}),
});

function read(rows: readonly unknown[], environment: Environment, options: ReadOptions): FileContent {
  const unread = findUnread(rows, options);
  return {
    benchmarks: toBenchmarks(rows, options),
    environment,
    unread: unread.map((counter) => `the counter ${counter} (declare it under metrics)`),
  };
}

function toFacts(context: Readonly<Record<string, unknown>>): Environment {
  const caches = Array.isArray(context['caches']) ? context['caches'] : [];
  const known = caches.filter((cache) => hasKeys(cache, 'level', 'type', 'size'));
  return facts({
    host: context['host_name'],
    mhz: context['mhz_per_cpu'],
    cores: context['num_cpus'],
    cpu_scaling: context['cpu_scaling_enabled'],
    caches: known.map((cache) => `L${cache['level']} ${cache['type']} ${cache['size']}`).join(', '),
    build_type: context['library_build_type'],
  });
}

const SHARED = {
  tool: 'Google Benchmark',
  reads: ['latency', 'latency_p95', 'cpu_time', 'throughput', 'bytes_per_second'],
  readsToo: 'counters that are declared under `metrics`',
} as const;

export const googleBenchmark: Reader = {
  ...SHARED,
  format: 'JSON (`--benchmark_format=json`)',
  environment: ['host', 'mhz', 'cores', 'cpu_scaling', 'caches', 'build_type'],
  samples: true,
  fixture: { file: 'google-benchmark.json', by: 'Google Benchmark 1.7.1' },
  recognises: ({ json }) =>
    hasKeys(json, 'benchmarks') &&
    !hasKeys(json, 'machine_info') &&
    [json['benchmarks']].flat().some((row) => hasKeys(row, 'name') && !hasKeys(row, 'stats')),
  read: ({ json }, options) => {
    const { benchmarks, context } = check(File, json);
    return read(benchmarks, toFacts(context), options);
  },
};

export const googleBenchmarkCsv: Reader = {
  ...SHARED,
  format: 'CSV (`--benchmark_format=csv`)',
  environment: [],
  samples: false,
  fixture: { file: 'google-benchmark.csv', by: 'Google Benchmark 1.7.1' },
  recognises: ({ json, rows }) => json === undefined && hasKeys(rows[0], 'name', 'real_time', 'cpu_time', 'time_unit'),
  read: ({ rows }, options) => {
    const told = rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== '')));
    return read(told, {}, options);
  },
};
