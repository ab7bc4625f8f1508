// TensorFlow Lite's benchmark_model: its log in the dialects of its versions, and its operator profile.

import type { Layer } from '../../../domain/job.ts';
import { readBenchmarkLog } from '../benchmark-log.ts';
import { countLayers, sumOperators } from '../layer-values.ts';
import { valuesOfLog } from '../log-values.ts';
import { decodeOpProfile } from '../op-profile.ts';
import { ownReadings, type Reader } from '../reader.ts';

export const benchmarkModelLog: Reader = {
  tool: 'benchmark_model',
  format: 'what it prints',
  reads: ['latency', 'latency_mean', 'latency_median', 'latency_p95', 'first_inference', 'load_time', 'peak_memory'],
  environment: [],
  samples: false,
  fixture: { file: 'benchmark-model.log', by: null },
  recognises: ({ json, text }) =>
    json === undefined && /nference timings in us|\bcount=\d|Running benchmark/.test(text),
  read: ({ text }) => {
    const values = valuesOfLog(readBenchmarkLog(text));
    const unread =
      /memory footprint/i.test(text) && values['peak_memory'] === undefined ? ['its memory footprint'] : [];
    return { benchmarks: [{ name: '', readings: ownReadings(values, { latency: 'mean' }) }], unread };
  },
};

export const operatorProfile: Reader = {
  tool: 'benchmark_model',
  format: 'operator profile (`tflite-op-profile.pb`)',
  reads: ['latency_operators', 'layers_cpu', 'layers_gpu', 'layers_npu'],
  environment: [],
  samples: false,
  fixture: { file: 'op-profile.pb', by: null },
  recognises: ({ json, name, bytes }) => json === undefined && (name.endsWith('.pb') || isProfile(bytes)),
  read: ({ bytes }) => {
    const layers: readonly Layer[] = decodeOpProfile(bytes);
    return {
      benchmarks: [{ name: '', layers, readings: ownReadings({ ...sumOperators(layers), ...countLayers(layers) }) }],
      unread: ['a latency: a profile tells how long the operators took, not the whole; add the log'],
    };
  },
};

/** Field 1 or 3, length-delimited, and bytes that no text has. */
function isProfile(bytes: Buffer): boolean {
  return (bytes[0] === 0x0a || bytes[0] === 0x1a) && bytes.subarray(0, 64).some((byte) => byte < 9);
}
