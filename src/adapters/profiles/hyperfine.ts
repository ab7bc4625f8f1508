// hyperfine's JSON (--export-json): each command with the wall-clock times of its runs, in seconds.

import { z } from 'zod';
import type { Job } from '../../domain/job.ts';
import { median, quantile } from '../../domain/statistics.ts';
import { choose } from './choose.ts';

export const Hyperfine = z.object({
  results: z
    .array(
      z.object({
        command: z.string(),
        mean: z.number(),
        stddev: z.number().nullish(),
        median: z.number().nullish(),
        min: z.number().nullish(),
        max: z.number().nullish(),
        times: z.array(z.number()).nullish(),
        exit_codes: z.array(z.number().nullable()).nullish(),
      }),
    )
    .min(1),
});

const MS = 1000;

/** The median of one command's runs. A run that failed makes the whole job a failed one. */
export function fromHyperfine({ results }: z.output<typeof Hyperfine>, wanted?: string): Job {
  const command = choose(
    results.map((one) => one.command),
    wanted,
  );
  const own = results.find((one) => one.command === command);
  if (own === undefined) throw new Error(`it holds no command "${command}"`);
  if (own.exit_codes?.some((code) => code !== 0) === true) throw new Error(`"${command}" failed in one of its runs`);
  const times = own.times ?? [];
  const typical = times.length > 0 ? median(times) : (own.median ?? own.mean);
  const values = { latency: typical * MS, latency_mean: own.mean * MS };
  if (times.length < 2) return { values };
  const [minMs, maxMs] = [Math.min(...times) * MS, Math.max(...times) * MS];
  return {
    values: { ...values, latency_p95: quantile(times, 0.95) * MS },
    iterations: {
      count: times.length,
      minMs,
      maxMs,
      spread: own.mean > 0 ? (own.stddev ?? 0) / own.mean : 0,
      drift: 1,
    },
  };
}
