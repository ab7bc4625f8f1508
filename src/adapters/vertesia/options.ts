// The options of the backend vertesia, as a user writes them in the input `options`.

import * as z from 'zod';

/** `options` of the backend vertesia. Strict: a misspelt key is an error. */
export const VertesiaOptionsSchema = z.strictObject({
  executions: z.int().min(1).max(1000).default(5).describe('executions a job, after the warm-up'),
  warmup: z
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe('executions before them, not counted; they settle the unit of time'),
  streaming: z.boolean().default(false).describe('measure the time to the first chunk as well'),
  'poll-interval': z.number().positive().max(60).default(0.5).describe('seconds between two looks at an execution'),
});

export type VertesiaOptions = z.output<typeof VertesiaOptionsSchema>;
