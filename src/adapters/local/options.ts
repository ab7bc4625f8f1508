// The options of the local backend, as a user writes them in the input `options`.

import { z } from 'zod';
import type { Duration } from './pair.ts';

const MOST_THREADS = 256;

/** `options` of the backend local. Strict: a misspelt key is an error. */
export const LocalOptionsSchema = z.strictObject({
  'input-shapes': z.record(z.string(), z.array(z.int().min(1))).default({}),
  threads: z.int().min(1).max(MOST_THREADS).default(1),
  'warmup-time': z.number().min(0).max(600).default(0.2).describe('seconds'),
  'min-time': z.number().min(0).max(600).default(1).describe('seconds of inference a job and side'),
  'min-iterations': z.int().min(1).max(100_000).default(30),
});

export interface LocalOptions {
  readonly inputShapes: Readonly<Record<string, readonly number[]>>;
  readonly threads: number;
  readonly duration: Duration;
}

const WARMUP_ITERATIONS = 3;

/** From what the user wrote to what the profiler uses; seconds become milliseconds. */
export function toLocalOptions(written: z.output<typeof LocalOptionsSchema>): LocalOptions {
  return {
    inputShapes: written['input-shapes'],
    threads: written.threads,
    duration: {
      warmupCount: WARMUP_ITERATIONS,
      warmupMs: written['warmup-time'] * 1000,
      minIterations: written['min-iterations'],
      minTimeMs: written['min-time'] * 1000,
    },
  };
}
