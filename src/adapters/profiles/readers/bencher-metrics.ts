// Bencher Metric Format: benchmarks, their measures, each with a value. Units are known of Bencher's own measures only.

import { hasKeys, namedReading, type Reader, type Reading, type ReadOptions, reading, toNumber } from '../reader.ts';

function toReadings(measure: string, value: unknown, options: ReadOptions): readonly Reading[] {
  if (measure === 'latency') return reading('latency', value, 'ns');
  if (measure === 'throughput') return reading('throughput', value, 'ops/s');
  if (measure === 'build-time') return reading('compile_time', value, 's');
  return namedReading(measure, value, measure === 'file-size' ? 'B' : '', options);
}

export const bencherMetrics: Reader = {
  tool: 'Bencher Metric Format',
  format: 'JSON (`--adapter json`)',
  reads: ['latency', 'throughput', 'compile_time'],
  readsToo: 'other measures by name; their direction declared under `metrics`, or by the option `better`',
  environment: [],
  samples: false,
  fixture: { file: 'bencher-metrics.json', by: null },
  recognises: ({ json }) =>
    hasKeys(json) &&
    !Array.isArray(json) &&
    Object.keys(json).length > 0 &&
    Object.values(json).every(
      (measures) =>
        hasKeys(measures) &&
        Object.keys(measures).length > 0 &&
        Object.values(measures).every((one) => hasKeys(one, 'value') && toNumber(one['value']) !== undefined),
    ),
  read: ({ json }, options) => ({
    benchmarks: Object.entries(hasKeys(json) ? json : {}).map(([name, measures]) => ({
      name,
      readings: Object.entries(hasKeys(measures) ? measures : {}).flatMap(([measure, one]) =>
        toReadings(measure, hasKeys(one) ? one['value'] : undefined, options),
      ),
    })),
  }),
};
