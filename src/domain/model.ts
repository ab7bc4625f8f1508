// The thing under test: what it is called from commit to commit, and what identifies its bytes.

/** What a report and a run record keep of a model. */
export interface ModelIdentity {
  /** Stays the same from commit to commit; runs are compared by it. */
  readonly name: string;
  /** One sha256 over all the model's files, in hexadecimal. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** `onnx`, `tflite`, … */
  readonly format: string;
}

/** A model whose files lie on this machine. */
export interface Model extends ModelIdentity {
  /** The main file, absolute. */
  readonly path: string;
  /** All files, the main one first, relative to the main file's folder. */
  readonly files: readonly string[];
}

/** A model's identity without where it lies. */
export function identify(model: ModelIdentity): ModelIdentity {
  const { name, sha256, sizeBytes, format } = model;
  return { name, sha256, sizeBytes, format };
}
