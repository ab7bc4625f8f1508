// The options of the local backend, as a user writes them in the input `options` and per model in the config file.

import * as z from 'zod';
import { parseBackendOptions } from '../../formats/backend-options.ts';
import type { WrittenPlan } from './input-plan.ts';
import type { Duration } from './pair.ts';
import type { SessionSettings } from './session.ts';
import { SESSION_OPTIONS, toSessionSettings } from './session-options.ts';
import { InputsSchema } from './sources.ts';

const Size = z.int().min(0);

const FEED_OPTIONS = {
  'input-shapes': z.record(z.string(), z.array(Size)).optional().describe('whole shapes by input name'),
  dims: z
    .record(z.string(), z.union([Size, z.array(Size).min(1)]))
    .optional()
    .describe('sizes of named free dimensions, for all inputs; each of a list is measured as a model of its own'),
  inputs: InputsSchema.optional().describe('values by input name, or a folder of samples'),
};

/** `options` of the backend local. Strict: a misspelt key is an error. */
export const LocalOptionsSchema = z.strictObject({
  ...FEED_OPTIONS,
  baseline: z
    .strictObject(FEED_OPTIONS)
    .default({})
    .describe("what the baseline's model is fed with where its inputs are others"),
  ...SESSION_OPTIONS,
  pin: z
    .boolean()
    .default(true)
    .describe('whether models of one thread are measured on one processor, in turn; Linux with `taskset` only'),
  'warmup-time': z.number().min(0).max(600).default(0.1).describe('seconds'),
  'min-time': z
    .number()
    .min(0)
    .max(600)
    .optional()
    .describe('seconds of inference a job and side; by default 1, and a pair may end before once its ratio is precise'),
  'min-iterations': z.int().min(1).max(100_000).default(30),
  'max-time': z
    .number()
    .min(1)
    .max(86_400)
    .default(20)
    .describe('seconds after which a pair of a slow model is cut short'),
});

export interface LocalOptions {
  readonly feed: WrittenPlan;
  /** What is said of the baseline's model alone. */
  readonly baselineFeed: { readonly [K in keyof WrittenPlan]: WrittenPlan[K] | undefined };
  readonly session: SessionSettings;
  readonly duration: Duration;
  /** Whether both processes of a pair may be held on one processor: not where a model needs several. */
  readonly pinned: boolean;
}

/** Lists were taken apart, each size with a model of its own, before a model is read. */
function withoutLists(dims: Readonly<Record<string, number | readonly number[]>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(dims).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

const WARMUP_ITERATIONS = 3;
const USUAL_SECONDS = 1;

/** Throws a GateError that names the option which is wrong. */
export function readLocalOptions(written: Readonly<Record<string, unknown>>): LocalOptions {
  return toLocalOptions(parseBackendOptions('local', LocalOptionsSchema, written));
}

/** From what the user wrote to what the profiler uses; seconds become milliseconds. */
function toLocalOptions(written: z.output<typeof LocalOptionsSchema>): LocalOptions {
  const feed = {
    shapes: written['input-shapes'] ?? {},
    dims: withoutLists(written.dims ?? {}),
    inputs: written.inputs ?? {},
  };
  const { baseline } = written;
  return {
    feed,
    baselineFeed: {
      shapes: baseline['input-shapes'],
      dims: baseline.dims && withoutLists(baseline.dims),
      inputs: baseline.inputs,
    },
    session: toSessionSettings(written),
    pinned: written.pin && written.threads === 1 && written.provider === 'cpu',
    duration: {
      warmupCount: WARMUP_ITERATIONS,
      warmupMs: written['warmup-time'] * 1000,
      minIterations: written['min-iterations'],
      minTimeMs: (written['min-time'] ?? USUAL_SECONDS) * 1000,
      untilPrecise: written['min-time'] === undefined,
      maxTimeMs: written['max-time'] * 1000,
    },
  };
}
