// The fault matrix: every call of a gate on every backend meets every fault, once and for good. What is found is
// compared with what must hold whatever happens.

import { createNetwork } from '../../src/adapters/http/fetch.ts';
import { DirectoryStore } from '../../src/adapters/local/directory-store.ts';
import { createFiles } from '../../src/adapters/runner/machine.ts';
import { abandonOpenRuns } from '../../src/app/report/close-unfinished.ts';
import { OPEN_RUNS_STATE } from '../../src/app/saved-state.ts';
import type { Tools } from '../../src/app/tools.ts';
import type { Clock } from '../../src/ports/machine.ts';
import { silentLogger } from '../support/fakes.ts';
import { makeTask } from '../support/scene.ts';
import type { Part, Times } from './cell.ts';
import { FAULT_NAMES, type FaultName, type FaultyServer, mountFaulty, SLOW } from './faulty-server.ts';
import { LAPS } from './laps/index.ts';
import { COMMIT, type Connection, closeLap, type Lap } from './laps/lap.ts';
import { observeGate } from './observe-gate.ts';

/** The backends' part: one table each. */
export async function openBackendParts(): Promise<readonly Part[]> {
  return Promise.all(
    Object.keys(LAPS).map(async (backend) => {
      const { calls } = await runCell(backend, undefined);
      return {
        table: backend,
        calls: [...new Set(calls)],
        faults: FAULT_NAMES,
        async run(call: string, fault: FaultName, times: Times) {
          const { ending, words, broken } = await runCell(backend, { call, fault, left: times === 'once' ? 1 : 1e9 });
          return { table: backend, call, fault, times, ending, words, broken };
        },
        close: async () => undefined,
      };
    }),
  );
}

/** Time that passes only by waiting; a service carries out within any of it what it has taken. */
class VirtualClock implements Clock {
  sleptMs = 0;
  readonly #start = Date.now();
  readonly #settled: () => Promise<unknown>;
  constructor(settled: () => Promise<unknown>) {
    this.#settled = settled;
  }
  now(): Date {
    return new Date(this.#start + this.sleptMs);
  }
  async sleep(milliseconds: number): Promise<void> {
    this.sleptMs += milliseconds;
    await new Promise((done) => setTimeout(done, 1));
    await this.#settled();
  }
}

/** No gate may wait longer than its own time-outs allow: 30 minutes in the queue, 10 executing, for each of six jobs. */
const LONGEST_MS = 6 * 40 * 60_000;
const MOST_CALLS = 3000;

async function runCell(backend: string, plan: FaultyServer['plan']) {
  const open = LAPS[backend];
  if (open === undefined) throw new Error(`no backend ${backend}`);
  const lap = open();
  const server = await mountFaulty(lap.handler);
  lap.mounted(server.url);
  try {
    const clock = new VirtualClock(server.settled);
    const connection = {
      url: server.url,
      clock,
      attempt: 1,
      network: makeNetwork(clock, plan?.fault, lap.answersWithinMs),
    };
    server.plan = plan;
    const first = await runOnce(lap, connection);
    const calls = [...server.calls];
    const broken = [...first.broken];
    if (clock.sleptMs > LONGEST_MS) broken.push(`waited ${Math.round(clock.sleptMs / 60_000)} minutes`);
    if (calls.length > MOST_CALLS) broken.push(`made ${calls.length} calls`);
    // The trouble is over: the post step, and then another attempt, close or take up what they find.
    server.plan = undefined;
    const healthy = { ...connection, attempt: 2, network: makeNetwork(clock, undefined) };
    await abandonOpenRuns(first.saved, lap.tracker(healthy, lap.profiler(healthy)), silentLogger);
    const again = await runOnce(lap, healthy);
    if (plan !== undefined && again.ending !== 'recovered')
      broken.push(`a further attempt was ${again.ending}: ${again.words}`);
    if (lap.open() > 0) broken.push(`${lap.open()} runs are left open`);
    broken.push(...findDoubled(lap, plan === undefined ? undefined : await countsWithoutTrouble(backend)));
    const counts = lap.counts();
    return { ...first, calls, counts, broken };
  } finally {
    await server.close();
    closeLap(lap);
  }
}

const plainCounts = new Map<string, Promise<Readonly<Record<string, number>>>>();

/** What two attempts on one commit leave where nothing breaks. */
function countsWithoutTrouble(backend: string): Promise<Readonly<Record<string, number>>> {
  const known = plainCounts.get(backend) ?? runCell(backend, undefined).then(({ counts }) => counts);
  plainCounts.set(backend, known);
  return known;
}

function findDoubled(lap: Lap, plain: Readonly<Record<string, number>> | undefined): readonly string[] {
  if (plain === undefined) return [];
  return Object.entries(lap.counts())
    .filter(([kind, count]) => count > (plain[kind] ?? 0) && !lap.spent.includes(kind))
    .map(([kind, count]) => `${count} ${kind} instead of ${plain[kind]}`);
}

function makeNetwork(clock: Clock, fault: FaultName | undefined, answersWithinMs = 300) {
  const slow = fault !== undefined && SLOW.includes(fault);
  const patience = slow
    ? { timeoutMs: answersWithinMs, totalMs: 2 * answersWithinMs, attempts: 2 }
    : { timeoutMs: 20_000, attempts: 4 };
  return createNetwork({ clock, random: () => 0.5, baseDelayMs: 500, longestWaitMs: 60_000, proxy: {}, ...patience });
}

async function runOnce(lap: Lap, connection: Connection) {
  const saved = new Map<string, string>();
  const profiler = lap.profiler(connection);
  const tools: Tools = {
    profiler,
    tracker: lap.tracker(connection, profiler),
    store: new DirectoryStore(lap.folder, connection.clock),
    commits: null,
    lastRelease: null,
    files: {
      ...createFiles(lap.folder, lap.folder),
      glob: async (pattern) => (pattern === 'bench' ? [] : [pattern]),
    },
    clock: connection.clock,
    log: silentLogger,
    state: { save: (name, value) => void saved.set(name, value) },
    signal: new AbortController().signal,
  };
  const made = makeTask({ task: { model: lap.model, devices: [lap.device], runTimeoutMs: 600_000 } });
  const task = { ...made, trigger: { ...made.trigger, commit: COMMIT } };
  const seen = await observeGate(task, tools, lap.canaries);
  return { ...seen, saved: saved.get(OPEN_RUNS_STATE) || '[]' };
}
