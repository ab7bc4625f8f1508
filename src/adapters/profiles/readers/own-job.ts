// The documented JSON of our own, `latency-gate/job@1`: for tools that no other reader knows.

import { METRIC_NAMES } from '../../../domain/metric.ts';
import { JOB_SCHEMA, OwnJob, toReadings } from '../own-job.ts';
import { check, hasKeys, type Reader } from '../reader.ts';

export const ownJob: Reader = {
  tool: JOB_SCHEMA,
  format: 'JSON of our own',
  reads: METRIC_NAMES.filter((name) => name !== 'model_size'),
  readsToo: 'any other metric with its unit and which way is better',
  environment: [],
  samples: false,
  fixture: { file: 'own-job.json', by: null },
  recognises: ({ json }) => hasKeys(json, 'schema') && String(json['schema']).startsWith('latency-gate/job'),
  read: ({ json }, options) => {
    const { metrics, layers, environment, session } = check(OwnJob, json);
    return { benchmarks: [{ name: '', layers, readings: toReadings(metrics, options) }], environment, session };
  },
};
