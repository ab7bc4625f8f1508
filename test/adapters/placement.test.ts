// What a profile of ONNX Runtime says of where nodes ran, as counts and as a finding.

import { describe, expect, it } from 'vitest';
import { countPlacement, describePlacement, findingsOfPlacement } from '../../src/adapters/local/placement.ts';
import { fromOnnxProfile } from '../../src/adapters/profiles/onnx-profile.ts';

/** Events as ONNX Runtime writes them. */
function profile(...providers: readonly string[]) {
  const events = providers.map((provider, place) => ({
    cat: 'Node',
    name: `node_${place}_kernel_time`,
    dur: 10,
    args: { op_name: 'Conv', provider: `${provider}ExecutionProvider` },
  }));
  return fromOnnxProfile(JSON.stringify(events));
}

const MIXED = profile('CUDA', 'CUDA', 'CPU', 'CUDA');

describe('countPlacement', () => {
  it.each([
    ['cuda', { layers_cpu: 1, layers_gpu: 3 }],
    ['webgpu', { layers_cpu: 1, layers_gpu: 3 }],
    ['qnn', { layers_cpu: 1, layers_npu: 3 }],
    ['xnnpack', { layers_cpu: 1 }],
    ['cpu', {}],
  ] as const)('counts what %s took and what fell back', (provider, counts) => {
    expect(countPlacement(MIXED, provider)).toEqual(counts);
  });
});

describe('findingsOfPlacement', () => {
  it('tells nodes that fell back, and nothing where none did', () => {
    const facts = { model: 'net', provider: 'cuda', count: '1', all: '4' };
    expect(findingsOfPlacement('net', MIXED, 'cuda')).toEqual([{ code: 'nodes-fell-back', facts }]);
    expect(findingsOfPlacement('net', profile('CUDA', 'CUDA'), 'cuda')).toEqual([]);
    expect(findingsOfPlacement('net', profile('CPU', 'CPU'), 'cpu')).toEqual([]);
  });
});

describe('describePlacement', () => {
  it('gives each side of a pair its own counts', () => {
    const job = { values: { latency: 1 } };
    const pair = { baseline: job, candidate: job, logRatios: { latency: 0 } };
    const measured = { kind: 'pair', pair, environment: {}, findings: [] } as const;
    const layers = { baseline: profile('CUDA', 'CPU'), candidate: profile('CPU', 'CPU') };
    expect(describePlacement(measured, 'net', layers, 'cuda')).toMatchObject({
      pair: {
        baseline: { values: { latency: 1, layers_cpu: 1, layers_gpu: 1 } },
        candidate: { values: { layers_cpu: 2, layers_gpu: 0 } },
      },
      findings: [{ code: 'nodes-fell-back' }],
    });
  });
});
