// The options of the backend results, as a user writes them in the input `options`.

import { z } from 'zod';

/** `options` of the backend results. Strict: a misspelt key is an error. */
export const ResultsOptionsSchema = z.strictObject({
  benchmark: z.string().min(1).optional().describe('which benchmark of a file that holds several'),
  environment: z
    .record(
      z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'names of letters, digits, _ . -'),
      z.union([z.string(), z.number(), z.boolean()]),
    )
    .default({})
    .describe('facts that must be equal before two jobs are compared'),
});

export type ResultsOptions = z.output<typeof ResultsOptionsSchema>;
