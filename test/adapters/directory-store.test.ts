// The folder of this machine's records: whole or not at all, in the order of storing, whatever the clock says.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DirectoryStore } from '../../src/adapters/local/directory-store.ts';
import { systemClock } from '../../src/adapters/runner/machine.ts';
import { temporaryFolder } from '../support/folder.ts';

/** A store whose clock says what is given, one time a look. */
function open(...times: readonly string[]) {
  const root = join(temporaryFolder('store'), '.latency-gate');
  const left = times.map((time) => new Date(time));
  const clock = { now: () => left.shift() ?? new Date(times.at(-1) ?? 0), sleep: async () => undefined };
  return { root, store: new DirectoryStore(root, clock) };
}

async function keep(store: DirectoryStore, text: string): Promise<void> {
  const folder = temporaryFolder('kept');
  writeFileSync(join(folder, 'run.json'), text);
  await store.put('record', folder, [join(folder, 'run.json')]);
}

async function texts(store: DirectoryStore, root: string): Promise<readonly string[]> {
  const listed = await store.list('record');
  return listed.map(({ id }) => readFileSync(join(root, id, 'run.json'), 'utf8'));
}

describe('what is stored later', () => {
  it.each([
    ['in the same millisecond', ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z']],
    ['after the clock was set back', ['2026-06-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-03-01T00:00:00Z']],
    ['after the clock was set forth', ['2026-01-01T00:00:00Z', '2031-01-01T00:00:00Z', '2026-01-01T00:00:01Z']],
  ])('%s is listed first', async (_, times) => {
    const { root, store } = open(...times);
    for (const text of ['1', '2', '3']) await keep(store, text);
    expect(await texts(store, root)).toEqual(['3', '2', '1']);
  });
});

describe('what a process that was killed had begun', () => {
  it('is removed by the next one, and never listed', async () => {
    const { root, store } = open('2026-01-01T00:00:00Z');
    // Numbers of processes end far below this.
    const left = join(root, '.partial-99999999');
    mkdirSync(left, { recursive: true });
    writeFileSync(join(left, 'run.json'), 'half');
    await keep(store, 'whole');
    expect(existsSync(left)).toBe(false);
    expect(await texts(store, root)).toEqual(['whole']);
  });
});

describe('waiting', () => {
  it('is timed by a clock that nobody can set', () => {
    const { now } = Date;
    const before = systemClock.now().getTime();
    Date.now = () => now() + 3_600_000;
    try {
      expect(systemClock.now().getTime() - before).toBeLessThan(60_000);
    } finally {
      Date.now = now;
    }
  });
});
