// What the profiler and the process that executes a model say to each other. Plain JSON both ways.

export interface LoadRequest {
  readonly kind: 'load';
  /** Where onnxruntime-node lies. */
  readonly runtimePath: string;
  readonly modelPath: string;
  readonly threads: number;
  /** Values of free dimensions, or whole shapes, by input name. */
  readonly inputShapes: Readonly<Record<string, readonly number[]>>;
  /** Where ONNX Runtime writes its own profile; undefined: no profiling. */
  readonly profilePrefix?: string | undefined;
}

export type JobCommand =
  | LoadRequest
  /** Runs until both a count and a time are reached; the times are not kept. */
  | { readonly kind: 'warm'; readonly minCount: number; readonly minMs: number }
  /** One discarded iteration (the other process emptied the caches), then iterations until both are reached. */
  | { readonly kind: 'block'; readonly minCount: number; readonly minMs: number }
  | { readonly kind: 'profile'; readonly count: number };

export interface LoadedModel {
  readonly kind: 'loaded';
  readonly loadMs: number;
  readonly firstInferenceMs: number;
  /** Null with `memoryReason` where this system does not tell. */
  readonly peakMemoryBytes: number | null;
  readonly memoryReason: string;
  readonly runtimeVersion: string;
}

export type JobReply =
  | LoadedModel
  | { readonly kind: 'warmed' }
  | { readonly kind: 'block'; readonly timesMs: readonly number[] }
  | { readonly kind: 'profiled'; readonly profilePath: string }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly message: string };

/** `input`: what the user may change; `model`: the model cannot run here; `runtime`: ONNX Runtime cannot be loaded. */
export type RefusalCode = 'input' | 'model' | 'runtime';
