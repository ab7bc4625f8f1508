// `backend: command`: the gate runs the user's own measuring program in blocks A B B A and decides.

import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRunning } from '../support/running.ts';
import { createWorld, type World } from '../support/world.ts';

/** A model is a text; its first line is its latency in milliseconds. Each call notes what it was told. */
const BENCH = `#!/usr/bin/env node
const { appendFileSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const [model, ...words] = process.argv.slice(2);
const file = statSync(model).isDirectory() ? join(model, 'weights.txt') : model;
const ms = Number(readFileSync(file, 'utf8').split('\\n')[0]);
const value = ms * (1 + 0.002 * Math.sin(process.hrtime()[1]));
appendFileSync(join(process.cwd(), 'calls.log'), JSON.stringify({ model, words, env: process.env }) + '\\n');
const job = { schema: 'latency-gate/job@1', metrics: { latency: value } };
if (words.includes('to-file')) writeFileSync(process.env.LATENCY_GATE_OUTPUT, JSON.stringify(job));
else console.log(JSON.stringify(job));
`;

/** One call that reports two hundred benchmarks; only one of them follows the model. */
const MANY = `#!/usr/bin/env node
const { readFileSync, appendFileSync } = require('node:fs');
const ms = Number(readFileSync(process.argv[2], 'utf8').split('\\n')[0]);
appendFileSync('many.log', 'x');
const benchmarks = Array.from({ length: 200 }, (_, i) => ({ name: 'op' + i, fullname: 'op' + i, stats: { median: (i === 7 ? ms : 10) * (i + 1) / 1e3 * (1 + 0.002 * Math.sin(process.hrtime()[1] + i)), data: [] } }));
console.log(JSON.stringify({ machine_info: {}, benchmarks, version: '5.0.0', datetime: '' }));
`;

let world: World;
beforeAll(async () => {
  world = await createWorld();
  program('bench.js', BENCH);
  program('many.js', MANY);
});
afterAll(() => world.close());

function program(name: string, text: string): void {
  writeFileSync(join(world.workspace, name), text);
  chmodSync(join(world.workspace, name), 0o755);
}

function model(name: string, text: string): string {
  const path = join(world.workspace, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return name;
}

const KEPT = { devices: 'board', 'max-regression': '5%' };

const calls = () =>
  readFileSync(join(world.workspace, 'calls.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { model: string; words: string[]; env: Record<string, string> });

const gate = (inputs: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) => {
  const head = world.commit(`topic-${Math.random()}`, world.commit('main'));
  return world.step({
    ...world.pullStep(head),
    env,
    inputs: { command: './bench.js {model}', ...KEPT, ...inputs },
  });
};

describe('a measuring program of the user’s own', () => {
  it('finds a slower model beside the one before it, and passes an equal one', async () => {
    const baseline = model('old.bin', '10\nold');
    const slower = await gate({ model: model('new.bin', '12\nnew'), 'baseline-model': baseline });
    expect(slower.outputs['outcome'], slower.log).toBe('fail');
    expect(slower.exitCode).toBe(1);
    const equal = await gate({ model: model('same.bin', '10\nnew'), 'baseline-model': baseline });
    expect(equal.outputs['outcome'], equal.log).toBe('pass');
  });

  it('is recorded on main and judged on a pull request', async () => {
    const name = 'nets/kept.bin';
    const sha = world.commit('main');
    const inputs = { ...KEPT, command: './bench.js {model}', model: model(name, '10\nfirst') };
    const recorded = await world.step({ event: 'push', sha, branch: 'main', inputs });
    expect(recorded.exitCode, recorded.log).toBe(0);
    model(name, '13\nsecond');
    const result = await world.step({ ...world.pullStep(world.commit('later', sha)), inputs });
    expect(result.outputs['outcome'], result.log).toBe('fail');
    expect(result.summary).toMatch(/board/);
  });

  it('tells equal bytes from equal bytes measured by another program', async () => {
    program('meter.js', BENCH);
    const inputs = { ...KEPT, command: './meter.js {model}', model: model('nets/same.bin', '10\nsame') };
    const sha = world.commit('main');
    const recorded = await world.step({ event: 'push', sha, branch: 'main', inputs });
    expect(recorded.exitCode, recorded.log).toBe(0);
    const gateLater = (name: string) => world.step({ ...world.pullStep(world.commit(name, sha)), inputs });
    expect((await gateLater('docs only')).summary).toContain('identical');
    program('meter.js', `${BENCH}// counts otherwise`);
    const changed = await gateLater('another program');
    expect(changed.summary).not.toContain('identical');
    expect(changed.summary).toMatch(/harness was meter\.js [0-9a-f]{12} and is meter\.js [0-9a-f]{12}/);
    // Other bytes are measured beside the recorded model, both by the program of now.
    model('nets/same.bin', '13\nslower');
    const slower = await gateLater('another program and model');
    expect(slower.outputs['outcome'], slower.summary).toBe('fail');
  });

  it('is never told which side it measures, and sees no input, token or key', async () => {
    const before = existsSync(join(world.workspace, 'calls.log')) ? calls().length : 0;
    await gate(
      {
        model: model('b.bin', '10\nb'),
        'baseline-model': model('a-much-longer-name.bin', '10\na'),
        'pass-env': 'MINE',
      },
      { MINE: 'yes', NOT_MINE: 'no', GITHUB_TOKEN: 'canary-token', EMBEDL_HUB_API_KEY: 'canary-key' },
    );
    const own = calls().slice(before);
    expect(own.length).toBeGreaterThanOrEqual(14);
    const lengths = new Set(own.map(({ model: path }) => path.length));
    expect(lengths.size).toBe(1);
    expect(new Set(own.map(({ model: path }) => path)).size).toBe(2);
    for (const { env } of own) {
      expect(env['MINE']).toBe('yes');
      expect(Object.keys(env).filter((name) => /INPUT_|TOKEN|NOT_MINE|EMBEDL|ACTIONS_/.test(name))).toEqual([]);
    }
  });

  it('takes a folder as the model, and results that are written into the output file', async () => {
    model('pack.mlpackage/weights.txt', '10\nold');
    model('pack2.mlpackage/weights.txt', '14\nnew');
    const result = await gate({
      model: 'pack2.mlpackage',
      'baseline-model': 'pack.mlpackage',
      command: './bench.js {model} to-file',
    });
    expect(result.outputs['outcome'], result.log).toBe('fail');
  });

  it('reports two hundred benchmarks of one call as subjects of their own', async () => {
    const result = await gate({
      model: model('many-new.bin', '15\nnew'),
      'baseline-model': model('many-old.bin', '10\nold'),
      command: './many.js {model}',
      options: 'benchmark: "*"',
    });
    expect(result.outputs['outcome'], result.log).toBe('fail');
    expect(result.outputs['regressions']).toBe('1');
    expect(result.summary).toContain('op7');
    // One call serves all of them.
    expect(readFileSync(join(world.workspace, 'many.log'), 'utf8').length).toBeLessThan(60);
  });

  it('stays between blocks where it serves', async () => {
    program(
      'serve.js',
      `#!/usr/bin/env node
const { readFileSync, appendFileSync } = require('node:fs');
appendFileSync('starts.log', 'x');
// More log than a pipe holds, written by one that waits for its reader.
require('node:child_process').execFileSync('head', ['-c', '1000000', '/dev/zero'], { stdio: ['ignore', 2, 2] });
let ms = 0;
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { request, model } = JSON.parse(line);
  if (request === 'load') ms = Number(readFileSync(model, 'utf8').split('\\n')[0]);
  if (request === 'quit') process.exit(0);
  const metrics = { latency: ms * (1 + 0.002 * Math.sin(process.hrtime()[1])) };
  console.log('a log line');
  console.log(JSON.stringify({ ok: true, ...(request === 'block' ? { results: { schema: 'latency-gate/job@1', metrics } } : {}) }));
});
`,
    );
    const result = await gate({
      model: model('s-new.bin', '15\nnew'),
      'baseline-model': model('s-old.bin', '10\nold'),
      command: './serve.js',
      options: 'serve: true',
      'run-timeout': '20s',
    });
    expect(result.outputs['outcome'], result.log).toBe('fail');
    expect(readFileSync(join(world.workspace, 'starts.log'), 'utf8')).toBe('xx');
  });
});

describe('a program that does not measure', () => {
  const models = () => ({ model: model('t-new.bin', '11\nnew'), 'baseline-model': model('t-old.bin', '10\nold') });

  it.each([
    ['fails', 'echo "loading"; echo "no such delegate" >&2; exit 3', /ended with exit code 3.*no such delegate/],
    ['prints garbage', 'echo "all fine"', /cannot be read: .*\(it begins: all fine\)/],
    ['prints nothing', 'true', /cannot be read: it is empty/],
    ['kills its parent group', 'kill -9 0', /was ended by SIGKILL/],
  ])('is told and never green where it %s', async (_, script, words) => {
    program('bad.sh', `#!/bin/sh\n${script}\n`);
    const result = await gate({ ...models(), command: './bad.sh' });
    expect(result.outputs['outcome'], result.log).toBe('inconclusive');
    expect(result.summary.replaceAll('\\', '')).toMatch(words);
  });

  it('is ended with all that it started where it hangs', async () => {
    program('hang.sh', '#!/bin/sh\nsleep 300 & echo $! > child.pid\nsleep 300\n');
    const result = await gate({ ...models(), command: './hang.sh', 'run-timeout': '1s' });
    expect(result.outputs['outcome'], result.log).toBe('inconclusive');
    expect(result.log).toContain('longer than run-timeout, 1 s');
    const pid = Number(readFileSync(join(world.workspace, 'child.pid'), 'utf8'));
    expect(isRunning(pid)).toBe(false);
  });

  it.each([
    ['asks for a key of the gate', { 'pass-env': 'EMBEDL_HUB_API_KEY' }, /pass-env: found "EMBEDL_HUB_API_KEY"/],
    ['asks for the token', { 'pass-env': 'GITHUB_TOKEN' }, /pass-env: found "GITHUB_TOKEN"/],
    ['is not there', { command: './nowhere.sh' }, /command: the program ".\/nowhere.sh" was not found/],
    ['is not closed', { command: './bench.js "{model}' }, /command: found .*allowed: quotes that are closed/],
    ['has another backend', { backend: 'local' }, /command: found .*allowed: nothing, unless the backend/],
  ])('is refused before anything is measured where it %s', async (_, inputs, words) => {
    const result = await gate({ ...models(), ...inputs });
    expect(result.exitCode).toBe(2);
    expect(result.log).toMatch(words);
  });

  it('names the benchmarks where one call reports several and none was chosen', async () => {
    const result = await gate({ ...models(), command: './many.js {model}' });
    expect(result.summary.replaceAll('\\', '')).toMatch(/a call reported 200 benchmarks \(op0, op1/);
  });
});
