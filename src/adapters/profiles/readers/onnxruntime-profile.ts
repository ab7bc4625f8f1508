// ONNX Runtime's own profile, a list of events: the runs of one session, and what each node took in them.

import { countLayers } from '../layer-values.ts';
import { fromOnnxProfile, runsOfOnnxProfile } from '../onnx-profile.ts';
import { hasKeys, ownReadings, type Reader } from '../reader.ts';

export const onnxruntimeProfile: Reader = {
  tool: 'ONNX Runtime',
  format: 'profile (`enable_profiling`)',
  reads: ['latency', 'latency_p95', 'first_inference', 'layers_cpu', 'layers_gpu', 'layers_npu'],
  environment: [],
  samples: false,
  fixture: { file: 'onnxruntime-profile.json', by: 'ONNX Runtime 1.32.0' },
  recognises: ({ json, rows }) => Array.isArray(json) && rows.some((row) => hasKeys(row, 'cat', 'dur', 'ts')),
  read: ({ rows }) => {
    const text = JSON.stringify(rows);
    const runs = runsOfOnnxProfile(text);
    if (runs === undefined) throw new Error('the ONNX Runtime profile holds no run of a model');
    const layers = fromOnnxProfile(text);
    const values = { ...runs, ...countLayers(layers) };
    return { benchmarks: [{ name: '', layers, readings: ownReadings(values, { latency: 'median' }) }] };
  },
};
