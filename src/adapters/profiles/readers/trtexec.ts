// TensorRT's trtexec: the times of every iteration (--exportTimes) and the layers (--exportProfile), in milliseconds.

import { median, quantile } from '../../../domain/statistics.ts';
import { countLayers, sumOperators } from '../layer-values.ts';
import { hasKeys, ownReadings, type Reader, reading, toNumber } from '../reader.ts';

export const trtexecTimes: Reader = {
  tool: 'trtexec',
  format: 'JSON (`--exportTimes`)',
  reads: ['latency', 'latency_p95', 'latency_p99', 'compute_time'],
  environment: [],
  samples: true,
  fixture: { file: 'trtexec-times.json', by: null },
  recognises: ({ json, rows }) =>
    Array.isArray(json) && (hasKeys(rows[0], 'latencyMs') || hasKeys(rows[0], 'startComputeMs', 'endComputeMs')),
  read: ({ rows }) => {
    const compute = rows.flatMap((row) => {
      const [start, end] = [toNumber(row['startComputeMs']), toNumber(row['endComputeMs'])];
      return toNumber(row['computeMs']) ?? (start === undefined || end === undefined ? [] : [end - start]);
    });
    const times = rows.flatMap((row) => toNumber(row['latencyMs']) ?? []);
    const of = (values: readonly number[]) => (values.length === 0 ? undefined : median(values));
    return {
      benchmarks: [
        {
          name: '',
          readings: [
            ...reading('latency', of(times), 'ms', { statistic: 'median', samples: times }),
            ...(times.length < 2 ? [] : reading('latency_p95', quantile(times, 0.95), 'ms')),
            ...(times.length < 2 ? [] : reading('latency_p99', quantile(times, 0.99), 'ms')),
            ...reading('compute_time', of(compute), 'ms', { statistic: 'median', samples: compute }),
          ],
        },
      ],
    };
  },
};

export const trtexecProfile: Reader = {
  tool: 'trtexec',
  format: 'JSON (`--exportProfile`)',
  reads: ['latency_operators', 'layers_cpu', 'layers_gpu', 'layers_npu'],
  environment: [],
  samples: false,
  fixture: { file: 'trtexec-profile.json', by: null },
  recognises: ({ json, rows }) =>
    Array.isArray(json) && rows.some((row) => hasKeys(row, 'name', 'averageMs', 'percentage')),
  read: ({ rows }) => {
    const layers = rows
      .filter((row) => hasKeys(row, 'name', 'averageMs'))
      .map((row) => ({
        name: String(row['name']),
        operator: '?',
        unit: 'GPU',
        timeMs: toNumber(row['averageMs']) ?? 0,
      }));
    const readings = ownReadings({ ...sumOperators(layers), ...countLayers(layers) });
    return {
      benchmarks: [{ name: '', layers, readings }],
      unread: ['a latency: a profile tells how long the layers took, not the whole; add --exportTimes'],
    };
  },
};
