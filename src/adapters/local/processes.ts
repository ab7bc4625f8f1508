// The processes that execute models: started, and stopped when their job has ended or everything must stop.

import type { Side } from './pair.ts';
import { type FedModel, refuseFor } from './prepared.ts';
import { ModelProcess } from './process.ts';
import type { DescribedModel } from './protocol.ts';
import type { Runtime } from './runtime.ts';

export interface ProcessesSetup {
  readonly workerPath: string;
  /** Variables that the model's process may see; no secrets. */
  readonly childEnv: Readonly<Record<string, string>>;
  /** For each step of a model's process: loading, warming, a block. */
  readonly runTimeoutMs: number;
  /** Aborted when everything must stop; processes are killed at once. */
  readonly signal: AbortSignal;
}

export class Processes {
  readonly #setup: ProcessesSetup;
  readonly #open = new Set<ModelProcess>();

  constructor(setup: ProcessesSetup) {
    this.#setup = setup;
    setup.signal.addEventListener('abort', () => this.stopAll(), { once: true });
  }

  /** What the runtime says of a model's edges; nothing is run. */
  async describe(path: string, runtime: Runtime): Promise<DescribedModel> {
    const runtimePath = await runtime.path();
    const process = this.#fork();
    try {
      return await process.describe(runtimePath, path);
    } finally {
      this.stop([{ process }]);
    }
  }

  /** Loads the model and runs it. Rejects with a GateError that names it where that cannot be. */
  async start({ source, loadable }: FedModel, profilePrefix?: string): Promise<Side> {
    const runtimePath = await source.runtime.path();
    const process = this.#fork();
    try {
      const { session } = source.options;
      const loaded = await process.load({ kind: 'load', runtimePath, session, profilePrefix, ...loadable.request });
      return { process, loaded };
    } catch (error) {
      this.stop([{ process }]);
      return refuseFor(source.model.name, loadable.plan)(error);
    }
  }

  stop(sides: readonly Pick<Side, 'process'>[]): void {
    for (const { process } of sides) {
      process.stop();
      this.#open.delete(process);
    }
  }

  stopAll(): void {
    this.stop([...this.#open].map((process) => ({ process })));
  }

  #fork(): ModelProcess {
    const { workerPath, childEnv, runTimeoutMs } = this.#setup;
    const process = new ModelProcess({ workerPath, env: childEnv, timeoutMs: runTimeoutMs });
    this.#open.add(process);
    return process;
  }
}
