// The options of the backend command, as a user writes them in the input `options`.

import * as z from 'zod';
import { RESULT_OPTIONS } from '../profiles/result-options.ts';

const Pattern = z.string().min(1);
const Count = z.number().int();
/** `5s`, `500ms`, `1m`; milliseconds. */
const Time = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m)$/, 'must be a time such as 500ms, 5s or 1m')
  .transform((text) => Number.parseFloat(text) * (text.endsWith('ms') ? 1 : text.endsWith('s') ? 1000 : 60_000));
const Program = z.union([Pattern, z.array(Pattern).min(1)]);

/** `options` of the backend command. Strict: a misspelt key is an error. */
export const CommandOptionsSchema = z.strictObject({
  rounds: Count.min(1).max(100).default(1).describe('A B B A rounds a pair: each is four calls'),
  'warm-up': Count.min(0).max(100).default(1).describe('calls a side that are thrown away before its first pair'),
  'cool-down': Time.optional().describe('a pause before each call, so that the device does not heat up: 5s'),
  ...RESULT_OPTIONS,
  'set-up': Program.optional().describe('a command that is run once a device before its first call'),
  'tear-down': Program.optional().describe('a command that is run once a device when all is measured'),
  serve: z
    .boolean()
    .default(false)
    .describe('the command stays and answers requests as JSON lines, for programs whose start costs more than a block'),
});

export type CommandOptions = z.output<typeof CommandOptionsSchema>;
