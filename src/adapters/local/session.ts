// How ONNX Runtime is told to execute a model. The models' processes load this: nothing but what they need.

import type * as Ort from 'onnxruntime-node';

/** Names as people say them, by the names that ONNX Runtime for Node takes. */
export const PROVIDERS = {
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

export interface SessionSettings {
  readonly threads: number;
  readonly provider: ProviderName;
  readonly providerOptions: Readonly<Record<string, string | number | boolean>>;
  readonly graphOptimization: 'disabled' | 'basic' | 'extended' | 'layout' | 'all';
  readonly memoryArena: boolean;
  readonly config: Readonly<Record<string, string>>;
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
