// What onnxruntime_perf_test prints: seconds, milliseconds and bytes, each line with its unit.

import { facts, type Reader, type Reading, reading, toNumber } from '../reader.ts';

export const onnxruntimePerfTest: Reader = {
  tool: 'onnxruntime_perf_test',
  format: 'what it prints',
  reads: [
    'latency',
    'latency_mean',
    'latency_p90',
    'latency_p95',
    'latency_p99',
    'first_inference',
    'load_time',
    'throughput',
    'peak_memory',
  ],
  environment: ['provider', 'threads'],
  samples: false,
  fixture: { file: 'onnxruntime-perf-test.log', by: null },
  recognises: ({ json, text }) =>
    json === undefined && /^\s*(?:Session creation time cost|Average inference time cost)/m.test(text),
  read: ({ text }) => {
    const told = (name: Parameters<typeof reading>[0], before: string, statistic?: string): readonly Reading[] => {
      const match = new RegExp(`^\\s*${before}\\s*:?(?: is)?\\s*([\\d.eE+-]+)\\s*(ns|us|ms|s|bytes|B)\\b`, 'm').exec(
        text,
      );
      return reading(name, match?.[1], match?.[2] ?? '', statistic === undefined ? {} : { statistic });
    };
    const runs = text.match(/^\s*Session creation time cost/gm)?.length ?? 0;
    if (runs > 1) throw new Error(`it holds ${runs} runs; one file is one job`);
    const requests = toNumber(/^\s*Total inference requests: (\d+)/m.exec(text)?.[1]);
    const average = told('latency_mean', 'Average inference time cost(?: total)?');
    if (average.length === 0 || requests === 0) {
      return { benchmarks: [{ name: '', readings: [], failure: 'the log ends before the measurement' }] };
    }
    const median = told('latency', 'P50 Latency', 'median');
    const mean = told('latency', 'Average inference time cost(?: total)?', 'mean');
    return {
      benchmarks: [
        {
          name: '',
          readings: [
            ...(median.length > 0 ? median : mean),
            ...average,
            ...told('latency_p90', 'P90 Latency'),
            ...told('latency_p95', 'P95 Latency'),
            ...told('latency_p99', 'P99 Latency'),
            ...told('first_inference', 'First inference time cost'),
            ...told('load_time', 'Session creation time cost'),
            ...reading('throughput', /^\s*Number of inferences per second: ([\d.eE+-]+)/m.exec(text)?.[1], '/s'),
            ...told('peak_memory', 'Peak working set size'),
          ],
        },
      ],
      environment: facts({
        provider: /\b(\w+)ExecutionProvider/.exec(text)?.[1],
        threads: /Setting intra_op_num_threads to (\d+)/.exec(text)?.[1],
      }),
    };
  },
};
