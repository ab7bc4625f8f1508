// OpenVINO's benchmark_app: what it prints, which has more digits than its report.

import { facts, type Reader, type Reading, reading } from '../reader.ts';

const AMOUNT = String.raw`([\d.eE+-]+)\s*(ns|us|ms|s)\b`;

export const openvinoLog: Reader = {
  tool: 'OpenVINO benchmark_app',
  format: 'what it prints',
  reads: ['latency', 'latency_mean', 'throughput', 'first_inference', 'load_time', 'compile_time'],
  environment: ['target_device', 'openvino'],
  samples: false,
  fixture: { file: 'openvino.log', by: 'OpenVINO benchmark_app 2026.4.1' },
  recognises: ({ json, text }) => json === undefined && /\[Step \d+\/\d+\]/.test(text),
  read: ({ text }) => {
    const error = /\[ ERROR \] (.*)/.exec(text)?.[1];
    const runs = text.match(/Throughput:\s+[\d.]+/g)?.length ?? 0;
    if (runs > 1) throw new Error(`it holds ${runs} runs; one file is one job`);
    if (error !== undefined)
      return { benchmarks: [{ name: '', readings: [], failure: `it failed: ${error.trim().slice(0, 200)}` }] };
    if (runs === 0) return { benchmarks: [{ name: '', readings: [], failure: 'the log ends before the measurement' }] };
    const find = (before: string) => new RegExp(`${before}\\s*${AMOUNT}`).exec(text);
    const time = (name: Parameters<typeof reading>[0], before: string, statistic?: string): readonly Reading[] => {
      const [, value, unit = 'ms'] = find(before) ?? [];
      return reading(name, value, unit, statistic === undefined ? {} : { statistic });
    };
    return {
      benchmarks: [
        {
          name: '',
          readings: [
            ...time('latency', 'Median:', 'median'),
            ...time('latency_mean', 'Average:'),
            ...reading('throughput', /Throughput:\s+([\d.]+)/.exec(text)?.[1], '/s'),
            ...time('first_inference', 'First inference took'),
            ...time('load_time', 'Read model took'),
            ...time('compile_time', 'Compile model took'),
          ],
        },
      ],
      environment: facts({
        target_device: /Execution Devices:\s*\[?'?([^'\]\n]+)/.exec(text)?.[1],
        openvino: /Build \.+ (\S+)/.exec(text)?.[1],
      }),
    };
  },
};
