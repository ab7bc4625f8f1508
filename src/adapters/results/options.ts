// The options of the backend results, as a user writes them in the input `options`.

import * as z from 'zod';

const Pattern = z.string().min(1);

/** `options` of the backend results. Strict: a misspelt key is an error. */
export const ResultsOptionsSchema = z.strictObject({
  benchmark: z
    .union([Pattern, z.array(Pattern).min(1)])
    .optional()
    .describe('which benchmarks of a file that holds several: names or patterns with *; all by default'),
  better: z
    .enum(['lower', 'higher'])
    .optional()
    .describe('which way is better, for files that do not tell it of what they measure'),
  environment: z
    .record(
      z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'names of letters, digits, _ . -'),
      z.union([z.string(), z.number(), z.boolean()]),
    )
    .default({})
    .describe('facts that must be equal before two jobs are compared'),
});

export type ResultsOptions = z.output<typeof ResultsOptionsSchema>;
