// The part of the fault matrix of `backend: command`: what is broken is the user's program, call by call.

import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createCommandProfiler } from '../../../src/adapters/command/index.ts';
import { DirectoryStore } from '../../../src/adapters/local/directory-store.ts';
import { createFiles, systemClock } from '../../../src/adapters/runner/machine.ts';
import type { Tools } from '../../../src/app/tools.ts';
import { FakeTracker, silentLogger } from '../../support/fakes.ts';
import { makeTask } from '../../support/scene.ts';
import type { Cell, Part, Times } from '../cell.ts';
import type { FaultName } from '../faulty-server.ts';
import { observeGate } from '../observe-gate.ts';
import { PROGRAM, PROGRAM_FAULT_NAMES, SLOW_PROGRAM_FAULTS } from './faulty-program.ts';

/** What the program is given and must not show. */
const CANARY = 'canary-of-the-program';

/** How the program is called: for each block, or once to stay. */
const WAYS: Readonly<Record<string, { readonly command: string; readonly options: object }>> = {
  'Your program (command)': {
    command: './program.sh measure {model}',
    options: { 'set-up': './program.sh set-up', 'tear-down': './program.sh tear-down' },
  },
  'Your program (command), serve: true': { command: './program.sh serve', options: { serve: true } },
};

interface Plan {
  readonly call: string;
  readonly fault: FaultName;
  readonly times: Times;
}

/** Empty but on Linux: what is left running is looked for in /proc. */
export async function openProgramParts(): Promise<readonly Part[]> {
  if (process.platform !== 'linux') return [];
  return Promise.all(
    Object.keys(WAYS).map(async (table) => ({
      table,
      calls: (await runCell(table, undefined)).calls,
      faults: PROGRAM_FAULT_NAMES,
      run: async (call: string, fault: FaultName, times: Times) => {
        const { ending, words, broken } = await runCell(table, { call, fault, times });
        return { table, call, fault, times, ending, words, broken };
      },
      close: async () => undefined,
    })),
  );
}

async function runCell(table: string, plan: Plan | undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'latency-gate-program-'));
  const tracker = new FakeTracker([]);
  try {
    writeFileSync(join(folder, 'program.sh'), PROGRAM);
    chmodSync(join(folder, 'program.sh'), 0o755);
    for (const name of ['old.bin', 'new.bin']) writeFileSync(join(folder, name), name);
    if (plan !== undefined)
      writeFileSync(join(folder, 'plan'), `${plan.call}|${plan.fault}|${plan.times === 'once' ? 1 : 1e9}\n`);
    const first = await runOnce(table, folder, tracker, plan?.fault);
    const calls = [...new Set(readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n'))];
    const broken = [...first.broken, ...findLeft(folder)];
    rmSync(join(folder, 'plan'), { force: true });
    const again = await runOnce(table, folder, tracker, undefined);
    if (again.ending !== 'recovered') broken.push(`a further attempt was ${again.ending}: ${again.words}`);
    return { ...first, calls, broken };
  } finally {
    endDaemons(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runOnce(
  table: string,
  folder: string,
  tracker: FakeTracker,
  fault: FaultName | undefined,
): Promise<Pick<Cell, 'ending' | 'words' | 'broken'>> {
  const { command = '', options = {} } = WAYS[table] ?? {};
  const runTimeoutMs = fault !== undefined && SLOW_PROGRAM_FAULTS.includes(fault) ? 500 : 60_000;
  const profiler = await createCommandProfiler({
    command,
    devicesCommand: './program.sh devices-command',
    options,
    devices: [],
    concurrency: 1,
    passEnv: ['MINE'],
    metrics: [],
    variables: { ...process.env, MINE: `${CANARY} ${folder}` },
    workspace: folder,
    temporaryFolder: join(folder, 'tmp'),
    runTimeoutMs,
    clock: systemClock,
    random: Math.random,
    signal: new AbortController().signal,
  });
  const tools: Tools = {
    profiler,
    tracker,
    store: new DirectoryStore(folder, systemClock),
    commits: null,
    lastRelease: null,
    files: { ...createFiles(folder, folder), glob: async (pattern) => [pattern] },
    clock: systemClock,
    log: silentLogger,
    state: { save: () => undefined },
    signal: new AbortController().signal,
  };
  const models = { model: join(folder, 'new.bin'), baselineModel: join(folder, 'old.bin') };
  return observeGate(makeTask({ task: { ...models, devices: [], runTimeoutMs } }), tools, [CANARY]);
}

/** Processes of the cell that still run, but for those that left its group by themselves; models that were placed. */
function findLeft(folder: string): readonly string[] {
  const own = readDaemons(folder);
  const left = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && !own.includes(Number(name)) && isOf(folder, name))
    .map((pid) => `process ${pid} is left running`);
  const models = join(folder, 'tmp', 'command', 'models');
  const placed = existsSync(models) ? readdirSync(models) : [];
  return [...left, ...placed.map((name) => `the model ${name} is left behind`)];
}

/** One that was killed and not collected yet has no environment any more. */
function isOf(folder: string, pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(folder);
  } catch {
    return false;
  }
}

function readDaemons(folder: string): readonly number[] {
  const path = join(folder, 'daemons');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').map(Number) : [];
}

function endDaemons(folder: string): void {
  for (const pid of readDaemons(folder)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It had ended.
    }
  }
}
