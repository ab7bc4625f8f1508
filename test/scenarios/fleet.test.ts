// A small change on every device: none of them reaches its limit, all together do. It fails only where that is asked for.

import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.ts';

/** A model is a text with its latency. */
const BENCH = `#!/bin/sh
read ms < "$1"
echo "{\\"schema\\":\\"latency-gate/job@1\\",\\"metrics\\":{\\"latency\\":$ms}}"
`;

const DEVICES = ['phone 1', 'phone 2', 'phone 3', 'phone 4', 'phone 5'];

let world: World;
beforeAll(async () => {
  world = await createWorld();
  writeFileSync(join(world.workspace, 'bench.sh'), BENCH);
  chmodSync(join(world.workspace, 'bench.sh'), 0o755);
  writeFileSync(join(world.workspace, 'old.txt'), '10.0\n');
}, 60_000);
afterAll(() => world.close());

async function gate(latency: string, file: string, devices: readonly string[] = DEVICES) {
  writeFileSync(join(world.workspace, 'net.txt'), `${latency}\n`);
  writeFileSync(join(world.workspace, 'gate.yml'), file);
  const head = world.commit(`topic-${latency}-${file.length}-${devices.length}`, world.commit('main'));
  const inputs = {
    backend: 'command',
    command: './bench.sh {model}',
    model: 'net.txt',
    'baseline-model': 'old.txt',
    devices: devices.join('\n'),
    'max-regression': '5%',
    config: 'gate.yml',
  };
  return world.step({ ...world.pullStep(head), inputs });
}

const FLEET = 'limits:\n  - { metric: latency, fleet: 2% }\n';

describe('+3 % on each of five devices, limit 5 %', () => {
  it('is shown, and fails nothing by itself', async () => {
    const result = await gate('10.3', 'maxRegression: 5%\n');
    expect(result).toExit(0);
    expect(result.summary).toContain('5 devices together');
  });

  it('fails where the config file limits all devices together, and says so', async () => {
    const result = await gate('10.3', FLEET);
    expect(result).toExit(1);
    expect(result.summary).toMatch(/❌ \| all devices\s*\| \*\*\+3\.0/);
    expect(result.outputs['regressions']).toBe('1');
  });

  it('passes with a waiver that covers it', async () => {
    const waiver =
      "waivers:\n  - { model: net, device: '*', metric: latency, ceiling: 4%, until: 2999-12-31, reason: wanted }\n";
    const result = await gate('10.3', FLEET + waiver);
    expect(result).toExit(0);
    expect(result.summary).toMatch(/🟡 \| all devices/);
  });
});

describe('a limit for all devices', () => {
  it('lets pass what is within it', async () => {
    const result = await gate('10.1', FLEET);
    expect(result).toExit(0);
    expect(result.summary).toMatch(/✅ \| all devices/);
  });

  it('that judges nothing, for there are two devices, is told', async () => {
    const result = await gate('10.3', FLEET, DEVICES.slice(0, 2));
    expect(result).toExit(0);
    expect(result.summary).toContain('fewer than three devices of a model measured it');
  });

  it.each([
    [
      'of one device',
      'limits:\n  - { metric: latency, device: phone 1, fleet: 2% }\n',
      'a limit of all devices together; leave device out',
    ],
    ['in milliseconds', 'limits:\n  - { metric: latency, fleet: 1 ms }\n', 'a share such as 2%'],
    ['of an unknown metric', 'limits:\n  - { metric: latncy, fleet: 2% }\n', 'latncy'],
  ])('%s is an error', async (_, file, message) => {
    const result = await gate('10.3', file);
    expect(result).toExit(2);
    expect(result.log).toContain(message);
  });
});
