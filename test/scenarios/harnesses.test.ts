// The harnesses of examples/harnesses with the real tools, where this machine has them; each skips visibly elsewhere.
// HARNESS_PYTHON names a Python that has onnxruntime, openvino and numpy.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODELS, writeModel } from '../support/models.ts';
import { createWorld, type World } from '../support/world.ts';

const PYTHON = process.env['HARNESS_PYTHON'] ?? 'python3';
const HARNESSES = resolve('examples', 'harnesses');
const PATH = [...(PYTHON.includes('/') ? [dirname(PYTHON)] : []), process.env['PATH'] ?? ''].join(delimiter);

function answers(program: string, ...args: readonly string[]): boolean {
  try {
    // The runtime keeps logs in the temporary folder otherwise.
    const env = { ...process.env, PATH, ORT_DISABLE_TELEMETRY: '1' };
    execFileSync(program, args, { stdio: 'ignore', env });
    return true;
  } catch {
    return false;
  }
}

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

function gate(inputs: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
  const head = world.commit(`topic-${Math.random()}`, world.commit('main'));
  return world.step({ ...world.pullStep(head), env: { PATH, ...env }, inputs: { devices: 'runner', ...inputs } });
}

describe.skipIf(!answers(PYTHON, '-c', 'import onnxruntime, numpy'))('ONNX Runtime in Python', () => {
  it('finds a model that takes three times as long, and tells runtime and provider', async () => {
    writeModel(world.workspace, 'ort-old.onnx', MODELS.base());
    writeModel(world.workspace, 'ort-new.onnx', MODELS.slower());
    const result = await gate({
      model: 'ort-new.onnx',
      'baseline-model': 'ort-old.onnx',
      command: `${PYTHON} ${join(HARNESSES, 'onnxruntime', 'bench.py')}`,
      options: 'serve: true',
    });
    expect(result.outputs['outcome'], result.log).toBe('fail');
    expect(readFileSync(result.outputs['report-json'] ?? '', 'utf8')).toContain('CPUExecutionProvider');
  });
});

describe.skipIf(!answers('benchmark_app', '-h'))('OpenVINO’s benchmark_app', () => {
  it('finds the same by its log', async () => {
    writeModel(world.workspace, 'ov-old.onnx', MODELS.base());
    writeModel(world.workspace, 'ov-new.onnx', MODELS.slower());
    const result = await gate({
      model: 'ov-new.onnx',
      'baseline-model': 'ov-old.onnx',
      command: `${join(HARNESSES, 'openvino', 'bench.sh')} {model}`,
    });
    expect(result.outputs['outcome'], result.log).toBe('fail');
  });
});

describe.skipIf(!answers('hyperfine', '--version'))('hyperfine', () => {
  it('times any program that takes the model’s path', async () => {
    writeFileSync(join(world.workspace, 'h-old.sh'), 'sleep 0.02\n');
    writeFileSync(join(world.workspace, 'h-new.sh'), 'sleep 0.06\n');
    const result = await gate(
      {
        model: 'h-new.sh',
        'baseline-model': 'h-old.sh',
        command: `${join(HARNESSES, 'hyperfine', 'bench.sh')} {model} {output}`,
        'pass-env': 'RUN',
      },
      { RUN: 'sh' },
    );
    expect(result.outputs['outcome'], result.log).toBe('fail');
  });
});
