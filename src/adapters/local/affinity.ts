// Keeps the processes of a pair on one processor. They take turns, so that on processors of their own each would find
// its own asleep at every turn; where the machine is virtual, one that wakes may run a third slower for a while, and
// pairs of equal models differ many times more (npm run bench:affinity).

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** The tool answers at once or not at all. */
const TOOL_TIMEOUT_MS = 5000;
/** How long the processors are watched for the idlest one, milliseconds; Linux counts in steps of ten. */
const WATCH_MS = 60;
/** Of processors that are not alike only those within a tenth of the fastest. */
const AS_FAST = 0.9;

export interface Processor {
  readonly number: number;
  /** Busy share of the last moments, 0 to 1; 1 where nothing tells it. */
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
  readonly #env: Readonly<Record<string, string>>;
  #allowed: Promise<readonly number[]> | undefined;

  /** `env`: all that the tool sees, `PATH` to find it by. */
  constructor(env: Readonly<Record<string, string>>) {
    this.#env = env;
  }

  /** Whether processes are held on one processor here, if it were because there is one alone. */
  async isPossible(): Promise<boolean> {
    return (await this.#findAllowed()).length > 0;
  }

  /**
   * All threads of these processes, onto the processor that is idlest now; answers which. Where that is refused all of
   * them run where they like, and so do those of later pairs.
   */
  async pin(pids: readonly (number | undefined)[]): Promise<number | undefined> {
    const allowed = await this.#findAllowed();
    if (allowed.length <= 1) return allowed[0];
    const processor = chooseProcessor(await watch(allowed));
    if (processor !== undefined && (await this.#hold(pids, String(processor)))) return processor;
    await this.#hold(pids, allowed.join(','));
    this.#allowed = Promise.resolve([]);
    return undefined;
  }

  #findAllowed(): Promise<readonly number[]> {
    this.#allowed ??= this.#readAllowed().catch(() => []);
    return this.#allowed;
  }

  /** The processors that this process may use; none where it cannot choose among them. */
  async #readAllowed(): Promise<readonly number[]> {
    if (process.platform !== 'linux') return [];
    const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(await readFile('/proc/self/status', 'utf8'))?.[1] ?? '';
    const allowed = parseList(list);
    if (allowed.length > 1) await this.#taskset('-c', '-p', list, String(process.pid));
    return allowed;
  }

  /** Whether all of these processes run on no other processors now. */
  async #hold(pids: readonly (number | undefined)[], processors: string): Promise<boolean> {
    const started = pids.filter((pid) => pid !== undefined);
    const held = started.map((pid) => this.#taskset('-a', '-c', '-p', processors, String(pid)));
    return (await Promise.allSettled(held)).every(({ status }) => status === 'fulfilled');
  }

  #taskset(...args: readonly string[]): Promise<unknown> {
    return promisify(execFile)('taskset', args, { env: this.#env, timeout: TOOL_TIMEOUT_MS });
  }
}

/** `0-3,8` as Linux writes sets of processors. */
export function parseList(list: string): readonly number[] {
  return [...list.matchAll(/(\d+)(?:-(\d+))?/g)].flatMap(([, first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index),
  );
}

async function watch(allowed: readonly number[]): Promise<readonly Processor[]> {
  const before = await readBusy();
  await new Promise((resolve) => setTimeout(resolve, WATCH_MS));
  const after = await readBusy();
  const speeds = await Promise.all(allowed.map(readSpeed));
  return allowed.map((number, place) => {
    const [from, to] = [before.get(number), after.get(number)];
    const total = (to?.total ?? 0) - (from?.total ?? 0);
    const busy = total > 0 ? ((to?.busy ?? 0) - (from?.busy ?? 0)) / total : 1;
    return { number, busy, speed: speeds[place] };
  });
}

/** A container may hide it: then any processor is as good as another. */
async function readBusy(): Promise<ReturnType<typeof parseBusy>> {
  return parseBusy(await readFile('/proc/stat', 'utf8').catch(() => ''));
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
