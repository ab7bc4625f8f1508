// One sitting of the user's program on one device with one or two models: it stays open for all pairs of these models.

import { GateError } from '../../domain/errors.ts';
import { type BlockEvidence, type Order, toEvidence } from '../profiles/blocks.ts';
import type { Results } from '../profiles/read-results.ts';
import type { Benchmark } from '../profiles/reader.ts';
import type { Harness } from './harness.ts';

type Side = 'baseline' | 'candidate';

/** What one pair (or job) of every benchmark is made of. */
export interface MeasuredBlocks {
  readonly baseline: readonly Results[];
  readonly candidate: readonly Results[];
}

export interface SessionOptions {
  /** Calls a side that are thrown away before its first block. */
  readonly warmUp: number;
  /** Waited before each block. */
  readonly coolDown: () => Promise<void>;
}

/** Measures in the given orders; `null` on the baseline's side measures the candidate alone. */
export class Session {
  readonly #harnesses: Readonly<Record<Side, Harness | null>>;
  readonly #options: SessionOptions;
  #warm = false;

  constructor(harnesses: Readonly<Record<Side, Harness | null>>, options: SessionOptions) {
    this.#harnesses = harnesses;
    this.#options = options;
  }

  async measure(orders: readonly Order[]): Promise<MeasuredBlocks> {
    await this.#warmUp();
    const blocks: Record<Side, Results[]> = { baseline: [], candidate: [] };
    for (const side of orders.flat()) {
      const harness = this.#harnesses[side];
      if (harness === null) continue;
      await this.#options.coolDown();
      blocks[side].push(await harness.block());
    }
    return blocks;
  }

  close(): void {
    this.#harnesses.baseline?.close();
    this.#harnesses.candidate?.close();
  }

  async #warmUp(): Promise<void> {
    if (this.#warm) return;
    this.#warm = true;
    for (const harness of Object.values(this.#harnesses)) {
      for (let call = 0; harness !== null && call < this.#options.warmUp; call += 1) await harness.block();
    }
  }
}

/** The numbers of one benchmark. Throws a GateError where a block lacks it, or where it failed there. */
export function takeBenchmark({ baseline, candidate }: MeasuredBlocks, wanted: string | undefined): BlockEvidence {
  const of = (blocks: readonly Results[]) => blocks.map((results) => pick(results, wanted));
  return toEvidence(of(baseline), of(candidate));
}

function pick({ benchmarks }: Results, wanted: string | undefined): Benchmark {
  if (wanted !== undefined) {
    const found = benchmarks.find(({ name }) => name === wanted);
    if (found !== undefined) return found;
    const message = `one call reported no benchmark named "${wanted}"`;
    throw new GateError('measurement-failed', message, 'Let every call report the same benchmarks.');
  }
  const [only, another] = benchmarks;
  if (only !== undefined && another === undefined) return only;
  const names = benchmarks.slice(0, 5).map(({ name }) => name);
  throw new GateError(
    'measurement-failed',
    `a call reported ${benchmarks.length} benchmarks (${names.join(', ')}${benchmarks.length > 5 ? ', …' : ''}); ` +
      'say which with the option "benchmark", or "*" for each as a subject of its own',
    'Set the option "benchmark".',
  );
}
