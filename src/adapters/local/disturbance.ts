// Whether other load disturbed a pair: what the baseline's own blocks say, and what the system says.

import { isBusy, type MachineLoad } from './machine-load.ts';
import { isContended } from './rounds.ts';

export interface Disturbance {
  /** How many times slower than undisturbed the baseline's blocks typically were. */
  readonly contention: number;
  /** Undefined where the system does not tell. */
  readonly load: MachineLoad | undefined;
}

/** Whether a person is told, and the pair measured again. */
export function isTooMuch({ contention, load }: Disturbance): boolean {
  return isContended(contention) || (load !== undefined && isBusy(load));
}

/** How often a disturbed pair is measured again. */
const MOST_AGAIN = 2;

/** How long other load is waited for. One that stays falls on both sides alike, and waiting would only take longer. */
export class Patience {
  #spent = false;

  /** How often this pair may be measured again, after a first try that was disturbed like this. */
  allows({ contention }: Disturbance): number {
    return this.#spent && !isContended(contention) ? 0 : MOST_AGAIN;
  }

  /** A pair that was disturbed to its last try says that the load stays; one that was not says that it is over. */
  ended(disturbed: boolean): void {
    this.#spent = disturbed;
  }
}

/** Whether one was disturbed less than another: by what was lost of the time, then by the blocks. */
export function isLess(one: Disturbance, other: Disturbance): boolean {
  return lossOf(one) < lossOf(other);
}

/** How many times longer everything took, as far as anything tells. */
function lossOf({ contention, load }: Disturbance): number {
  const left = load === undefined ? 1 : Math.max(0.01, (1 - load.stolen) * (1 - load.waited));
  return Math.max(contention, 1 / left);
}

/** In words, the worst of several: `its processes waited for a processor 41 % of the time`. */
export function describeDisturbance(all: readonly Disturbance[]): string {
  const [worst] = [...all].sort((a, b) => (isLess(a, b) ? 1 : -1));
  if (worst === undefined) return '';
  const { contention, load } = worst;
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const parts = [
    ...(isContended(contention) ? [`the baseline's own blocks took ${contention.toFixed(1)} times its fastest`] : []),
    ...(load !== undefined && load.waited > 0.01
      ? [`the models waited for a processor ${percent(load.waited)} of the time`]
      : []),
    ...(load !== undefined && load.stolen > 0.01 ? [`${percent(load.stolen)} of the processors was stolen`] : []),
  ];
  return parts.join('; ');
}
