import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { Affinity, chooseProcessor, parseBusy, parseList } from '../../src/adapters/local/affinity.ts';
import { temporaryFolder } from '../support/folder.ts';
import { openLocalProfiler } from '../support/local.ts';
import { MODELS, writeModel } from '../support/models.ts';

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

const SEVERAL = new Set(allowedOf(process.pid).flatMap(parseList)).size > 1;
/** Elsewhere nothing can be held, and these tests are skipped. */
const holds = SEVERAL && spawnSync('taskset', ['-p', String(process.pid)]).status === 0;

describe.skipIf(!holds)('Affinity', () => {
  it('holds all threads of two processes on one processor, and tells which', async () => {
    const children = [1, 2].map(() => spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => 0, 1e3)']));
    try {
      // Its threads are there by then.
      await Promise.all(children.map((child) => once(child.stdout, 'data')));
      const processor = await new Affinity({}).pin(children.map(({ pid }) => pid));
      expect(new Set(children.flatMap(({ pid }) => allowedOf(pid)))).toEqual(new Set([String(processor)]));
    } finally {
      for (const child of children) child.kill('SIGKILL');
    }
  });

  it('lets all run where they like, later ones too, where one cannot be held', async () => {
    const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => 0, 1e3)']);
    try {
      await once(child.stdout, 'data');
      const [before] = allowedOf(child.pid);
      const affinity = new Affinity({});
      expect(await affinity.isPossible()).toBe(true);
      expect(await affinity.pin([child.pid, Number.NaN])).toBeUndefined();
      expect(new Set(allowedOf(child.pid))).toEqual(new Set([before]));
      expect(await affinity.isPossible()).toBe(false);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it.each([
    ['of one thread', {}, 'one processor'],
    ['of more threads', { threads: 2 }, 'none'],
    ['that must not be held', { pin: false }, 'none'],
  ])('is told in the environment of models %s', async (_, options, affinity) => {
    const folder = temporaryFolder('affinity');
    const short = { 'min-time': 0.02, 'warmup-time': 0, 'min-iterations': 1 };
    const profiler = openLocalProfiler(folder, { ...short, ...options });
    const inspected = await profiler.inspect(writeModel(folder, 'a.onnx', MODELS.base()), 'net');
    const model = await profiler.prepare(inspected);
    const [device = { name: '', description: '' }] = await profiler.devices();
    const ticket = await profiler.submit({ model, beside: model, device });
    const ended = await vi.waitUntil(
      async () => {
        const state = await profiler.poll(ticket);
        return state.state === 'done' ? state : undefined;
      },
      { timeout: 60_000 },
    );
    expect(ended.measurement.environment['affinity']).toBe(affinity);
  });
});

/** The processors that each thread may use, as Linux lists them; none elsewhere. */
function allowedOf(pid: number | undefined): readonly string[] {
  if (process.platform !== 'linux' || pid === undefined) return [];
  const read = (thread: string) => readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8');
  return readdirSync(`/proc/${pid}/task`).map((thread) => /^Cpus_allowed_list:\s*(\S+)/m.exec(read(thread))?.[1] ?? '');
}
