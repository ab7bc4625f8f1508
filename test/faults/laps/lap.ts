// What one gate from beginning to end on a backend needs: the fault matrix breaks it, call by call. The calls are
// not written down anywhere: they are those that the gate makes.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Network } from '../../../src/adapters/http/fetch.ts';
import type { Clock } from '../../../src/ports/machine.ts';
import type { Profiler } from '../../../src/ports/profiler.ts';
import type { Tracker } from '../../../src/ports/tracker.ts';
import type { Handler } from '../../servers/http.ts';

export interface Connection {
  readonly url: string;
  readonly network: Network;
  readonly clock: Clock;
  readonly attempt: number;
}

/** A backend with nothing in it, made anew for every cell. */
export interface Lap {
  readonly handler: Handler;
  /** What the inputs `model` and `devices` would be. */
  readonly model: string;
  readonly device: string;
  /** Files of this machine that a model of this lap is; removed with the lap. */
  readonly folder: string;
  /** What must never be seen: keys and what signs addresses. */
  readonly canaries: readonly string[];
  /** Where the stand-in says that it is reached. */
  mounted(url: string): void;
  profiler(connection: Connection): Profiler;
  tracker(connection: Connection, profiler: Profiler): Tracker;
  /** How many things of each kind the service holds; the same commit again must not double them. */
  counts(): Readonly<Record<string, number>>;
  /** Kinds of `counts` that may be spent twice, since nobody can know whether a request was taken. */
  readonly spent: readonly string[];
  /** Runs that the service believes to be under way. */
  open(): number;
  /** Within so many milliseconds the service itself answers, also on a busy machine; a real one takes longer. */
  readonly answersWithinMs?: number;
}

export const COMMIT = { sha: 'c'.repeat(40), branch: 'topic', repository: 'acme/models', pullRequest: 7 };
export const OCCASION = { mode: 'gate', commit: COMMIT } as const;

export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'latency-gate-lap-'));
}

export function closeLap({ folder }: Lap): void {
  rmSync(folder, { recursive: true, force: true });
}
