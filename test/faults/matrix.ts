// The fault matrix: every call of a gate on every backend meets every fault, once and for good. What is found is
// compared with what must hold whatever happens.

import { createNetwork } from '../../src/adapters/http/fetch.ts';
import { DirectoryStore } from '../../src/adapters/local/directory-store.ts';
import { createFiles } from '../../src/adapters/runner/machine.ts';
import { runGate } from '../../src/app/modes/gate.ts';
import { abandonOpenRuns } from '../../src/app/report/close-unfinished.ts';
import { OPEN_RUNS_STATE } from '../../src/app/saved-state.ts';
import type { Tools } from '../../src/app/tools.ts';
import { GateError, isPassing } from '../../src/domain/errors.ts';
import type { Clock } from '../../src/ports/machine.ts';
import { describeFinding } from '../../src/rendering/findings.ts';
import { silentLogger } from '../support/fakes.ts';
import { makeTask } from '../support/scene.ts';
import type { Ending, Part, Times } from './cell.ts';
import { type FaultName, type FaultyServer, mountFaulty, SLOW } from './faulty-server.ts';
import { LAPS } from './laps/index.ts';
import { COMMIT, type Connection, closeLap, type Lap } from './laps/lap.ts';

/** The backends' part: one table each. */
export async function openBackendParts(): Promise<readonly Part[]> {
  return Promise.all(
    Object.keys(LAPS).map(async (backend) => {
      const { calls } = await runCell(backend, undefined);
      return {
        table: backend,
        calls: [...new Set(calls)],
        async run(call: string, fault: FaultName, times: Times) {
          const { ending, words, broken } = await runCell(backend, { call, fault, left: times === 'once' ? 1 : 1e9 });
          return { table: backend, call, fault, times, ending, words, broken };
        },
        close: async () => undefined,
      };
    }),
  );
}

/** Time that passes only by waiting. */
class VirtualClock implements Clock {
  sleptMs = 0;
  readonly #start = Date.now();
  now(): Date {
    return new Date(this.#start + this.sleptMs);
  }
  async sleep(milliseconds: number): Promise<void> {
    this.sleptMs += milliseconds;
    await new Promise((done) => setTimeout(done, 1));
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
    const clock = new VirtualClock();
    const connection = { url: server.url, clock, attempt: 1, network: makeNetwork(clock, plan?.fault) };
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

function makeNetwork(clock: Clock, fault: FaultName | undefined) {
  const slow = fault !== undefined && SLOW.includes(fault);
  const patience = slow ? { timeoutMs: 300, totalMs: 600, attempts: 2 } : { timeoutMs: 20_000, attempts: 4 };
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
  const { ending, words } = await runGate(task, tools).then(
    ({ subjects, findings }) => {
      const measured = subjects.some(({ comparisons }) => comparisons.length > 0);
      const told = findings.filter(({ code }) => TROUBLE.has(code)).map(describeFinding);
      const found = told.length === 0 ? 'recovered' : measured ? 'finding' : 'inconclusive';
      return { ending: found as Ending, words: told.join(' ') };
    },
    (error: unknown) => ({ ending: endingOf(error), words: wordsOf(error) }),
  );
  const broken: string[] = [];
  if (ending === 'bug') broken.push(`a bug: ${words}`);
  if (ending !== 'recovered' && words.length < 20) broken.push('nothing is said');
  for (const canary of lap.canaries) if (words.includes(canary)) broken.push(`"${canary}" is shown`);
  if (/https?:\/\/127\.0\.0\.1:\d+\/\S/.test(words)) broken.push('an address is shown');
  return { ending, words, broken, saved: saved.get(OPEN_RUNS_STATE) || '[]' };
}

/** Findings about trouble, not about what is normal on a first run. */
const TROUBLE: ReadonlySet<string> = new Set([
  'job-failed',
  'not-recorded',
  'file-not-stored',
  'baseline-untrusted',
  'baseline-unreadable',
  'baseline-model-missing',
  'status-not-told',
  'cache-suspected',
  'sink-failed',
]);

function endingOf(error: unknown): Ending {
  if (!(error instanceof GateError)) return 'bug';
  return isPassing(error) ? 'inconclusive' : 'error';
}

function wordsOf(error: unknown): string {
  if (error instanceof GateError) return `${error.message} ${error.advice}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
