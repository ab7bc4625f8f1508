// The documented JSON of our own, `latency-gate/job@1`: for tools that no other reader knows.

import * as z from 'zod';
import { findMetric, isPlain, METRIC_NAME, METRICS, type Metric, mergeMetrics, namesOf } from '../../domain/metric.ts';
import { convert } from '../../domain/unit.ts';
import { EnvironmentFields } from '../../formats/run-record.ts';
import type { Reading, ReadOptions } from './reader.ts';

export const JOB_SCHEMA = 'latency-gate/job@1';

const PLAIN = 'must be plain words';

const Value = z.number().nonnegative();

/** A metric that is not built-in, or a value in another unit. */
const Described = z.strictObject({
  value: Value,
  unit: z.string().refine(isPlain, PLAIN).optional(),
  better: z.enum(['lower', 'higher']).optional().describe('Needed for a metric that is neither built-in nor declared.'),
  kind: z.enum(['sampled', 'exact']).optional(),
  gates: z.boolean().optional(),
  label: z.string().refine(isPlain, PLAIN).optional(),
  statistic: z
    .string()
    .refine(isPlain, PLAIN)
    .optional()
    .describe('Which number of its samples it is: median, mean, p99.'),
  samples: z.array(Value).optional().describe('What the value was taken of, in the same unit.'),
});

const Metrics = z
  .record(z.string().regex(METRIC_NAME, 'must be a name such as tokens_per_second'), z.union([Value, Described]))
  .refine((metrics) => Object.keys(metrics).length > 0, 'needs one metric at least')
  .describe(
    `Values by metric name: a number in the metric's own unit, for the metrics ${namesOf(METRICS)}; or an object that tells unit and direction.`,
  );

/** One job as any tool may write it. Numbers alone are in their metrics' own units: ms, MB, tokens/s. */
export const OwnJob = z.strictObject({
  schema: z.literal(JOB_SCHEMA),
  metrics: Metrics,
  environment: EnvironmentFields.default({}).describe('Facts that must be equal before two jobs are compared.'),
  session: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'The sitting in which it was measured. Files that tell none, or the same, share their luck and count as one.',
    ),
  layers: z
    .array(
      z.strictObject({ name: z.string(), operator: z.string(), unit: z.string(), timeMs: z.number().nonnegative() }),
    )
    .default([]),
});

/** The readings of such metrics. Throws an Error that names the metric which nothing describes. */
export function toReadings(metrics: z.output<typeof Metrics>, options: ReadOptions): readonly Reading[] {
  const known = mergeMetrics(METRICS, options.metrics);
  return Object.entries(metrics).map(([name, told]) => {
    const described = typeof told === 'number' ? { value: told } : told;
    const metric = findMetric(name, known) ?? toMetric(name, described);
    const own = (value: number) => {
      const converted = convert(value, described.unit ?? metric.unit, metric.unit);
      if (converted === undefined)
        throw new Error(`metrics.${name}: found the unit "${described.unit}"; allowed: ${metric.unit}`);
      return converted;
    };
    return {
      metric: described.statistic === undefined ? metric : { ...metric, statistic: described.statistic },
      value: own(described.value),
      ...(described.samples === undefined ? {} : { samples: described.samples.map(own) }),
    };
  });
}

function toMetric(name: string, { unit, better, kind, gates, label }: Partial<z.output<typeof Described>>): Metric {
  if (better === undefined) {
    throw new Error(
      `metrics.${name}: found a metric that is not built-in; allowed: ${namesOf(METRICS)}, or {value, unit, better}`,
    );
  }
  return {
    name,
    label: label ?? name.replaceAll('_', ' '),
    unit: unit ?? '',
    direction: better,
    kind: kind ?? 'sampled',
    gates: gates ?? true,
  };
}
