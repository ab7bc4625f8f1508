// The options of `local` that shape the session, as a user writes them.

import * as z from 'zod';
import { PROVIDERS, type ProviderName, type SessionSettings } from './session.ts';

const MOST_THREADS = 256;

export const SESSION_OPTIONS = {
  threads: z.int().min(0).max(MOST_THREADS).default(1).describe('threads of one operator; 0 leaves it to ONNX Runtime'),
  provider: z
    .enum(Object.keys(PROVIDERS) as [ProviderName, ...ProviderName[]])
    .default('cpu')
    .describe('what executes the operators'),
  'provider-options': z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .describe('handed to the provider as they are'),
  'graph-optimization': z
    .enum(['disabled', 'basic', 'extended', 'layout', 'all'])
    .default('all')
    .describe("ONNX Runtime's level of graph optimisation"),
  'memory-arena': z.boolean().default(true).describe('whether memory is kept between inferences'),
  'session-config': z
    .record(z.string(), z.union([z.string(), z.number()]))
    .default({})
    .describe("ONNX Runtime's session configuration, such as session.set_denormal_as_zero"),
};

const SESSION_SCHEMA = z.object(SESSION_OPTIONS);

export function toSessionSettings(written: z.output<typeof SESSION_SCHEMA>): SessionSettings {
  return {
    threads: written.threads,
    provider: written.provider,
    providerOptions: written['provider-options'],
    graphOptimization: written['graph-optimization'],
    memoryArena: written['memory-arena'],
    config: Object.fromEntries(Object.entries(written['session-config']).map(([key, value]) => [key, String(value)])),
  };
}
