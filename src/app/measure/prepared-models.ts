// Prepares each model once, whatever the number of devices and looks.

import type { Model } from '../../domain/model.ts';
import type { PreparedModel, Profiler } from '../../ports/profiler.ts';

export class PreparedModels {
  readonly #profiler: Profiler;
  readonly #prepared = new Map<string, Promise<PreparedModel>>();

  constructor(profiler: Profiler) {
    this.#profiler = profiler;
  }

  /** A model that an earlier process prepared. */
  reuseUpload(prepared: PreparedModel): void {
    this.#prepared.set(prepared.model.sha256, Promise.resolve(prepared));
  }

  /** The same promise for the same bytes; a refusal is remembered too. */
  prepare(model: Model): Promise<PreparedModel> {
    const prepared = this.#prepared.get(model.sha256) ?? this.#profiler.prepare(model);
    this.#prepared.set(model.sha256, prepared);
    return prepared;
  }
}
