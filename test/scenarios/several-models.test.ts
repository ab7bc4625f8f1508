// Several models in one gate: options of their own, one at several sizes, and one that cannot be executed.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';
import { MODELS, tinyModel, writeModel } from '../support/models.ts';

const CLI = resolve('dist/cli/index.js');

const CONFIG = `
options: {min-time: 0.05, warmup-time: 0, min-iterations: 5}
models:
  - path: sized.onnx
    options: {dims: {n: [1, 8]}}
  - path: base.onnx
  - path: broken.onnx
`;

describe('a gate of several models', () => {
  const folder = temporaryFolder('several');
  let result: { status: number | null; stdout: string };

  beforeAll(() => {
    mkdirSync(join(folder, '.github'));
    writeFileSync(join(folder, '.github', 'latency-gate.yml'), CONFIG);
    writeModel(folder, 'sized.onnx', tinyModel());
    writeModel(folder, 'base.onnx', MODELS.base());
    writeModel(folder, 'broken.onnx', tinyModel({ operator: 'Frobnicate' }));
    const { status, stdout } = spawnSync(process.execPath, [CLI, 'record'], { cwd: folder, encoding: 'utf8' });
    result = { status, stdout };
  }, 120_000);

  it('names the one that cannot be executed, and ends as an error', () => {
    expect(result.status).toBe(2);
    expect(result.stdout).toContain('1 of 4 models could not be executed: broken.');
    expect(result.stdout).toContain('Frobnicate');
  });

  it('records all the others, each size as a model of its own', () => {
    const report = JSON.parse(readFileSync(join(folder, '.latency-gate', 'report', 'report.json'), 'utf8')) as {
      subjects: { model: { name: string }; environment: { input_shapes?: string } }[];
      runIds: string[];
    };
    const shapes = report.subjects.map(({ model, environment }) => [model.name, environment.input_shapes]);
    expect(shapes).toEqual([
      ['sized · n 1', 'x=1x4'],
      ['sized · n 8', 'x=8x4'],
      ['base', 'image=1x3x64x64'],
      ['broken', undefined],
    ]);
    expect(report.runIds).toHaveLength(3);
  });
});
