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
  /** Nothing is kept or uploaded, and what answers may change under the same name: equal bytes prove nothing. */
  readonly hosted?: true | undefined;
}

/** Which models one gate looks at, and where. */
export interface ModelSource {
  /** Path or glob, from the workspace. */
  readonly path: string;
  /** The name under which runs are compared; undefined: the path without its ending. */
  readonly name: string | undefined;
  /** Undefined: those of the whole gate. */
  readonly devices: readonly string[] | undefined;
  /** The backend's options for this model alone. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

/** A model whose files lie on this machine. */
export interface Model extends ModelIdentity {
  /** The main file, absolute. */
  readonly path: string;
  /** All files, the main one first, relative to the main file's folder. */
  readonly files: readonly string[];
  /** The backend's options for this model alone; they win over those of the whole gate. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

/** A model's identity without where it lies. */
export function identify(model: ModelIdentity): ModelIdentity {
  const { name, sha256, sizeBytes, format, hosted } = model;
  return { name, sha256, sizeBytes, format, ...(hosted === true ? { hosted } : {}) };
}

/** What a model is called where nothing else names it. */
export function withoutEnding(path: string): string {
  return path.replace(/\.[^./]+$/, '');
}
