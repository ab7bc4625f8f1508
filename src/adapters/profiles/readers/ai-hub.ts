// Qualcomm AI Hub: what `download_profile` of its client gives. Times in microseconds, memory in bytes.

import { median, quantile } from '../../../domain/statistics.ts';
import { countLayers } from '../layer-values.ts';
import { hasKeys, ownReadings, type Reader, type Reading, reading, toNumber, toNumbers } from '../reader.ts';

function summarise(summary: Readonly<Record<string, unknown>>): readonly Reading[] {
  const times = toNumbers(summary['all_inference_times']);
  return [
    ...reading('latency', summary['estimated_inference_time'], 'us', { statistic: 'estimate', samples: times }),
    ...(times.length < 2 ? [] : reading('latency_median', median(times), 'us')),
    ...(times.length < 2 ? [] : reading('latency_p95', quantile(times, 0.95), 'us')),
    ...reading('peak_memory', summary['estimated_inference_peak_memory'], 'B'),
    ...reading('load_time', summary['first_load_time'], 'us'),
    ...reading('warm_load_time', summary['warm_load_time'], 'us'),
    ...reading('compile_time', toNumber(summary['compile_time']) || undefined, 'us'),
  ];
}

export const aiHub: Reader = {
  tool: 'Qualcomm AI Hub',
  format: 'JSON (`download_profile`)',
  reads: [
    'latency',
    'latency_median',
    'latency_p95',
    'peak_memory',
    'load_time',
    'warm_load_time',
    'compile_time',
    'layers_cpu',
    'layers_gpu',
    'layers_npu',
  ],
  environment: [],
  samples: true,
  fixture: { file: 'ai-hub.json', by: null },
  recognises: ({ json }) =>
    hasKeys(json, 'execution_summary') && hasKeys(json['execution_summary'], 'estimated_inference_time'),
  read: ({ json }) => {
    const summary =
      hasKeys(json, 'execution_summary') && hasKeys(json['execution_summary']) ? json['execution_summary'] : {};
    const detail =
      hasKeys(json, 'execution_detail') && Array.isArray(json['execution_detail']) ? json['execution_detail'] : [];
    const layers = detail
      .filter((layer) => hasKeys(layer, 'name'))
      .map((layer) => ({
        name: String(layer['name']),
        operator: String(layer['type'] ?? '?'),
        unit: String(layer['compute_unit'] ?? '?'),
        timeMs: (toNumber(layer['execution_time']) ?? 0) / 1000,
      }));
    const readings = [...summarise(summary), ...ownReadings(countLayers(layers))];
    return { benchmarks: [{ name: '', layers, readings }] };
  },
};
