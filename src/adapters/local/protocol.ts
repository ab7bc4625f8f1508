// What the profiler and the process that executes a model say to each other. Plain data both ways.

import type { TensorValue } from '../tensors/types.ts';
import type { SessionSettings } from './session.ts';

/** One tensor by the name under which the session knows it. */
export interface NamedValue {
  readonly name: string;
  readonly value: TensorValue;
}

export interface LoadRequest {
  readonly kind: 'load';
  /** Where onnxruntime-node lies. */
  readonly runtimePath: string;
  readonly modelPath: string;
  /** The model's bytes where its edges were rewritten; its other files still lie beside `modelPath`. */
  readonly rewritten?: Uint8Array | undefined;
  readonly session: SessionSettings;
  readonly feeds: readonly NamedValue[];
  /** Outputs to fetch; empty of all. */
  readonly fetches: readonly string[];
  /** Where ONNX Runtime writes its own profile; undefined: no profiling. */
  readonly profilePrefix?: string | undefined;
}

export type JobCommand =
  | LoadRequest
  /** Loads ONNX Runtime alone, so that several processes can do so at once before anything is timed. */
  | { readonly kind: 'boot'; readonly runtimePath: string }
  /** What the session says of its inputs and outputs; nothing is run. */
  | { readonly kind: 'describe'; readonly runtimePath: string; readonly modelPath: string }
  /** Runs until both a count and a time are reached; the times are not kept. */
  | { readonly kind: 'warm'; readonly minCount: number; readonly minMs: number }
  /** One discarded iteration (the other process emptied the caches), then iterations until both are reached. */
  | { readonly kind: 'block'; readonly minCount: number; readonly minMs: number }
  /** What one inference answers. */
  | { readonly kind: 'outputs' }
  | { readonly kind: 'profile'; readonly count: number }
  /** Ends the session and makes another one in the same process, which ends too: the last that is asked of it. */
  | { readonly kind: 'reload' };

export interface LoadedModel {
  readonly kind: 'loaded';
  /** Of the process's first session. */
  readonly loadMs: number;
  /** Of a second one, where it was made. */
  readonly warmLoadMs?: number;
  readonly firstInferenceMs: number;
  /** Null with `memoryReason` where this system does not tell. */
  readonly peakMemoryBytes: number | null;
  /** What the process holds more than before, once the model was loaded and run; null likewise. */
  readonly residentMemoryBytes: number | null;
  readonly memoryReason: string;
  readonly runtimeVersion: string;
}

/** An input or output as ONNX Runtime describes it. */
export interface DescribedValue {
  readonly name: string;
  /** Undefined of what is no tensor. */
  readonly type?: string | undefined;
  readonly dims?: readonly (number | string)[] | undefined;
}

export interface DescribedModel {
  readonly kind: 'described';
  readonly inputs: readonly DescribedValue[];
  readonly outputs: readonly DescribedValue[];
}

export type JobReply =
  | LoadedModel
  | DescribedModel
  | { readonly kind: 'booted' }
  | { readonly kind: 'reloaded'; readonly loadMs: number }
  | { readonly kind: 'warmed' }
  | { readonly kind: 'block'; readonly timesMs: readonly number[] }
  | { readonly kind: 'outputs'; readonly outputs: readonly NamedValue[] }
  | { readonly kind: 'profiled'; readonly profilePath: string }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly message: string };

/**
 * `input`: what the user may change; `model`: the model cannot be loaded here; `run`: it was loaded, but does not run
 * on what it is fed; `runtime`: ONNX Runtime cannot be loaded.
 */
export type RefusalCode = 'input' | 'model' | 'run' | 'runtime';
