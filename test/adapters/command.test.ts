// The small parts of the backend command: arguments, variables, order of blocks, heat.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillPlaceholders, splitCommand } from '../../src/adapters/command/arguments.ts';
import { CommandOptionsSchema } from '../../src/adapters/command/options.ts';
import { CommandProfiler } from '../../src/adapters/command/profiler.ts';
import { DeviceQueue } from '../../src/adapters/command/queue.ts';
import { chooseVariables, withoutSecrets } from '../../src/adapters/command/variables.ts';
import { orderRounds } from '../../src/adapters/profiles/blocks.ts';
import { findHeat } from '../../src/adapters/profiles/heat.ts';
import { systemClock } from '../../src/adapters/runner/machine.ts';
import { temporaryFolder } from '../support/folder.ts';

describe('splitCommand', () => {
  it.each([
    ['bench {model}', ['bench', '{model}']],
    ['  bench   --device {device} ', ['bench', '--device', '{device}']],
    ['bench "a b" \'c d\' e"f g"h', ['bench', 'a b', 'c d', 'ef gh']],
    ['bench "say \\"hi\\""', ['bench', 'say "hi"']],
    ['bench\n--flag with spaces\n{model}', ['bench', '--flag with spaces', '{model}']],
    ['bench $HOME `x` ; y', ['bench', '$HOME', '`x`', ';', 'y']],
  ])('reads %j', (line, parts) => {
    expect(splitCommand(line)).toEqual(parts);
  });

  it.each(['bench "open', "bench 'open", '', '   '])('refuses %j', (line) => {
    expect(() => splitCommand(line)).toThrow(/command: found/);
  });

  it('gives words back as they were, quoted', () => {
    const word = fc.string({ minLength: 1 }).filter((text) => !/["'\\\s]/.test(text));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
        expect(splitCommand(words.map((one) => `"${one}"`).join(' '))).toEqual(words);
      }),
    );
  });
});

describe('fillPlaceholders', () => {
  it('fills each place, and what is filled in is not filled again', () => {
    const facts = { model: '/m {device}', device: 'd', output: '/o' };
    expect(fillPlaceholders(['--m={model}', '{device}{output}'], facts)).toEqual(['--m=/m {device}', 'd/o']);
  });
});

describe('a job of a command', () => {
  const program = { name: 'm', sha256: 'a'.repeat(64), sizeBytes: 1, format: 'x', path: '/m', files: ['m'] };
  const poll = async (random: () => number, command = '/nowhere/bench') => {
    const folder = temporaryFolder('command-jobs');
    const path = join(folder, 'm');
    writeFileSync(path, 'x');
    const harness = {
      command: [command],
      env: {},
      read: { metrics: [] },
      cwd: folder,
      timeoutMs: 1000,
      signal: new AbortController().signal,
      mask: (text: string) => text,
    };
    const profiler = new CommandProfiler({
      devices: ['board'],
      devicesCommand: undefined,
      concurrency: 1,
      identity: 'bench',
      options: CommandOptionsSchema.parse({}),
      harness,
      temporaryFolder: folder,
      clock: systemClock,
      random,
    });
    const model = await profiler.prepare({ ...program, path, files: ['m'] });
    const ticket = await profiler.submit({ model, device: { name: 'board', description: '' } });
    for (;;) {
      const state = await profiler.poll(ticket);
      if (state.state === 'failed' || state.state === 'done') return state;
      await new Promise((done) => setTimeout(done, 5));
    }
  };

  it('fails with the reason where the program cannot be started', async () => {
    expect(await poll(Math.random)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('/nowhere/bench'),
    });
  });

  it('hands a bug on: one of this program is no failure of the device', async () => {
    const broken = () => {
      throw new TypeError('a bug');
    };
    await expect(poll(broken)).rejects.toThrow('a bug');
  });
});

describe('chooseVariables', () => {
  it('takes what a program needs and what was named, and nothing else', () => {
    const known = ['PATH', 'HOME', 'LC_ALL', 'ANDROID_SERIAL', 'SECRET', 'INPUT_API-KEY'];
    expect(chooseVariables(known, ['ANDROID_SERIAL'])).toEqual(['PATH', 'HOME', 'LC_ALL', 'ANDROID_SERIAL']);
  });

  it.each(['INPUT_MODEL', 'input_model', 'GITHUB_TOKEN', 'ACTIONS_RUNTIME_TOKEN', 'EMBEDL_HUB_API_KEY'])(
    'refuses %s even where it is named',
    (name) => {
      expect(() => chooseVariables([name], [name])).toThrow(`pass-env: found "${name}"`);
    },
  );

  it('hides the values that were handed on', () => {
    expect(withoutSecrets('token s3cr3t and abc', ['s3cr3t', 'abc'])).toBe('token *** and abc');
  });
});

describe('orderRounds', () => {
  it('is balanced whatever the chance says', () => {
    for (const chance of [0, 0.4, 0.6, 0.99]) {
      for (const order of orderRounds(3, () => chance)) {
        expect(order.filter((side) => side === 'baseline')).toHaveLength(2);
        expect(order[0]).toBe(order[3]);
      }
    }
    expect(orderRounds(1, () => 0)).not.toEqual(orderRounds(1, () => 0.9));
  });
});

describe('findHeat', () => {
  it('tells a device that becomes slower, and only that', () => {
    expect(findHeat('d', [1, 1.01, 1.1, 1.15, 1.2, 1.25])).toMatchObject([
      { code: 'heated-up', facts: { rise: '22 %' } },
    ]);
    expect(findHeat('d', [1, 1.01, 0.99, 1, 1.02, 1.01])).toEqual([]);
    expect(findHeat('d', [1, 2])).toEqual([]);
  });
});

describe('DeviceQueue', () => {
  it('never lets two pieces of work overlap on a device, and no more devices than asked for', async () => {
    const busy = new Map<string, number>();
    let most = 0;
    const done: Promise<void>[] = [];
    const queue = new DeviceQueue(2);
    for (const device of ['a', 'a', 'b', 'c', 'b', 'a']) {
      done.push(
        new Promise((resolve) => {
          queue.add(device, async () => {
            busy.set(device, (busy.get(device) ?? 0) + 1);
            expect(busy.get(device)).toBe(1);
            most = Math.max(most, [...busy.values()].filter((count) => count > 0).length);
            await new Promise((next) => setImmediate(next));
            busy.set(device, 0);
            resolve();
          });
        }),
      );
    }
    await Promise.all(done);
    expect(most).toBe(2);
  });
});
