// From an empty repository with a model to a gate on a pull request, with nothing but what `init` wrote.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '../../src/config/config.ts';
import { parseConfigFile } from '../../src/config/file.ts';
import { CLI, createDesk, type Desk, latencyGate, shellEnv } from '../support/command-line.ts';
import { MODELS, writeModel } from '../support/models.ts';
import { createWorld, type World } from '../support/world.ts';

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<
    Record<
      string,
      { readonly permissions: object; readonly steps: readonly { uses?: string; with?: Record<string, string> }[] }
    >
  >;
}

function git(folder: string, ...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: folder });
}

function readWorkflow(folder: string, name = 'latency.yml') {
  const workflow = parse(readFileSync(join(folder, '.github', 'workflows', name), 'utf8')) as Workflow;
  const [job] = Object.values(workflow.jobs);
  const step = job?.steps.find(({ uses }) => uses?.startsWith('latency-gate/'));
  return { workflow, permissions: job?.permissions ?? {}, inputs: step?.with ?? {} };
}

describe('init in a repository with a model', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
    writeModel(world.workspace, 'models/net.onnx', MODELS.base());
    git(world.workspace, 'init', '-q', '-b', 'main');
    git(world.workspace, 'add', '.');
    git(world.workspace, 'commit', '-qm', 'a model');
  });
  afterAll(() => world.close());

  it('leads to a gate on a pull request', async () => {
    const { status, stdout } = latencyGate(world.workspace, ['init', '--yes']);
    expect(status).toBe(0);
    expect(stdout).toContain('Wrote .github/latency-gate.yml\nWrote .github/workflows/latency.yml\n');
    expect(stdout).toContain('push them to main: this records the first baseline');
    const { workflow, permissions, inputs } = readWorkflow(world.workspace);
    expect(Object.keys(workflow.on)).toEqual(expect.arrayContaining(['push', 'pull_request']));
    const given = { permissions, inputs: { ...inputs, model: '' }, modelFile: 'models/net.onnx' };
    const first = world.commit('main');
    const recorded = await world.step({ event: 'push', sha: first, branch: 'main', ...given, model: MODELS.base() });
    expect(recorded.log).toContain('recorded the first baseline');
    const pull = world.pullStep(world.commit('topic', first));
    const slower = await world.step({ ...pull, ...given, model: MODELS.slower() });
    expect(slower.exitCode).toBe(1);
    expect(slower.outputs).toMatchObject({ outcome: 'fail', 'baseline-sha': first });
    expect(world.state.comments.map(({ body }) => body)).toEqual([expect.stringContaining('net')]);
  }, 180_000);
});

describe('init', () => {
  const desks: Desk[] = [];
  const desk = () => {
    const made = createDesk();
    desks.push(made);
    return made;
  };
  afterAll(() => {
    for (const made of desks) made.remove();
  });

  it('overwrites nothing', () => {
    const one = desk();
    const path = '.github/workflows/latency.yml';
    one.put({ 'net.onnx': MODELS.base(), Makefile: 'model:\n\techo built\n', [path]: '# mine\n' });
    const { status, stdout } = one.run('init', '--yes');
    expect(status).toBe(0);
    expect(stdout).toContain(`Left as it was: ${path}`);
    expect(readFileSync(join(one.folder, path), 'utf8')).toBe('# mine\n');
  });

  it('finds how the model is built', () => {
    const one = desk();
    one.put({ 'build/net.onnx': MODELS.base(), Makefile: 'all: model\nmodel:\n\techo built\n' });
    expect(one.run('init', '--yes').status).toBe(0);
    expect(readFileSync(join(one.folder, '.github/workflows/latency.yml'), 'utf8')).toContain('          make model\n');
  });

  it.each([
    ['no model', {}, [], 'init: model: no .onnx or .tflite file was found.'],
    ['no build', { 'net.onnx': 'x' }, [], 'init: build: net.onnx is not committed, and nothing tells how it is built.'],
    ['phones without devices', {}, ['--for', 'phones', '--model', 'a.tflite'], 'init: devices: none was given.'],
  ])('refuses %s before anything is written', (_, files, args, message) => {
    const one = desk();
    one.put(files);
    const { status, stderr } = one.run('init', '--yes', ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(existsSync(join(one.folder, '.github'))).toBe(false);
  });

  it.each(['phones', 'forks'])('writes files for %s that the program reads', (kind) => {
    const one = desk();
    const args = ['--for', kind, '--model', 'out/a b.tflite', '--build', 'make', '--devices', 'Google Pixel 8, 42'];
    expect(one.run('init', '--yes', ...args).status).toBe(0);
    const path = '.github/latency-gate.yml';
    const config = parseConfig({}, parseConfigFile(readFileSync(join(one.folder, path), 'utf8'), path));
    expect(config).toMatchObject({
      profiler: 'embedl',
      devices: ['Google Pixel 8', '42'],
      models: [{ path: 'out/a b.tflite' }],
    });
    expect(readWorkflow(one.folder).inputs['api-key']).toBe(`\${{ secrets.EMBEDL_HUB_API_KEY }}`);
    expect(existsSync(join(one.folder, '.github/workflows/latency-forks.yml'))).toBe(kind === 'forks');
  });

  it('writes a script for other systems, which compares a branch with where it began', () => {
    const one = desk();
    one.put({ 'net.onnx': MODELS.base() });
    git(one.folder, 'init', '-q', '-b', 'main');
    git(one.folder, 'add', '.');
    git(one.folder, 'commit', '-qm', 'fast');
    expect(one.run('init', '--for', 'gitlab', '--yes').status).toBe(0);
    const pipeline = parse(readFileSync(join(one.folder, '.gitlab-ci.yml'), 'utf8')) as {
      latency: { script: string[] };
    };
    expect(pipeline.latency.script).toEqual(['bash latency-gate.sh "$CI_MERGE_REQUEST_DIFF_BASE_SHA"']);
    one.put({
      'net.onnx': MODELS.slower(),
      'bin/npx': `#!/bin/sh\nshift 2\nexec ${process.execPath} ${CLI} "$@" --max-regression 40%\n`,
    });
    execFileSync('chmod', ['+x', join(one.folder, 'bin/npx')]);
    git(one.folder, 'checkout', '-qb', 'topic');
    git(one.folder, 'commit', '-qam', 'slow');
    const env = shellEnv({ PATH: `${join(one.folder, 'bin')}:${process.env['PATH']}` });
    const options = { cwd: one.folder, encoding: 'utf8', env } as const;
    const { status, stdout } = spawnSync('bash', ['latency-gate.sh', 'main'], options);
    expect(stdout).toMatch(/❌ +latency/);
    expect(status).toBe(1);
  }, 60_000);

  it('prints instead of writing, if asked', () => {
    const one = desk();
    const { stdout } = one.run('init', '--yes', '--dry-run', '--model', 'net.onnx', '--build', 'make');
    expect(stdout).toContain('--- .github/workflows/latency.yml\n');
    expect(existsSync(join(one.folder, '.github'))).toBe(false);
  });
});
