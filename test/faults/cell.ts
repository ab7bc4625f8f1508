// One cell of the fault matrix, whatever is broken: how it ended, what a person read, and what does not hold.

import type { FaultName } from './faulty-server.ts';

/**
 * How a gate ended: as without trouble; as without trouble, with a finding about it; without a verdict; as an error.
 * A bug is none of these.
 */
export type Ending = 'recovered' | 'finding' | 'inconclusive' | 'error' | 'bug';

export type Times = 'once' | 'for good';

export interface Cell {
  /** The table that it stands in. */
  readonly table: string;
  readonly call: string;
  readonly fault: FaultName;
  readonly times: Times;
  readonly ending: Ending;
  /** What a person reads. */
  readonly words: string;
  /** What must hold and does not. */
  readonly broken: readonly string[];
}

/** A part of the matrix: one table, whose calls are found by doing without trouble what they belong to. */
export interface Part {
  readonly table: string;
  readonly calls: readonly string[];
  /** What each of its calls meets. */
  readonly faults: readonly FaultName[];
  run(call: string, fault: FaultName, times: Times): Promise<Cell>;
  close(): Promise<void>;
}
