// What the system says of other load while a pair is measured: time stolen from this machine, and time that the models'
// processes stood in the run queue. Linux tells both; elsewhere nothing is known.

import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';

/** Counters at one moment; only their differences mean anything. */
export interface LoadCounters {
  /** Ticks of all processors, and those that a hypervisor gave to others. */
  readonly ticks: number;
  readonly stolenTicks: number;
  /** Nanoseconds that the processes ran, and that they were ready to run and did not. */
  readonly ranNs: number;
  readonly waitedNs: number;
}

/** Shares, 0 to 1. */
export interface MachineLoad {
  /** Of the machine's processors, taken by a hypervisor. */
  readonly stolen: number;
  /** Of the time that the processes could have run, spent waiting for a processor. */
  readonly waited: number;
}

/** More than this is other load: on an idle machine both stay below two in a hundred. */
const BUSY: MachineLoad = { stolen: 0.1, waited: 0.25 };

export function isBusy({ stolen, waited }: MachineLoad): boolean {
  return stolen > BUSY.stolen || waited > BUSY.waited;
}

/** The counters of the machine and of these processes, all threads; undefined where the system does not tell. */
export async function readLoadCounters(pids: readonly (number | undefined)[]): Promise<LoadCounters | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    const ticks = parseTicks(await readFile('/proc/stat', 'utf8'));
    const threads = await Promise.all(pids.map((pid) => (pid === undefined ? [] : readSchedules(pid))));
    return { ...ticks, ...sumSchedules(threads.flat()) };
  } catch {
    // A container may hide them, and a process may have ended.
    return undefined;
  }
}

/** Reads them for processes of so many threads each; more threads than processors wait for each other, which is no other load. */
export function createLoadReader(
  pids: readonly (number | undefined)[],
  threads: number,
): () => Promise<LoadCounters | undefined> {
  return threads > availableParallelism() ? async () => undefined : () => readLoadCounters(pids);
}

/** What happened between two moments; undefined where one of them is not known. */
export function loadBetween(
  before: LoadCounters | undefined,
  after: LoadCounters | undefined,
): MachineLoad | undefined {
  if (before === undefined || after === undefined) return undefined;
  const waited = after.waitedNs - before.waitedNs;
  return {
    stolen: shareOf(after.stolenTicks - before.stolenTicks, after.ticks - before.ticks),
    waited: shareOf(waited, waited + after.ranNs - before.ranNs),
  };
}

/** The first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal; guests are counted in user. */
export function parseTicks(text: string): Pick<LoadCounters, 'ticks' | 'stolenTicks'> {
  const line = /^cpu +([\d ]+)$/m.exec(text)?.[1];
  if (line === undefined) throw new Error('no line of all processors');
  const counts = line.trim().split(' ').slice(0, 8).map(Number);
  return { ticks: counts.reduce((sum, count) => sum + count, 0), stolenTicks: counts[7] ?? 0 };
}

/** Lines of /proc/<pid>/task/<tid>/schedstat: nanoseconds on a processor, nanoseconds in the queue, count of turns. */
export function sumSchedules(lines: readonly string[]): Pick<LoadCounters, 'ranNs' | 'waitedNs'> {
  const counts = lines.map((line) => line.trim().split(' ').map(Number));
  const sum = (place: number) => counts.reduce((total, numbers) => total + (numbers[place] ?? 0), 0);
  return { ranNs: sum(0), waitedNs: sum(1) };
}

async function readSchedules(pid: number): Promise<readonly string[]> {
  const threads = await readdir(`/proc/${pid}/task`);
  return Promise.all(threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8')));
}

function shareOf(part: number, whole: number): number {
  return whole > 0 && part > 0 ? Math.min(1, part / whole) : 0;
}
