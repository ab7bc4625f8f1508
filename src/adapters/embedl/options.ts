// The options of the backend embedl, as a user writes them in the input `options`.

import * as z from 'zod';
import { FIXED_FLAGS } from './benchmark-params.ts';

const FLAG = /^[a-z][a-z0-9_]{0,53}$/;

export const EmbedlOptionsSchema = z.strictObject({
  'poll-interval': z
    .number()
    .min(0.01)
    .max(300)
    .default(1)
    .describe('the shortest time between two looks at a job, seconds'),
  concurrency: z.int().min(1).max(100).default(10).describe('jobs under way at once'),
  benchmark: z
    .record(
      z
        .string()
        .regex(FLAG, 'names of lower-case letters, digits and _')
        .refine((name) => !FIXED_FLAGS.includes(name), `may not be set: ${FIXED_FLAGS.join(', ')}`),
      z.union([z.string().min(1).max(255), z.number(), z.boolean()]),
    )
    .default({})
    .describe('flags of benchmark_model on the phone: num_threads, num_runs, warmup_runs, use_gpu, use_nnapi, …'),
  'store-model': z.boolean().default(true).describe('whether the model is stored on its run'),
});

export type EmbedlOptions = z.output<typeof EmbedlOptionsSchema>;
