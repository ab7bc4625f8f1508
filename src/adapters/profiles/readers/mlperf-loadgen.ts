// MLPerf's load generator: mlperf_log_summary.txt. A result that is not VALID is no measurement.

import { facts, type Reader, reading } from '../reader.ts';

export const mlperfLoadgen: Reader = {
  tool: 'MLPerf LoadGen',
  format: '`mlperf_log_summary.txt`',
  reads: ['latency', 'latency_mean', 'latency_p90', 'latency_p95', 'latency_p99', 'throughput', 'tokens_per_second'],
  environment: ['sut', 'scenario', 'mode'],
  samples: false,
  fixture: { file: 'mlperf-log-summary.txt', by: 'MLPerf LoadGen 6.0.17' },
  recognises: ({ json, text }) => json === undefined && text.includes('MLPerf Results Summary'),
  read: ({ text }) => {
    const line = (name: string) => new RegExp(`^\\s*${name}\\s*:\\s*(.+?)\\s*$`, 'm').exec(text)?.[1];
    const percentile = (digits: string) => line(`${digits}(?:th)? percentile latency \\(ns\\)`);
    const rate = [
      'Completed samples per second',
      'Samples per second',
      'QPS w/o loadgen overhead',
      'Scheduled samples per second',
    ];
    const environment = facts({ sut: line('SUT name'), scenario: line('Scenario'), mode: line('Mode') });
    if (line('Result is') === 'INVALID') {
      return {
        benchmarks: [{ name: '', readings: [], failure: 'its result is INVALID by the rules of MLPerf' }],
        environment,
      };
    }
    return {
      benchmarks: [
        {
          name: '',
          readings: [
            ...reading('latency', percentile('50\\.00'), 'ns', { statistic: 'median' }),
            ...reading('latency_mean', line('Mean latency \\(ns\\)'), 'ns'),
            ...reading('latency_p90', percentile('90\\.00') ?? percentile('90\\.0'), 'ns'),
            ...reading('latency_p95', percentile('95\\.00'), 'ns'),
            ...reading('latency_p99', percentile('99\\.00'), 'ns'),
            ...reading(
              'throughput',
              rate.map(line).find((value) => value !== undefined),
              '/s',
            ),
            ...reading(
              'tokens_per_second',
              line('Completed tokens per second') ?? line('Tokens per second'),
              'tokens/s',
            ),
          ],
        },
      ],
      environment,
    };
  },
};
