// Every reader on its fixture: the tool's own output where the tool runs here, read to the value that it printed.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readResults } from '../../src/adapters/profiles/read-results.ts';
import type { Benchmark } from '../../src/adapters/profiles/reader.ts';
import { READERS } from '../../src/adapters/profiles/readers/index.ts';
import { openResultFile } from '../../src/adapters/profiles/result-file.ts';
import { findMetric } from '../../src/domain/metric.ts';

const FOLDER = join(import.meta.dirname, 'results');
const open = (file: string) => readFileSync(join(FOLDER, file));
const read = (file: string) => readResults(join(FOLDER, file), open(file));

/** Value and statistic of each metric, as `4.08 ms median`. */
function tell(benchmark: Benchmark | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (benchmark?.readings ?? []).map(({ metric, value }) => [
      metric.name,
      `${Number(value.toPrecision(6))} ${metric.unit} ${metric.statistic ?? ''}`.trim(),
    ]),
  );
}

/** What the tools printed for these runs, or what stands in the files that were written by hand. */
const PRINTED: readonly (readonly [file: string, benchmark: string, told: Readonly<Record<string, string>>])[] = [
  [
    'pytest-benchmark.json',
    'test_infer.py::test_infer[8]',
    { latency: '0.492425 ms median', latency_mean: '0.789348 ms' },
  ],
  [
    'google-benchmark.json',
    'Infer/1000',
    { latency: '0.00605985 ms median', cpu_time: '0.00204955 ms', throughput: '487913000 /s' },
  ],
  ['google-benchmark.csv', 'Infer/8000', { latency: '0.0767739 ms median', bytes_per_second: '3880440000 B/s' }],
  ['hyperfine.json', 'sleep 0.02', { latency: '21.504 ms median', latency_mean: '22.3754 ms', cpu_time: '1.2832 ms' }],
  ['hyperfine.csv', 'sleep 0.01', { latency: '15.7556 ms median', latency_mean: '14.7631 ms' }],
  ['jmh.json', 'bench.Infer.throughput (batch=8)', { throughput: '34065.7 /s mean' }],
  [
    'jmh.json',
    'bench.Infer.time (mode=sample, batch=64)',
    {
      latency: '0.242969 ms mean',
      latency_median: '0.128256 ms',
      latency_p95: '0.152512 ms',
      latency_p99: '4.19717 ms',
    },
  ],
  ['jmh.csv', 'bench.Infer.time (mode=avgt)', { latency: '0.0368421 ms mean' }],
  [
    'vitest-bench.json',
    'sum.bench.ts > tokenise > long',
    { latency: '0.00804 ms median', latency_mean: '0.0208611 ms' },
  ],
  ['criterion-bencher.txt', 'fib/14', { latency: '0.001813 ms median' }],
  [
    'criterion/fib/10/new/estimates.json',
    'fib/10',
    { latency: '0.000207043 ms median', latency_mean: '0.000223441 ms' },
  ],
  ['cargo-criterion.jsonl', 'fib/10', { latency: '0.000207 ms median' }],
  [
    'openvino.log',
    '',
    {
      latency: '0.00624 ms median',
      latency_mean: '0.02869 ms',
      throughput: '28396.6 /s',
      first_inference: '1.43 ms',
      load_time: '12.4 ms',
      compile_time: '66.78 ms',
    },
  ],
  ['openvino-report.json', '', { latency: '0.01 ms median', throughput: '28396.6 /s' }],
  ['onnxruntime-profile.json', '', { latency: '0.02 ms median', first_inference: '0.115 ms', layers_cpu: '2' }],
  ['mlperf-log-summary.txt', '', { latency: '4.32931 ms median', latency_p90: '7.95726 ms', throughput: '154.11 /s' }],
  [
    'onnxruntime-perf-test.log',
    '',
    {
      latency: '4.08 ms median',
      latency_mean: '4.12 ms',
      load_time: '21.7 ms',
      first_inference: '9 ms',
      peak_memory: '52.4288 MB',
      throughput: '242.4 /s',
    },
  ],
  [
    'benchmark-model.log',
    '',
    { latency: '12.1912 ms mean', latency_median: '12.15 ms', latency_p95: '12.6 ms', peak_memory: '41.25 MB' },
  ],
  ['op-profile.pb', '', { latency_operators: '1 ms', layers_cpu: '2' }],
  ['llama-bench.json', 'pp32', { prompt_tokens_per_second: '4415.47 tokens/s median', latency: '7.24724 ms median' }],
  ['llama-bench.json', 'tg16', { tokens_per_second: '18075.6 tokens/s median' }],
  ['llama-bench.csv', 'tg16', { tokens_per_second: '19094.6 tokens/s mean', latency: '0.841661 ms mean' }],
  [
    'vllm.json',
    '',
    {
      ttft: '29.25 ms median',
      tpot: '14 ms median',
      itl: '13.9 ms median',
      throughput: '7.84 /s',
      tokens_per_second: '1003.5 tokens/s',
      failures: '2',
    },
  ],
  [
    'pytorch-records.json',
    'tiny xnnpack_q8 ExecuTorch inference',
    { latency: '12.4 ms mean', peak_memory: '82 MB median' },
  ],
  ['vllm-latency.json', '', { latency: '1510 ms median', latency_mean: '1510 ms' }],
  ['custom.json', '', { decode_time: '850 us', frames: '118.5 FPS', peak_rss: '64 MiB' }],
  ['bencher-metrics.json', 'net::infer', { latency: '3.25 ms', throughput: '307.7 /s' }],
  ['trtexec-times.json', '', { latency: '2.31 ms median', compute_time: '2.01 ms median' }],
  ['trtexec-profile.json', '', { latency_operators: '2 ms', layers_gpu: '2' }],
  [
    'ai-hub.json',
    '',
    {
      latency: '3.652 ms estimate',
      peak_memory: '166.711 MB',
      load_time: '1374.29 ms',
      layers_npu: '1',
      layers_cpu: '1',
    },
  ],
  ['benchmark-dotnet.json', 'Net.Benchmarks.Infer(Batch: 1)', { latency: '0.248 ms median', latency_p95: '0.2498 ms' }],
  ['etdump.json', '', { latency: '2.103 ms median', load_time: '8 ms', layers_cpu: '1' }],
  ['own-job.json', '', { latency: '12.5 ms', energy: '31 mJ', output_psnr: '42.5 dB' }],
];

describe('a value', () => {
  it.each(PRINTED)('of %s, %s is the one that the tool printed', (file, name, told) => {
    expect(tell(read(file).benchmarks.find((benchmark) => benchmark.name === name))).toMatchObject(told);
  });

  it('of user-named metrics has the direction of its unit', () => {
    const [benchmark] = read('custom.json').benchmarks;
    const directions = benchmark?.readings.map(({ metric }) => [metric.name, metric.direction]);
    expect(directions).toEqual([
      ['decode_time', 'lower'],
      ['frames', 'higher'],
      ['peak_rss', 'lower'],
    ]);
  });
});

describe.each(READERS.map((reader) => [reader.fixture.file, reader] as const))('the reader of %s', (file, reader) => {
  it('alone recognises its fixture', () => {
    const opened = openResultFile(join(FOLDER, file), open(file));
    expect(READERS.filter((one) => one.recognises(opened)).map(({ format }) => format)).toEqual([reader.format]);
  });

  it('reads what it says of itself', () => {
    const { tool, benchmarks, environment } = read(file);
    expect(tool).toBe(reader.tool);
    const readings = benchmarks.flatMap((benchmark) => benchmark.readings);
    const builtIns = readings.filter(({ metric }) => findMetric(metric.name) !== undefined);
    expect(
      builtIns.map(({ metric }) => metric.name).filter((name) => !reader.reads.some((known) => known === name)),
    ).toEqual([]);
    expect(readings.length - builtIns.length > 0 ? reader.readsToo : 'no others').toBeDefined();
    expect(readings.some(({ samples }) => samples !== undefined)).toBe(reader.samples);
    const facts = [environment, ...benchmarks.map((benchmark) => benchmark.environment ?? {})].flatMap(Object.keys);
    if (tool !== 'latency-gate/job@1') expect(facts.filter((fact) => !reader.environment.includes(fact))).toEqual([]);
  });

  it('has its numbers in each encoding that a shell writes', () => {
    if (file.endsWith('.pb')) return;
    const text = open(file).toString('utf8');
    const expected = read(file);
    const encodings = [
      Buffer.from(`\uFEFF${text}`),
      Buffer.from(`\uFEFF${text}`, 'utf16le'),
      Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
      Buffer.from(text.replaceAll(/\r?\n/g, '\r\n')),
    ];
    for (const bytes of encodings) expect(readResults(join(FOLDER, file), bytes)).toEqual(expected);
  });
});
