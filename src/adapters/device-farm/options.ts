// The options of the backend device-farm, as a user writes them in the input `options`.

import * as z from 'zod';

const Count = z.number().int();
/** `5s`, `500ms`, `2m`; milliseconds. */
const Time = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m)$/, 'must be a time such as 500ms, 5s or 1m')
  .transform((text) => Number.parseFloat(text) * (text.endsWith('ms') ? 1 : text.endsWith('s') ? 1000 : 60_000));

export const PROGRAMS = ['benchmark_model', 'onnxruntime_perf_test'] as const;
/** The measuring programs whose output is read. */
export type ProgramKind = (typeof PROGRAMS)[number];

/** `options` of the backend device-farm. Strict: a misspelt key is an error. */
export const DeviceFarmOptionsSchema = z.strictObject({
  program: z
    .string()
    .min(1)
    .optional()
    .describe('the measuring program for Android: a path from the workspace, or an https address with its sha256'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')
    .optional()
    .describe('of the program; needed with an address'),
  kind: z.enum(PROGRAMS).optional().describe('which program it is; by default what the model needs'),
  arguments: z
    .array(z.string().regex(/^[A-Za-z0-9_.,:=/+-]{1,200}$/, 'must be letters, digits and _ . , : = / + -'))
    .max(40)
    .default([])
    .describe('more arguments of the program, such as --use_gpu=true'),
  threads: Count.min(1).max(64).default(4).describe('threads of the program'),
  runs: Count.min(1).max(100_000).default(50).describe('inferences of one block, at least'),
  'min-time': Time.default(1000).describe('how long one block measures at least (benchmark_model): 1s'),
  rounds: Count.min(1).max(20).default(1).describe('A B B A rounds a pair: each is four blocks'),
  'warm-up': Count.min(0).max(20).default(1).describe('blocks a side that are thrown away before the first pair'),
  'cool-down': Time.default(2000).describe('a pause before each block: 2s'),
  'max-temperature': z
    .number()
    .min(20)
    .max(60)
    .default(38)
    .describe('of the battery, °C: a block waits until it is cooler'),
  'longest-wait': Time.default(60_000).describe('how long one block waits at most for a cooler phone: 60s'),
  concurrency: Count.min(1).max(100).default(5).describe('sessions under way at once'),
  'max-devices': Count.min(1).max(100).default(5).describe('how many devices one line of attributes may stand for'),
  billing: z.enum(['metered', 'unmetered']).default('metered').describe('unmetered uses device slots that were bought'),
  'models-in': z
    .enum(['extra-data', 'test-package'])
    .default('extra-data')
    .describe('the upload in which the models travel: laid on the phone, or pushed from the test host'),
  app: z.string().min(1).optional().describe('path of an .apk, where a run without an app is refused'),
  'poll-interval': z
    .number()
    .min(0.001)
    .max(600)
    .default(15)
    .describe('seconds between two looks at a session, at least'),
});

export type DeviceFarmOptions = z.output<typeof DeviceFarmOptionsSchema>;
