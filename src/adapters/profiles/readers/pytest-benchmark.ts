// pytest-benchmark: seconds; `machine_info` is the environment.

import * as z from 'zod';
import { quantile } from '../../../domain/statistics.ts';
import {
  type Benchmark,
  check,
  facts,
  hasKeys,
  namedReading,
  type Reader,
  type ReadOptions,
  reading,
  toNumber,
  toNumbers,
} from '../reader.ts';

const File = z.looseObject({
  machine_info: z.record(z.string(), z.unknown()).default({}),
  benchmarks: z
    .array(
      z.looseObject({
        name: z.string(),
        fullname: z.string().optional(),
        extra_info: z.record(z.string(), z.unknown()).nullish(),
        stats: z.record(z.string(), z.unknown()),
      }),
    )
    .min(1, 'holds no benchmark: did every test fail?'),
});
type Entry = z.output<typeof File>['benchmarks'][number];

function toBenchmark({ name, fullname, stats, extra_info: extra }: Entry, options: ReadOptions): Benchmark {
  const data = toNumbers(stats['data']);
  const told = stats['median'] === undefined ? 'mean' : 'median';
  const declared = options.metrics.filter((metric) => toNumber(extra?.[metric.name]) !== undefined);
  return {
    name: fullname ?? name,
    readings: [
      ...reading('latency', stats[told], 's', { statistic: told, samples: data }),
      ...reading('latency_mean', stats['mean'], 's'),
      ...(data.length < 2 ? [] : reading('latency_p95', quantile(data, 0.95), 's')),
      ...declared.flatMap((metric) => namedReading(metric.name, extra?.[metric.name], '', options)),
    ],
  };
}

export const pytestBenchmark: Reader = {
  tool: 'pytest-benchmark',
  format: 'JSON (`--benchmark-json`)',
  reads: ['latency', 'latency_mean', 'latency_p95'],
  readsToo: 'numbers of `extra_info` that are declared under `metrics`',
  environment: ['host', 'cpu', 'os', 'arch', 'python', 'python_version'],
  samples: true,
  fixture: { file: 'pytest-benchmark.json', by: 'pytest-benchmark 5.3.1' },
  recognises: ({ json }) =>
    hasKeys(json, 'benchmarks') &&
    (hasKeys(json, 'machine_info') || [json['benchmarks']].flat().some((one) => hasKeys(one, 'name', 'stats'))),
  read: ({ json }, options) => {
    const { machine_info: machine, benchmarks } = check(File, json);
    const cpu = hasKeys(machine['cpu']) ? machine['cpu'] : {};
    return {
      benchmarks: benchmarks.map((entry) => toBenchmark(entry, options)),
      environment: facts({
        host: machine['node'],
        cpu: cpu['brand_raw'] ?? cpu['brand'] ?? machine['processor'],
        os: machine['system'],
        arch: machine['machine'],
        python: machine['python_implementation'],
        python_version: machine['python_version'],
      }),
    };
  },
};
