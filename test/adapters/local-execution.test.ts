// The process that executes a model, with the real ONNX Runtime: every element type, and outputs of any kind.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeModel, type Node } from '../../demo/onnx.ts';
import { makeLoadable, readModel } from '../../src/adapters/local/loadable.ts';
import { readLocalOptions } from '../../src/adapters/local/options.ts';
import { ModelProcess } from '../../src/adapters/local/process.ts';
import { codeOfType, type ElementType } from '../../src/adapters/tensors/types.ts';
import { writeModel } from '../support/models.ts';

const folder = mkdtempSync(join(tmpdir(), 'latency-gate-execution-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a model of one node on three made-up values; answers what it is fed and what comes out. */
async function run(type: ElementType, to: ElementType, node: Omit<Node, 'name' | 'inputs' | 'outputs'>) {
  const graph = {
    name: 'g',
    nodes: [{ ...node, name: 'node', inputs: ['x'], outputs: ['y'] }],
    weights: [],
    inputs: [{ name: 'x', type: codeOfType(type), dims: [3] }],
    outputs: [{ name: 'y', type: codeOfType(to), dims: [3] }],
  };
  const path = writeModel(folder, `${type}-${to}.onnx`, encodeModel(graph, 21));
  const process = new ModelProcess({ workerPath: resolve('src/adapters/local/worker.ts'), env: {}, timeoutMs: 60_000 });
  try {
    const model = await readModel({ name: type, path, format: 'onnx' }, () => Promise.reject(new Error('no .ort')));
    const loadable = await makeLoadable(model, { shapes: {}, dims: {}, inputs: {} }, folder);
    const runtimePath = resolve('node_modules/onnxruntime-node');
    const { session } = readLocalOptions({});
    const loaded = await process.load({ kind: 'load', runtimePath, session, ...loadable.request });
    const [output] = await process.outputs();
    return { loaded, fed: loadable.plan.inputs[0]?.value, output: output?.value };
  } finally {
    process.stop();
  }
}

describe('a model whose inputs are of any type', () => {
  it.each(['float16', 'float64', 'int8', 'uint16', 'uint64', 'bool', 'string'] as const)(
    'gives %s back as it was fed',
    async (type) => {
      const { fed, output } = await run(type, type, { operator: 'Identity' });
      expect(output).toEqual(fed);
    },
  );

  it.each(['bfloat16', 'float8e4m3fn', 'int4'] as const)(
    'is fed %s through a cast, which ONNX Runtime for Node cannot hand over itself',
    async (type) => {
      const { output } = await run(type, 'float32', { operator: 'Cast', attributes: { to: codeOfType('float32') } });
      expect(output).toMatchObject({ type: 'float32', dims: [3] });
    },
  );

  it('tells what it holds in memory beside the peak', async () => {
    const { loaded } = await run('float32', 'float32', { operator: 'Identity' });
    if (process.platform !== 'linux') return;
    expect(loaded.residentMemoryBytes).toBeGreaterThan(0);
    expect(loaded.peakMemoryBytes).toBeGreaterThanOrEqual(loaded.residentMemoryBytes ?? 0);
  });
});
