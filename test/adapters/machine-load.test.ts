import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { describeDisturbance, isLess, isTooMuch, Patience } from '../../src/adapters/local/disturbance.ts';
import {
  isBusy,
  loadBetween,
  parseTicks,
  readLoadCounters,
  sumSchedules,
} from '../../src/adapters/local/machine-load.ts';

/** The head of a /proc/stat of a virtual machine with two processors. */
const STAT = `cpu  4705 150 1120 16250 520 30 45 310 99 0
cpu0 2355 80 561 8120 250 15 30 160 50 0
cpu1 2350 70 559 8130 270 15 15 150 49 0
intr 114930548 113199788
`;

const counters = (ranNs: number, waitedNs: number, stolenTicks = 0, ticks = 1000) => ({
  ticks,
  stolenTicks,
  ranNs,
  waitedNs,
});

describe('load of the machine', () => {
  it('is read from what Linux writes; guests are part of user', () => {
    expect(parseTicks(STAT)).toEqual({ ticks: 23130, stolenTicks: 310 });
    expect(sumSchedules(['1000 200 5\n', '30 4 1\n'])).toEqual({ ranNs: 1030, waitedNs: 204 });
  });

  it('is a share of what could have been run, between two moments', () => {
    const load = loadBetween(counters(1000, 500, 10, 1000), counters(4000, 1500, 60, 1500));
    expect(load).toEqual({ stolen: 0.1, waited: 0.25 });
    expect(loadBetween(undefined, counters(1, 1))).toBeUndefined();
    expect(loadBetween(counters(5, 5), counters(5, 5))).toEqual({ stolen: 0, waited: 0 });
  });

  it('is too much from a quarter of the time in the queue, or a tenth stolen', () => {
    expect(isBusy({ stolen: 0, waited: 0.2 })).toBe(false);
    expect(isBusy({ stolen: 0, waited: 0.3 })).toBe(true);
    expect(isBusy({ stolen: 0.2, waited: 0 })).toBe(true);
  });

  it.runIf(process.platform === 'linux')('is told of a real process', async () => {
    const child = spawn(process.execPath, [
      '-e',
      'const end = Date.now() + 60; while (Date.now() < end); setInterval(() => 0, 1e3)',
    ]);
    try {
      await once(child, 'spawn');
      const before = await readLoadCounters([child.pid]);
      let ran = 0;
      for (let tries = 0; ran === 0 && tries < 200; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        ran = ((await readLoadCounters([child.pid]))?.ranNs ?? 0) - (before?.ranNs ?? 0);
      }
      expect(ran).toBeGreaterThan(0);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('is not known of a process that has ended', async () => {
    expect(await readLoadCounters([2 ** 30])).toBeUndefined();
  });
});

describe('disturbance', () => {
  const idle = { contention: 1.02, load: { stolen: 0, waited: 0.01 } };
  const queued = { contention: 1.1, load: { stolen: 0, waited: 0.41 } };
  const slowed = { contention: 1.9, load: undefined };

  it('is told by the blocks where the system tells nothing, and by the queue where the blocks are evenly slow', () => {
    expect([idle, queued, slowed].map(isTooMuch)).toEqual([false, true, true]);
    expect(isLess(idle, queued)).toBe(true);
    expect(isLess(queued, slowed)).toBe(true);
  });

  it('is waited for until it turns out to stay; blocks that are unevenly slow are always measured again', () => {
    const patience = new Patience();
    expect(patience.allows(queued)).toBe(2);
    patience.ended(true);
    expect(patience.allows(queued)).toBe(0);
    expect(patience.allows(slowed)).toBe(2);
    patience.ended(false);
    expect(patience.allows(queued)).toBe(2);
  });

  it('is put in words, the worst first', () => {
    expect(describeDisturbance([queued])).toBe('the models waited for a processor 41 % of the time');
    expect(describeDisturbance([queued, slowed])).toBe("the baseline's own blocks took 1.9 times its fastest");
  });
});
