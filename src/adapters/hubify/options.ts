// The options of the backend hubify, as a user writes them in the input `options`.

import * as z from 'zod';

/** `options` of the backend hubify. Strict: a misspelt key is an error. */
export const HubifyOptionsSchema = z.strictObject({
  'lab-id': z.string().min(1).describe('the lab; needed'),
  'project-id': z.string().min(1).optional(),
  template: z.string().min(1).optional().describe('what an experiment executes'),
  config: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('handed to the experiment, beside what names the commit'),
  priority: z.enum(['critical', 'high', 'normal', 'low']).optional(),
  'estimated-seconds': z.int().positive().optional(),
  'poll-interval': z.number().positive().max(600).default(10).describe('seconds between two looks at the list'),
});

export type HubifyOptions = z.output<typeof HubifyOptionsSchema>;
