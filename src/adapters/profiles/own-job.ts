// The documented JSON of our own, `latency-gate/job@1`: for tools that no other reader knows.

import { z } from 'zod';
import { METRICS } from '../../domain/metric.ts';
import { EnvironmentFields } from '../../formats/run-record.ts';

export const JOB_SCHEMA = 'latency-gate/job@1';

/** One job as any tool may write it. Metrics in their own units: ms, MB, B. */
export const OwnJob = z.strictObject({
  schema: z.literal(JOB_SCHEMA),
  metrics: z
    .partialRecord(z.enum(METRICS.map(({ name }) => name)), z.number().nonnegative())
    .refine((metrics) => Object.keys(metrics).length > 0, 'needs one metric at least')
    .describe('Values by metric name, in the unit of the metric: latency in ms, peak_memory in MB.'),
  environment: EnvironmentFields.default({}).describe('Facts that must be equal before two jobs are compared.'),
  layers: z
    .array(
      z.strictObject({ name: z.string(), operator: z.string(), unit: z.string(), timeMs: z.number().nonnegative() }),
    )
    .default([]),
});
