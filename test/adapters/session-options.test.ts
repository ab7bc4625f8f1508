// From the options that a user writes to what ONNX Runtime for Node is given, for every provider.

import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readLocalOptions } from '../../src/adapters/local/options.ts';
import { ModelProcess } from '../../src/adapters/local/process.ts';
import { describeSettings, providersOf, toSessionOptions } from '../../src/adapters/local/session.ts';
import { tinyModel, writeModel } from '../support/models.ts';

const folder = mkdtempSync(join(tmpdir(), 'latency-gate-session-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sessionOf = (written: Readonly<Record<string, unknown>>) => readLocalOptions(written).session;

describe('provider', () => {
  it.each([
    ['xnnpack', 'xnnpack'],
    ['openvino', 'openvino'],
    ['cuda', 'cuda'],
    ['tensorrt', 'tensorrt'],
    ['coreml', 'coreml'],
    ['directml', 'dml'],
    ['webgpu', 'webgpu'],
    ['qnn', 'qnn'],
  ])('%s is asked for by the name %s, with its options, and the processor behind it', (provider, name) => {
    const session = sessionOf({ provider, 'provider-options': { deviceId: 1, precision: 'FP16' } });
    const { executionProviders } = toSessionOptions(session);
    expect(executionProviders).toEqual([{ name, deviceId: 1, precision: 'FP16' }, 'cpu']);
    expect(describeSettings(session)).toEqual({ provider_options: 'deviceId=1 precision=FP16' });
  });

  it('cpu has nothing behind it, and no settings to tell', () => {
    expect(toSessionOptions(sessionOf({})).executionProviders).toEqual(['cpu']);
    expect(describeSettings(sessionOf({}))).toEqual({});
  });

  it('of another name is refused with the names there are', () => {
    expect(() => readLocalOptions({ provider: 'gpu' })).toThrow(/cpu.*xnnpack.*cuda.*directml.*qnn/s);
  });

  it('that the installed runtime does not have is refused with those that it reports', async () => {
    const runtimePath = resolve('node_modules/onnxruntime-node');
    const runtime = createRequire(import.meta.url)(runtimePath) as {
      listSupportedBackends(): readonly { readonly name: string }[];
    };
    const reported = providersOf(runtime.listSupportedBackends()) ?? [];
    const missing = (['qnn', 'openvino', 'coreml', 'directml'] as const).find((name) => !reported.includes(name));
    const modelPath = writeModel(folder, 'tiny.onnx', tinyModel());
    const process = new ModelProcess({
      workerPath: resolve('src/adapters/local/worker.ts'),
      env: {},
      timeoutMs: 60_000,
    });
    try {
      const session = sessionOf({ provider: missing });
      const loading = process.load({ kind: 'load', runtimePath, session, modelPath, feeds: [], fetches: [] });
      await expect(loading).rejects.toThrow(
        `provider: this ONNX Runtime does not have ${missing}; it has: ${reported.join(', ')}`,
      );
    } finally {
      process.stop();
    }
  });

  it('is told by the names that people use, and the processor is always there', () => {
    expect(providersOf([{ name: 'dml' }, { name: 'cuda' }])).toEqual(['cpu', 'directml', 'cuda']);
    expect(providersOf(undefined)).toBeUndefined();
  });
});

describe('session options', () => {
  it('reach the runtime under its own names', () => {
    const written = {
      threads: 0,
      'graph-optimization': 'extended',
      'memory-arena': false,
      'session-config': { 'session.set_denormal_as_zero': 1, 'optimization.minimal_build_optimizations': 'save' },
    };
    expect(toSessionOptions(sessionOf(written))).toMatchObject({
      intraOpNumThreads: 0,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'extended',
      enableCpuMemArena: false,
      extra: {
        session: { set_denormal_as_zero: '1', intra_op: { allow_spinning: '0' } },
        optimization: { minimal_build_optimizations: 'save' },
      },
    });
    expect(describeSettings(sessionOf(written))).toEqual({
      graph_optimization: 'extended',
      memory_arena: 'off',
      session_config: 'optimization.minimal_build_optimizations=save session.set_denormal_as_zero=1',
    });
  });

  it('let the user have threads that spin, and a profile where one is asked for', () => {
    const spinning = sessionOf({ 'session-config': { 'session.intra_op.allow_spinning': 1 } });
    expect(toSessionOptions(spinning).extra).toEqual({ session: { intra_op: { allow_spinning: '1' } } });
    expect(toSessionOptions(spinning)).not.toHaveProperty('enableProfiling');
    expect(toSessionOptions(spinning, 'here/ort')).toMatchObject({
      enableProfiling: true,
      profileFilePrefix: 'here/ort',
    });
  });
});
