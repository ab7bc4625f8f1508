// vLLM `bench latency`: the time of a whole batch, in seconds.

import { median, quantile } from '../../../domain/statistics.ts';
import { hasKeys, type Reader, reading, toNumbers } from '../reader.ts';

export const vllmLatency: Reader = {
  tool: 'vLLM bench latency',
  format: 'JSON (`--output-json`)',
  reads: ['latency', 'latency_mean', 'latency_p99'],
  environment: [],
  samples: true,
  fixture: { file: 'vllm-latency.json', by: null },
  recognises: ({ json }) => hasKeys(json, 'avg_latency', 'latencies', 'percentiles'),
  read: ({ json }) => {
    const { avg_latency: average, latencies } = hasKeys(json) ? json : {};
    const times = toNumbers(latencies);
    if (times.length === 0) return { benchmarks: [{ name: '', readings: [], failure: 'it holds no latency' }] };
    return {
      benchmarks: [
        {
          name: '',
          readings: [
            ...reading('latency', median(times), 's', { statistic: 'median', samples: times }),
            ...reading('latency_mean', average, 's'),
            ...reading('latency_p99', quantile(times, 0.99), 's'),
          ],
        },
      ],
    };
  },
};
