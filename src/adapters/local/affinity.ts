// Keeps the processes of a pair on one processor. They take turns, so that on processors of their own each would find
// its own asleep at every turn; where the machine is virtual, one that wakes often runs a third slower for a while, and
// pairs of equal models differed by ten percent instead of less than one (npm run bench:affinity).

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** How long the processors are watched for the idlest one, milliseconds; Linux counts in steps of ten. */
const WATCH_MS = 60;
/** Of processors that are not alike only those within a tenth of the fastest. */
const AS_FAST = 0.9;

export interface Processor {
  readonly number: number;
  /** Busy share of the last moments, 0 to 1. */
  readonly busy: number;
  /** In any unit; undefined where the system does not tell. */
  readonly speed: number | undefined;
}

/** The one to measure on: among the fast ones the idlest, of equals any. */
export function chooseProcessor(all: readonly Processor[], random: () => number = Math.random): number | undefined {
  const fastest = Math.max(...all.map(({ speed = 0 }) => speed));
  const fast = all.filter(({ speed = 0 }) => speed >= AS_FAST * fastest);
  const least = Math.min(...fast.map(({ busy }) => busy));
  const idlest = fast.filter(({ busy }) => busy === least);
  return idlest[Math.floor(random() * idlest.length)]?.number;
}

/** Linux's `taskset` does it; where it is not there or not allowed, processes run where they like. */
export class Affinity {
  #allowed: Promise<readonly number[]> | undefined;

  /** Whether processes can be held on one of several processors here. */
  async isPossible(): Promise<boolean> {
    this.#allowed ??= findAllowed().catch(() => []);
    return (await this.#allowed).length > 1;
  }

  /** All threads of these processes, onto the processor that is idlest now. One that has ended meanwhile stays out. */
  async pin(pids: readonly (number | undefined)[]): Promise<void> {
    if (!(await this.isPossible())) return;
    const processor = chooseProcessor(await watch((await this.#allowed) ?? []));
    if (processor === undefined) return;
    const started = pids.filter((pid) => pid !== undefined);
    await Promise.allSettled(started.map((pid) => taskset('-a', '-c', '-p', String(processor), String(pid))));
  }
}

function taskset(...args: readonly string[]): Promise<unknown> {
  return promisify(execFile)('taskset', args);
}

/** The processors that this process may use; none where it could not choose among them. */
async function findAllowed(): Promise<readonly number[]> {
  if (process.platform !== 'linux') return [];
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(await readFile('/proc/self/status', 'utf8'))?.[1] ?? '';
  await taskset('-a', '-c', '-p', list, String(process.pid));
  return parseList(list);
}

/** `0-3,8` as Linux writes sets of processors. */
export function parseList(list: string): readonly number[] {
  return [...list.matchAll(/(\d+)(?:-(\d+))?/g)].flatMap(([, first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index),
  );
}

async function watch(allowed: readonly number[]): Promise<readonly Processor[]> {
  const before = parseBusy(await readFile('/proc/stat', 'utf8'));
  await new Promise((resolve) => setTimeout(resolve, WATCH_MS));
  const after = parseBusy(await readFile('/proc/stat', 'utf8'));
  const speeds = await Promise.all(allowed.map(readSpeed));
  return allowed.map((number, place) => {
    const [from, to] = [before.get(number), after.get(number)];
    const total = (to?.total ?? 0) - (from?.total ?? 0);
    const busy = total > 0 ? ((to?.busy ?? 0) - (from?.busy ?? 0)) / total : 0;
    return { number, busy, speed: speeds[place] };
  });
}

/** Ticks of each processor by number, from /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal. */
export function parseBusy(text: string): ReadonlyMap<number, { readonly busy: number; readonly total: number }> {
  const lines = [...text.matchAll(/^cpu(\d+) +([\d ]+)$/gm)];
  return new Map(
    lines.map(([, number, counts = '']) => {
      const ticks = counts.trim().split(' ').slice(0, 8).map(Number);
      const total = ticks.reduce((sum, count) => sum + count, 0);
      return [Number(number), { busy: total - (ticks[3] ?? 0) - (ticks[4] ?? 0), total }];
    }),
  );
}

/** Arm's relative capacity, or the highest clock rate. */
async function readSpeed(processor: number): Promise<number | undefined> {
  const folder = `/sys/devices/system/cpu/cpu${processor}`;
  for (const path of [`${folder}/cpu_capacity`, `${folder}/cpufreq/cpuinfo_max_freq`]) {
    const speed = Number(await readFile(path, 'utf8').catch(() => Number.NaN));
    if (speed > 0) return speed;
  }
  return undefined;
}
