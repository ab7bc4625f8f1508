import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Affinity, chooseProcessor, parseBusy, parseList } from '../../src/adapters/local/affinity.ts';

describe('the processor of a pair', () => {
  it('is the idlest one', () => {
    const all = [0.9, 0, 0.1].map((busy, number) => ({ number, busy, speed: undefined }));
    expect(chooseProcessor(all)).toBe(1);
  });

  it('is a fast one, also where a slow one is idler', () => {
    const all = [
      { number: 0, busy: 0, speed: 1_800_000 },
      { number: 1, busy: 0.2, speed: 4_800_000 },
      { number: 2, busy: 0.1, speed: 4_700_000 },
    ];
    expect(chooseProcessor(all)).toBe(2);
  });

  it('is any of those that are alike', () => {
    const all = [0, 1, 2].map((number) => ({ number, busy: 0, speed: 1 }));
    expect([0, 0.5, 0.99].map((chance) => chooseProcessor(all, () => chance))).toEqual([0, 1, 2]);
  });

  it('is none where there is none', () => {
    expect(chooseProcessor([])).toBeUndefined();
  });
});

describe('what Linux tells of processors', () => {
  it.each([
    ['0-3,8', [0, 1, 2, 3, 8]],
    ['5', [5]],
    ['', []],
  ])('in the list "%s"', (list, numbers) => {
    expect(parseList(list)).toEqual(numbers);
  });

  it('in their ticks: busy is all but idle and waiting for disks', () => {
    const text = 'cpu  9 9 9 9 9 9 9 9 9 9\ncpu0 10 1 5 100 20 0 2 1 0 0\ncpu12 1 0 0 9 0 0 0 0 0 0\nintr 5\n';
    expect([...parseBusy(text)]).toEqual([
      [0, { busy: 19, total: 139 }],
      [12, { busy: 1, total: 10 }],
    ]);
  });
});

describe('Affinity', () => {
  it('holds all threads of two processes on one processor, or says that it cannot', async () => {
    const affinity = new Affinity();
    const children = [1, 2].map(() => spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => 0, 1e3)']));
    try {
      // Its threads are there by then.
      await Promise.all(children.map((child) => once(child.stdout, 'data')));
      const before = allowedOf(children[0]?.pid);
      await affinity.pin(children.map(({ pid }) => pid));
      const lists = children.flatMap(({ pid }) => allowedOf(pid));
      const possible = await affinity.isPossible();
      expect(new Set(lists).size).toBe(process.platform === 'linux' ? 1 : 0);
      if (possible) expect(parseList(lists[0] ?? '')).toHaveLength(1);
      else expect(allowedOf(children[0]?.pid)).toEqual(before);
    } finally {
      for (const child of children) child.kill('SIGKILL');
    }
  });

  it('lets a process pass that has ended', async () => {
    const child = spawn(process.execPath, ['-e', '0']);
    await once(child, 'close');
    await new Affinity().pin([child.pid, undefined]);
  });
});

/** The processors that each thread may use, as Linux lists them; none elsewhere. */
function allowedOf(pid: number | undefined): readonly string[] {
  if (process.platform !== 'linux' || pid === undefined) return [];
  const read = (thread: string) => readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8');
  return readdirSync(`/proc/${pid}/task`).map((thread) => /^Cpus_allowed_list:\s*(\S+)/m.exec(read(thread))?.[1] ?? '');
}
