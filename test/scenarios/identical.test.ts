// What may be called identical: equal bytes with equal settings, inputs and runtime. Each of the others is told for what
// it is, and an upgrade of the runtime can be measured.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDesk, type Desk, QUICK } from '../support/command-line.ts';
import { MODELS, tinyModel } from '../support/models.ts';

const RUNTIME = resolve('node_modules/onnxruntime-node');
const { version: NOW } = JSON.parse(readFileSync(join(RUNTIME, 'package.json'), 'utf8')) as { version: string };
const OLDER = '1.29.0';

let desk: Desk;

/** The real runtime under another version, as a package of a project would be. */
function putRuntime(project: string, version: string): void {
  const folder = join(desk.folder, project, 'node_modules', 'onnxruntime-node');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'onnxruntime-node', version, main: 'index.cjs' }));
  const env = `{ ...ort.env, versions: { node: ${JSON.stringify(version)} } }`;
  const text = `const ort = require(${JSON.stringify(RUNTIME)});\nmodule.exports = { ...ort, env: ${env} };\n`;
  writeFileSync(join(folder, 'index.cjs'), text);
}

function gate(...args: readonly string[]) {
  const { status, stdout, stderr } = desk.run('gate', ...QUICK, ...args);
  return { status, said: stdout + stderr };
}

/** Both models are recorded. */
function openDesk(): void {
  desk = createDesk();
  desk.put({ 'net.onnx': MODELS.base(), 'free.onnx': tinyModel() });
  expect(desk.run('record', '--model', 'net.onnx', ...QUICK).status).toBe(0);
  expect(desk.run('record', '--model', 'free.onnx', ...QUICK).status).toBe(0);
}

describe('the bytes that were recorded', () => {
  beforeAll(openDesk);
  afterAll(() => desk.remove());

  it('are identical and cost nothing where nothing else changed', () => {
    const { status, said } = gate('--model', 'net.onnx');
    expect(status).toBe(0);
    expect(said).toContain('identical model, nothing to measure');
    expect(said).not.toContain('Measuring on local');
  });

  it('are not identical with other threads', () => {
    const { status, said } = gate('--model', 'net.onnx', '--options', 'threads: 2');
    expect(status).toBe(0);
    expect(said).toContain('threads was 1 and is 2.');
    expect(said).toContain('inconclusive');
    expect(said).not.toContain('identical');
  });

  it('are not identical with an option that the record does not speak of, for it was not set', () => {
    const { said } = gate('--model', 'net.onnx', '--options', 'graph-optimization: disabled');
    expect(said).toContain('graph_optimization was not set and is disabled.');
    expect(said).not.toContain('identical');
  });

  it('are not identical on inputs of another shape', () => {
    const { said } = gate('--model', 'free.onnx', '--options', 'dims: {n: 64}');
    expect(said).toContain('the input x was float32 1x4 and is float32 64x4.');
    expect(said).toContain('workload differs');
    expect(said).not.toContain('identical');
  });

  it('are not identical on other data', () => {
    const { said } = gate('--model', 'free.onnx', '--options', 'inputs: {x: zeros}');
    expect(said).toContain('the data of x was');
    expect(said).not.toContain('identical');
  });

  it('break a budget that their recorded level breaks, without a job', () => {
    const { status, said } = gate('--model', 'net.onnx', '--budget', 'latency < 0.000000000001 ms');
    expect(status).toBe(1);
    expect(said).toContain('over its budget');
    expect(said).not.toContain('Measuring on local');
  });
});

describe('an upgrade of the runtime', () => {
  beforeAll(() => {
    openDesk();
    putRuntime('.', OLDER);
    putRuntime('other', '1.28.0');
  });
  afterAll(() => desk.remove());

  it('is no identical model: it is told, with the line that measures it', () => {
    const { status, said } = gate('--model', 'net.onnx');
    expect(status).toBe(0);
    expect(said).toContain(`runtime_version was ${NOW} and is ${OLDER}.`);
    expect(said).not.toContain('identical');
  });

  it('is measured with both versions beside each other, which the report names', () => {
    const { said } = gate('--model', 'net.onnx', '--baseline-runtime', './other');
    expect(said).toContain(`ran in ONNX Runtime 1.28.0, the candidate in ${OLDER}`);
    expect(said).toMatch(/latency .* pairs/);
    const { stdout } = desk.run('gate', ...QUICK, '--model', 'net.onnx', '--baseline-runtime', './other', '--json');
    const { findings } = JSON.parse(stdout) as { findings: readonly { code: string }[] };
    expect(findings.map(({ code }) => code)).toContain('runtimes-compared');
  });

  it('measures the same file beside itself in two runtimes, without any record', () => {
    const beside = ['--baseline-model', 'net.onnx', '--baseline-runtime', './other'];
    const { said } = gate('--model', 'net.onnx', ...beside);
    expect(said).toContain('1.28.0');
    expect(said).toMatch(/latency .* pairs/);
  });

  it('refuses a range of versions, and a folder without a runtime', () => {
    const range = gate('--model', 'net.onnx', '--baseline-runtime', '^1.23');
    expect(range).toMatchObject({ status: 2, said: expect.stringContaining('an exact version of onnxruntime-node') });
    const empty = gate('--model', 'net.onnx', '--baseline-runtime', '/nowhere/at/all');
    expect(empty).toMatchObject({ status: 2, said: expect.stringContaining('there is no onnxruntime-node') });
  });
});
