// Prepares each model once, whatever the number of devices and looks.

import type { Model, ModelIdentity } from '../../domain/model.ts';
import type { PreparedModel, Profiler } from '../../ports/profiler.ts';

export class PreparedModels {
  readonly #profiler: Profiler;
  readonly #prepared = new Map<string, Promise<PreparedModel>>();

  constructor(profiler: Profiler) {
    this.#profiler = profiler;
  }

  /** A model that an earlier process prepared. */
  reuseUpload(prepared: PreparedModel): void {
    this.#prepared.set(keyOf(prepared.model, 'candidate'), Promise.resolve(prepared));
  }

  /** The same promise for the same model; a refusal is remembered too. `side`: whose model it is. */
  prepare(model: Model, side: 'candidate' | 'baseline' = 'candidate'): Promise<PreparedModel> {
    const key = keyOf(model, side);
    const prepared = this.#prepared.get(key) ?? this.#profiler.prepare(model, side);
    this.#prepared.set(key, prepared);
    return prepared;
  }
}

/** The same bytes under two names, or on two sides, may be executed with other options. */
function keyOf({ name, sha256 }: ModelIdentity, side: 'candidate' | 'baseline'): string {
  return `${side} ${sha256} ${name}`;
}
