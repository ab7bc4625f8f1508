// The processes that execute models: started, and stopped when their job has ended or everything must stop.

import { Affinity } from './affinity.ts';
import { createLoadReader } from './machine-load.ts';
import type { PairMachine, Side } from './pair.ts';
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
  readonly affinity: Affinity;
  readonly #setup: ProcessesSetup;
  readonly #open = new Set<ModelProcess>();

  constructor(setup: ProcessesSetup) {
    this.#setup = setup;
    this.affinity = new Affinity(setup.childEnv);
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
  async start(fed: FedModel, profilePrefix?: string): Promise<Side> {
    const [side] = await this.startAll([fed], profilePrefix);
    if (side === undefined) throw new Error('a process without a model');
    return side;
  }

  /**
   * All processes load the runtime at once; then they are held on one processor, where their options allow it, and one
   * model after the other is loaded and run, by itself.
   */
  async startAll(models: readonly FedModel[], profilePrefix?: string): Promise<readonly Side[]> {
    const runtimePaths: string[] = [];
    for (const { source } of models) runtimePaths.push(await source.runtime.path());
    const begun = models.map((fed, place) => ({
      ...fed,
      process: this.#fork(),
      runtimePath: runtimePaths[place] ?? '',
    }));
    const sides: Side[] = [];
    try {
      await Promise.all(
        begun.map(({ process, runtimePath, source }) => process.boot(runtimePath).catch(refuseFor(source.model.name))),
      );
      if (models.every(({ source }) => source.options.pinned))
        await this.affinity.pin(begun.map(({ process }) => process.pid));
      for (const { process, runtimePath, source, loadable } of begun) {
        const { session } = source.options;
        const request = { kind: 'load', runtimePath, session, profilePrefix, ...loadable.request } as const;
        sides.push({ process, loaded: await process.load(request).catch(refuseFor(source.model.name, loadable.plan)) });
      }
      return sides;
    } catch (error) {
      this.stop(begun);
      throw error;
    }
  }

  /** The machine under a pair of these processes; `pinned`: they are held on one processor. */
  machineOf(sides: readonly Pick<Side, 'process'>[], threads: number, pinned: boolean): PairMachine {
    const pids = sides.map(({ process }) => process.pid);
    const move = async () => void (pinned && (await this.affinity.pin(pids)));
    return { readLoad: createLoadReader(pids, threads), move };
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
