// How ONNX Runtime is told to execute a model: from the user's options to its session options.

import type * as Ort from 'onnxruntime-node';
import * as z from 'zod';

const MOST_THREADS = 256;

/** Names as people say them, by the names that ONNX Runtime for Node takes. */
const PROVIDERS = {
  cpu: 'cpu',
  xnnpack: 'xnnpack',
  openvino: 'openvino',
  cuda: 'cuda',
  tensorrt: 'tensorrt',
  coreml: 'coreml',
  directml: 'dml',
  webgpu: 'webgpu',
  qnn: 'qnn',
} as const;
export type ProviderName = keyof typeof PROVIDERS;

/** The options of `local` that shape the session. */
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

export interface SessionSettings {
  readonly threads: number;
  readonly provider: ProviderName;
  readonly providerOptions: Readonly<Record<string, string | number | boolean>>;
  readonly graphOptimization: 'disabled' | 'basic' | 'extended' | 'layout' | 'all';
  readonly memoryArena: boolean;
  readonly config: Readonly<Record<string, string>>;
}

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

/** Threads that spin while they wait would take the processor from the other process of the pair. */
const QUIET = { 'session.intra_op.allow_spinning': '0' };

/** The session options of ONNX Runtime for Node. */
export function toSessionOptions(
  settings: SessionSettings,
  profilePrefix?: string,
): Ort.InferenceSession.SessionOptions {
  const { provider, providerOptions } = settings;
  const chosen = { name: PROVIDERS[provider], ...providerOptions };
  const profiling = profilePrefix === undefined ? {} : { enableProfiling: true, profileFilePrefix: profilePrefix };
  return {
    // Operators that the provider does not have fall back to the processor.
    executionProviders: provider === 'cpu' ? ['cpu'] : [chosen, 'cpu'],
    intraOpNumThreads: settings.threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: settings.graphOptimization,
    enableCpuMemArena: settings.memoryArena,
    extra: nest({ ...QUIET, ...settings.config }),
    logSeverityLevel: 3,
    ...profiling,
  };
}

/** `{"a.b": "1"}` as `{a: {b: "1"}}`, which is how ONNX Runtime for Node takes it. */
function nest(flat: Readonly<Record<string, string>>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(flat)) {
    const parts = key.split('.');
    const last = parts.pop() ?? key;
    let at = root;
    for (const part of parts) {
      const inner = (at[part] ?? {}) as Record<string, unknown>;
      at[part] = inner;
      at = inner;
    }
    at[last] = value;
  }
  return root;
}

/** The providers that an installed ONNX Runtime has, by the names that people use; undefined where it does not tell. */
export function providersOf(backends: readonly { readonly name: string }[] | undefined): readonly string[] | undefined {
  if (backends === undefined) return undefined;
  const names = backends.map(({ name }) => Object.entries(PROVIDERS).find(([, own]) => own === name)?.[0] ?? name);
  return names.includes('cpu') ? names : ['cpu', ...names];
}

/** Settings that differ from the defaults and could change a time, for the environment. */
export function describeSettings(settings: SessionSettings): Readonly<Record<string, string>> {
  const { provider, providerOptions, graphOptimization, memoryArena, config } = settings;
  const listed = (values: Readonly<Record<string, unknown>>) =>
    Object.entries(values)
      .map(([key, value]) => `${key}=${value}`)
      .sort()
      .join(' ');
  return {
    ...(graphOptimization === 'all' ? {} : { graph_optimization: graphOptimization }),
    ...(memoryArena ? {} : { memory_arena: 'off' }),
    ...(provider === 'cpu' || Object.keys(providerOptions).length === 0
      ? {}
      : { provider_options: listed(providerOptions) }),
    ...(Object.keys(config).length === 0 ? {} : { session_config: listed(config) }),
  };
}
