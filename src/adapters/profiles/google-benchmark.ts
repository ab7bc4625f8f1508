// Google Benchmark's JSON (--benchmark_format=json): repetitions and aggregates of one or more benchmarks.

import { z } from 'zod';
import type { Values } from '../../domain/job.ts';
import { median, quantile } from '../../domain/statistics.ts';
import { choose } from './choose.ts';

export const GoogleBenchmark = z.object({
  benchmarks: z
    .array(
      z.object({
        name: z.string(),
        run_name: z.string().optional(),
        run_type: z.string().optional(),
        aggregate_name: z.string().optional(),
        real_time: z.number().optional(),
        time_unit: z.enum(['ns', 'us', 'ms', 's']).default('ns'),
        error_occurred: z.boolean().optional(),
        error_message: z.string().optional(),
      }),
    )
    .min(1),
});

const TO_MS = { ns: 1e-6, us: 1e-3, ms: 1, s: 1e3 } as const;

/** The median of the repetitions, or the tool's own median or mean where it printed only aggregates. */
export function fromGoogleBenchmark({ benchmarks }: z.output<typeof GoogleBenchmark>, wanted?: string): Values {
  const name = choose(
    benchmarks.map((one) => one.run_name ?? one.name),
    wanted,
  );
  const own = benchmarks.filter((one) => (one.run_name ?? one.name) === name);
  const failed = own.find((one) => one.error_occurred === true);
  if (failed !== undefined) throw new Error(`${name} failed: ${failed.error_message ?? 'no reason given'}`);
  const times = (keep: (one: (typeof own)[number]) => boolean) =>
    own.filter(keep).flatMap((one) => (one.real_time === undefined ? [] : [one.real_time * TO_MS[one.time_unit]]));
  const single = times((one) => one.run_type !== 'aggregate');
  const [latency] = single.length > 0 ? [median(single)] : [...times(is('median')), ...times(is('mean'))];
  if (latency === undefined) throw new Error(`${name} has neither repetitions nor a median`);
  return single.length < 2 ? { latency } : { latency, latency_p95: quantile(single, 0.95) };
}

function is(aggregate: string) {
  return (one: { readonly aggregate_name?: string | undefined }) => one.aggregate_name === aggregate;
}
