// The options of every backend whose numbers come from another tool: which of them, which way is better, and where.

import * as z from 'zod';

const Pattern = z.string().min(1);

/** Rows of a backend's own schema. */
export const RESULT_OPTIONS = {
  benchmark: z
    .union([Pattern, z.array(Pattern).min(1)])
    .optional()
    .describe('which benchmarks, where several are told, each a subject of its own: names or patterns with *'),
  better: z.enum(['lower', 'higher']).optional().describe('which way is better, where what is read does not tell it'),
  environment: z
    .record(
      z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'names of letters, digits, _ . -'),
      z.union([z.string(), z.number(), z.boolean()]),
    )
    .default({})
    .describe('facts that must be equal before two jobs are compared'),
};
