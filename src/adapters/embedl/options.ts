// The options of the backend embedl, as a user writes them in the input `options`.

import { z } from 'zod';

export const EmbedlOptionsSchema = z.strictObject({
  'poll-interval': z.number().min(0.01).max(300).default(5).describe('seconds between two looks at a job'),
  concurrency: z.int().min(1).max(100).default(10).describe('jobs under way at once'),
});

export type EmbedlOptions = z.output<typeof EmbedlOptionsSchema>;
