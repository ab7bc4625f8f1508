// Files that other tools write, as they write them.

import { describe, expect, it } from 'vitest';
import { readResults, selectBenchmarks } from '../../src/adapters/profiles/read-results.ts';
import { toJob } from '../../src/adapters/profiles/to-job.ts';
import { encodeProfile } from '../servers/embedl-hub/protobuf.ts';

/** The first of the wanted benchmarks. */
function readBytes(bytes: Buffer, benchmark: readonly string[] = [], name = 'file') {
  const { tool, environment, benchmarks } = readResults(name, bytes);
  const [first] = selectBenchmarks(benchmarks, benchmark);
  if (first === undefined) throw new Error('nothing was selected');
  return { tool, environment, job: toJob(first), layers: first.layers ?? [] };
}

const read = (content: unknown, ...benchmark: readonly string[]) =>
  readBytes(Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)), benchmark);

const LOG = `INFO: STARTING!
INFO: Log parameter values verbosely: [0]
INFO: Graph: [/data/local/tmp/mobilenet_v2.tflite]
INFO: Running benchmark for at least 1 iterations and at least 0.5 seconds but terminate if exceeding 150 seconds.
INFO: count=41 first=14205 curr=12113 min=11987 max=14205 avg=12240.6 std=358
INFO: Running benchmark for at least 50 iterations and at least 1 seconds but terminate if exceeding 150 seconds.
INFO: count=82 first=12180 curr=12075 min=11901 max=13350 avg=12191.2 std=215
INFO: Inference timings in us: Init: 11862, First inference: 14205, Warmup (avg): 12240.6, Inference (avg): 12191.2
INFO: Memory footprint delta from the start of the tool (MB): init=8.5 overall=41.25
`;

const GOOGLE = {
  context: { host_name: 'runner', num_cpus: 4, mhz_per_cpu: 2445, library_build_type: 'release' },
  benchmarks: [
    {
      name: 'BM_Infer/1',
      run_name: 'BM_Infer/1',
      run_type: 'iteration',
      repetition_index: 0,
      real_time: 2.1e6,
      cpu_time: 2e6,
      time_unit: 'ns',
    },
    {
      name: 'BM_Infer/1',
      run_name: 'BM_Infer/1',
      run_type: 'iteration',
      repetition_index: 1,
      real_time: 2.3e6,
      cpu_time: 2e6,
      time_unit: 'ns',
    },
    {
      name: 'BM_Infer/1',
      run_name: 'BM_Infer/1',
      run_type: 'iteration',
      repetition_index: 2,
      real_time: 2.2e6,
      cpu_time: 2e6,
      time_unit: 'ns',
    },
    {
      name: 'BM_Infer/1_mean',
      run_name: 'BM_Infer/1',
      run_type: 'aggregate',
      aggregate_name: 'mean',
      real_time: 9e9,
      time_unit: 'ns',
    },
  ],
};

const HYPERFINE = {
  results: [
    {
      command: './infer model.onnx',
      mean: 0.0215,
      stddev: 0.0007,
      median: 0.021,
      user: 0.02,
      system: 0.001,
      min: 0.0205,
      max: 0.023,
      times: [0.0205, 0.021, 0.0215, 0.023],
      exit_codes: [0, 0, 0, 0],
    },
  ],
};

const PROFILE = [
  { cat: 'Session', pid: 1, tid: 1, dur: 1200, ts: 1, ph: 'X', name: 'model_loading_uri', args: {} },
  {
    cat: 'Node',
    dur: 600,
    ts: 2,
    ph: 'X',
    name: 'conv1_kernel_time',
    args: { op_name: 'Conv', provider: 'CPUExecutionProvider' },
  },
  {
    cat: 'Node',
    dur: 400,
    ts: 3,
    ph: 'X',
    name: 'fc_kernel_time',
    args: { op_name: 'Gemm', provider: 'CPUExecutionProvider' },
  },
  { cat: 'Session', dur: 9000, ts: 4, ph: 'X', name: 'model_run', args: {} },
  { cat: 'Session', dur: 2000, ts: 5, ph: 'X', name: 'model_run', args: {} },
  { cat: 'Session', dur: 2200, ts: 6, ph: 'X', name: 'model_run', args: {} },
];

const OWN = {
  schema: 'latency-gate/job@1',
  metrics: { latency: 12.5, peak_memory: 40 },
  environment: { firmware: '7.1' },
  layers: [{ name: 'conv', operator: 'Conv', unit: 'NPU', timeMs: 8 }],
};

describe('readResults', () => {
  it('takes the measurement of a benchmark_model log, not its warm-up', () => {
    const { tool, job } = read(LOG);
    expect(tool).toBe('benchmark_model');
    expect(job.values).toMatchObject({
      latency: 12.1912,
      first_inference: 14.205,
      load_time: 11.862,
      peak_memory: 41.25,
    });
  });

  it('sums an operator profile', () => {
    const bytes = encodeProfile([
      { name: 'conv', type: 'CONV_2D', averageUs: 900 },
      { name: 'fc', type: 'FULLY_CONNECTED', averageUs: 100 },
    ]);
    const result = readBytes(Buffer.from(bytes), [], 'a.pb');
    expect(result.job.values).toEqual({ latency_operators: 1, layers_cpu: 2, layers_gpu: 0, layers_npu: 0 });
    expect(result.layers).toHaveLength(2);
  });

  it('takes the median of an ONNX Runtime profile without its first run, and the layers', () => {
    const { job, layers } = read(PROFILE);
    expect(job.values).toMatchObject({ latency: 2.1, first_inference: 9, layers_cpu: 2 });
    expect(layers).toEqual([
      { name: 'conv1', operator: 'Conv', unit: 'CPU', timeMs: 0.6 },
      { name: 'fc', operator: 'Gemm', unit: 'CPU', timeMs: 0.4 },
    ]);
  });

  it('takes the median of Google Benchmark’s repetitions, in its unit', () => {
    expect(read(GOOGLE).job.values['latency']).toBeCloseTo(2.2);
    const aggregates = {
      benchmarks: [
        {
          name: 'x_median',
          run_name: 'x',
          run_type: 'aggregate',
          aggregate_name: 'median',
          real_time: 3,
          time_unit: 'us',
        },
      ],
    };
    expect(read(aggregates).job.values['latency']).toBeCloseTo(0.003);
  });

  it('has each of several benchmarks, and chooses by pattern', () => {
    const two = {
      benchmarks: [...GOOGLE.benchmarks, { name: 'BM_Load', run_type: 'iteration', real_time: 5, time_unit: 'ms' }],
    };
    expect(readResults('a', Buffer.from(JSON.stringify(two))).benchmarks.map(({ name }) => name)).toEqual([
      'BM_Infer/1',
      'BM_Load',
    ]);
    expect(read(two, '*Load', 'BM_Load').job.values['latency']).toBe(5);
    expect(read(two, 'BM_Load').job.values['latency']).toBe(5);
    expect(() => read(GOOGLE, 'BM_Other')).toThrow('no benchmark named "BM_Other"');
  });

  it('takes the median of hyperfine’s runs and describes them', () => {
    const { job } = read(HYPERFINE);
    expect(job.values['latency']).toBeCloseTo(21.25);
    expect(job.iterations).toMatchObject({ count: 4, minMs: 20.5, maxMs: 23 });
  });

  it('reads the JSON of our own', () => {
    expect(read(OWN)).toMatchObject({
      job: { values: OWN.metrics },
      environment: { firmware: '7.1' },
      layers: OWN.layers,
    });
  });

  it.each([
    ['an empty file', '', 'it is empty'],
    ['broken JSON', '{"benchmarks": [', 'broken JSON'],
    ['another JSON', { a: 1 }, 'JSON or CSV of no known kind'],
    ['a log without timings', 'segmentation fault', 'neither JSON nor a log with timings'],
    [
      'a failed benchmark',
      { benchmarks: [{ name: 'x', error_occurred: true, error_message: 'out of memory' }] },
      'out of memory',
    ],
    ['a failed command', { results: [{ ...HYPERFINE.results[0], exit_codes: [0, 1] }] }, 'failed in one of its runs'],
    ['an unknown metric', { ...OWN, metrics: { speed: 1 } }, 'metrics'],
    ['a negative value', { ...OWN, metrics: { latency: -1 } }, 'metrics.latency'],
    ['an empty list', [], 'JSON or CSV of no known kind'],
    ['a profile of no run', PROFILE.slice(0, 2), 'holds no run'],
  ])('refuses %s', (_, content, message) => {
    expect(() => read(content)).toThrow(message);
  });
});
