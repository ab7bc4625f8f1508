// llama.cpp's llama-bench: JSON, JSON lines or CSV. One row is one test: prompt processing (`pp`) or generation (`tg`).

import { median } from '../../../domain/statistics.ts';
import { distinguish } from '../distinguish.ts';
import { type Benchmark, facts, hasKeys, type Reader, reading, toNumber, toNumbers } from '../reader.ts';
import type { ResultFile } from '../result-file.ts';

type Row = ResultFile['rows'][number];

/** Columns that say what was measured, or what a name says already; by all others rows of one name are told apart. */
const MEASURED = /^(?:avg|stddev|samples)_|^test_time$|^n_(?:prompt|gen|depth)$/;

function parametersOf(row: Row): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(row).filter(([column]) => !MEASURED.test(column)));
}

/** As the tool prints it: `pp512`, `tg128`, `pp512+tg128`, `tg128 @ d1024`. */
function nameOf(row: Row): string {
  const [prompt, generated, depth] = ['n_prompt', 'n_gen', 'n_depth'].map((key) => toNumber(row[key]) ?? 0);
  const parts = [...(prompt ? [`pp${prompt}`] : []), ...(generated ? [`tg${generated}`] : [])];
  return `${parts.join('+')}${depth ? ` @ d${depth}` : ''}`;
}

function toBenchmark(name: string, row: Row): Benchmark {
  const [times, speeds] = [toNumbers(row['samples_ns']), toNumbers(row['samples_ts'])];
  const typical = (samples: readonly number[], average: unknown) =>
    samples.length > 0
      ? ([median(samples), { statistic: 'median', samples }] as const)
      : ([average, { statistic: 'mean' }] as const);
  const [time, timeTold] = typical(times, row['avg_ns']);
  const [speed, speedTold] = typical(speeds, row['avg_ts']);
  const isPrompt = (toNumber(row['n_gen']) ?? 0) === 0;
  return {
    name,
    readings: [
      ...reading(isPrompt ? 'prompt_tokens_per_second' : 'tokens_per_second', speed, 'tokens/s', speedTold),
      ...reading('latency', time, 'ns', timeTold),
    ],
    environment: facts({
      cpu: row['cpu_info'],
      gpu: row['gpu_info'],
      compute_backend: row['backends'],
      llama_build: row['build_commit'],
      model_type: row['model_type'],
      threads: row['n_threads'],
      gpu_layers: row['n_gpu_layers'],
    }),
  };
}

export const llamaBench: Reader = {
  tool: 'llama-bench',
  format: 'JSON, JSON lines, CSV (`-o json`, `jsonl`, `csv`)',
  reads: ['prompt_tokens_per_second', 'tokens_per_second', 'latency'],
  environment: ['cpu', 'gpu', 'compute_backend', 'llama_build', 'model_type', 'threads', 'gpu_layers'],
  samples: true,
  fixture: { file: 'llama-bench.json', by: 'llama-bench of llama-cpp-python 0.3.36' },
  recognises: ({ rows }) => hasKeys(rows[0], 'n_prompt', 'n_gen', 'avg_ts'),
  read: ({ rows }) => {
    const tests = rows.filter((row) => hasKeys(row, 'n_prompt', 'n_gen'));
    const names = distinguish(tests.map((row) => ({ name: nameOf(row), parameters: parametersOf(row) })));
    return { benchmarks: tests.map((row, index) => toBenchmark(names[index] ?? '', row)) };
  },
};
