// The flags of TensorFlow Lite's benchmark_model, as a job carries them: what the user says and what must be set.

import type { Environment } from '../../domain/device.ts';

export type BenchmarkFlags = Readonly<Record<string, string | number | boolean>>;

/** Set whatever the user says: where the model lies, and how the operators' profile is written. */
const ALWAYS: Readonly<Record<string, string>> = {
  graph: '/data/local/tmp/model.tflite',
  enable_op_profiling: 'true',
  op_profiling_output_mode: 'proto',
  op_profiling_output_file: '/data/user/0/org.tensorflow.lite.benchmark/files/profile.pb',
};

/** Names that a user may not set. */
export const FIXED_FLAGS: readonly string[] = Object.keys(ALWAYS);

const GPU = ['use_gpu'];
const NPU = ['use_nnapi', 'use_hexagon', 'use_coreml'];

/** The text of `benchmark-params.json`: a flat object of strings. */
export function toBenchmarkParams(flags: BenchmarkFlags): string {
  const strings = Object.entries(flags).map(([name, value]) => [name, String(value)] as const);
  return JSON.stringify({ ...Object.fromEntries(strings.sort()), ...ALWAYS });
}

/** Flags are part of the environment: under other flags nothing is comparable. Without any it is as it always was. */
export function toFlagEnvironment(flags: BenchmarkFlags): Environment {
  const on = (names: readonly string[]) => names.some((name) => String(flags[name]) === 'true');
  const unit = on(GPU) ? 'GPU' : on(NPU) ? 'NPU' : 'CPU';
  const own = Object.entries(flags).map(([name, value]) => [`benchmark.${name}`, String(value)]);
  return { compute_unit: unit, ...Object.fromEntries(own) };
}
