import { describe, expect, it } from 'vitest';
import { outlineOnnx as outline } from '../../src/adapters/onnx/outline.ts';
import { fromBytes } from '../../src/adapters/onnx/wire-reader.ts';
import { fromOnnxProfile } from '../../src/adapters/profiles/onnx-profile.ts';
import { MODELS, tinyModel } from '../support/models.ts';

const outlineOnnx = (bytes: Uint8Array) => outline(fromBytes(bytes));

describe('outlineOnnx', () => {
  it('counts nodes and finds external data, also in initialisers', () => {
    expect(outlineOnnx(MODELS.base())).toMatchObject({ irVersion: 8, external: [] });
    expect(outlineOnnx(tinyModel({ weightFile: 'weights.bin' }))).toEqual({
      irVersion: 8,
      nodes: 1,
      external: [{ location: 'weights.bin', offset: undefined, length: undefined }],
    });
  });

  it('answers every prefix of a model with an error, never with a crash or a hang', () => {
    const bytes = tinyModel();
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => outlineOnnx(bytes.subarray(0, length))).toThrow();
    }
  });

  it('answers random bytes with an error', () => {
    let state = 7;
    for (let round = 0; round < 500; round += 1) {
      const bytes = Uint8Array.from({ length: 200 }, () => {
        state = (state * 1103515245 + 12345) & 0x7fffffff;
        return state >> 8;
      });
      expect(() => outlineOnnx(bytes)).toThrow(Error);
    }
  });
});

describe('fromOnnxProfile', () => {
  it('takes the median of each node’s kernel times, in milliseconds', () => {
    const event = (name: string, dur: number, op = 'Conv') => ({
      cat: 'Node',
      name,
      dur,
      args: { op_name: op, provider: 'CPUExecutionProvider' },
    });
    const profile = [
      { cat: 'Session', name: 'model_run', dur: 9999 },
      event('conv1_kernel_time', 3000),
      event('conv1_fence_before', 1),
      event('conv1_kernel_time', 1000),
      event('conv1_kernel_time', 2000),
      event('gemm_kernel_time', 500, 'Gemm'),
    ];
    expect(fromOnnxProfile(JSON.stringify(profile))).toEqual([
      { name: 'conv1', operator: 'Conv', unit: 'CPU', timeMs: 2 },
      { name: 'gemm', operator: 'Gemm', unit: 'CPU', timeMs: 0.5 },
    ]);
  });
});
