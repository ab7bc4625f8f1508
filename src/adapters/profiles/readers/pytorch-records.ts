// PyTorch's benchmark records, version 3: a list, or one record a line. The unit often stands in the metric's name.

import { messageOf } from '../../../domain/errors.ts';
import type { MetricName } from '../../../domain/metric.ts';
import { median } from '../../../domain/statistics.ts';
import {
  type Benchmark,
  facts,
  hasKeys,
  namedReading,
  type Reader,
  type Reading,
  type ReadOptions,
  reading,
  toNumbers,
} from '../reader.ts';

/** Names that PyTorch's own benchmarks use; their statistic where the name tells it. */
const KNOWN: Readonly<Record<string, readonly [name: MetricName, statistic?: string]>> = {
  avg_inference_latency: ['latency', 'mean'],
  inference_latency: ['latency'],
  latency: ['latency'],
  generate_time: ['latency'],
  load_time: ['load_time'],
  model_load_time: ['load_time'],
  compilation_time: ['compile_time'],
  peak_inference_mem_usage: ['peak_memory'],
  peak_memory: ['peak_memory'],
  memory: ['peak_memory'],
  token_per_sec: ['tokens_per_second'],
  tokens_per_sec: ['tokens_per_second'],
  tokens_per_second: ['tokens_per_second'],
  time_to_first_token: ['ttft'],
  ttft: ['ttft'],
  throughput: ['throughput'],
};

const UNITS: Readonly<Record<string, string>> = { mb: 'MB', gb: 'GB', kb: 'kB', 'tok/s': 'tokens/s', seconds: 's' };

function toReadings(
  metric: Readonly<Record<string, unknown>>,
  options: ReadOptions,
  unread: string[],
): readonly Reading[] {
  const values = toNumbers(metric['benchmark_values']);
  if (values.length === 0) return [];
  const [, base = '', inName = ''] = /^(.*?)\s*(?:\(([^)]*)\))?$/.exec(String(metric['name'])) ?? [];
  const written = inName || String(metric['unit'] ?? '');
  const unit = UNITS[written.toLowerCase()] ?? written;
  const known =
    KNOWN[
      base
        .trim()
        .toLowerCase()
        .replaceAll(/[\s-]+/g, '_')
    ];
  if (known !== undefined)
    return reading(known[0], median(values), unit, { statistic: known[1] ?? 'median', samples: values });
  try {
    return namedReading(base, median(values), unit, options);
  } catch (error) {
    unread.push(messageOf(error));
    return [];
  }
}

/** Whose numbers a record holds. */
function nameOf(record: Readonly<Record<string, unknown>>): string {
  const [model, benchmark] = ['model', 'benchmark'].map((key) => (hasKeys(record[key]) ? record[key] : {}));
  return [model?.['name'], model?.['backend'], benchmark?.['name'], benchmark?.['mode'], benchmark?.['dtype']]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' ');
}

export const pytorchRecords: Reader = {
  tool: 'PyTorch benchmark records v3',
  format: 'JSON, JSON lines',
  reads: [...new Set(Object.values(KNOWN).map(([name]) => name))],
  readsToo: 'other metrics whose unit tells which way is better, or that are declared under `metrics`',
  environment: ['runner', 'runner_type', 'accelerator'],
  samples: true,
  fixture: { file: 'pytorch-records.json', by: null },
  recognises: ({ rows }) =>
    hasKeys(rows[0], 'metric', 'benchmark') && hasKeys(rows[0]['metric'], 'name', 'benchmark_values'),
  read: ({ rows }, options) => {
    const unread: string[] = [];
    const benchmarks = new Map<string, Reading[]>();
    for (const row of rows) {
      const metric = hasKeys(row['metric']) ? row['metric'] : {};
      const readings = toReadings(metric, options, unread);
      benchmarks.set(nameOf(row), [...(benchmarks.get(nameOf(row)) ?? []), ...readings]);
    }
    const runners = rows.flatMap((row) => (Array.isArray(row['runners']) ? row['runners'] : []));
    const runner = hasKeys(runners[0]) ? runners[0] : {};
    return {
      benchmarks: [...benchmarks].map(([name, readings]): Benchmark => ({ name, readings })),
      environment: facts({ runner: runner['name'], runner_type: runner['type'], accelerator: runner['gpu_info'] }),
      unread,
    };
  },
};
