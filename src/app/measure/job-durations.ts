// How long jobs take on each device, so that the next one is looked at when it should be over.

import { median } from '../../domain/statistics.ts';

/** Milliseconds from submission to end, by device. */
export class JobDurations {
  readonly #earlier: ReadonlyMap<string, number>;
  readonly #measured = new Map<string, number[]>();

  /** `earlier`: what the last recorded runs say. */
  constructor(earlier: ReadonlyMap<string, number> = new Map()) {
    this.#earlier = earlier;
  }

  add(device: string, milliseconds: number): void {
    const known = this.#measured.get(device) ?? [];
    known.push(milliseconds);
    this.#measured.set(device, known);
  }

  /** Of the jobs of this step, else of the last recorded run; undefined where nothing is known. */
  usual(device: string): number | undefined {
    const measured = this.#measured.get(device);
    return measured === undefined ? this.#earlier.get(device) : median(measured);
  }
}
