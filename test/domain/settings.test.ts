// Which differences make equal bytes another thing, and which do not.

import { describe, expect, it } from 'vitest';
import { findDifference } from '../../src/domain/device.ts';
import { findSettingsDifference, type Settings, settingsOf } from '../../src/domain/settings.ts';

const environment = {
  cpu: 'A CPU',
  runner_image: 'ubuntu24',
  runtime: 'ONNX Runtime',
  runtime_version: '1.23.0',
  compute_unit: 'CPU',
  threads: '1',
};
const input = { name: 'x', type: 'float32', dims: [1, 3], digest: 'aa' };
const RECORDED: Settings = { environment, workload: { inputs: [input] } };

function differ(change: Readonly<Record<string, string>>, dims = [1, 3]) {
  const now = { environment: { ...environment, ...change }, workload: { inputs: [{ ...input, dims }] } };
  return findSettingsDifference(RECORDED, settingsOf(now));
}

describe('equal bytes', () => {
  it('are one thing on another machine', () => {
    expect(differ({ cpu: 'Another CPU', runner_image: 'ubuntu26' })).toBeUndefined();
  });

  it.each([
    ['runtime_version', '1.30.0'],
    ['threads', '4'],
    ['compute_unit', 'cuda'],
    ['graph_optimization', 'basic'],
    ['provider_options', 'device_id=1'],
    ['session_config', 'session.set_denormal_as_zero=1'],
    ['benchmark.num_threads', '4'],
  ])('are another thing with another %s', (field, value) => {
    expect(differ({ [field]: value })).toMatchObject({ kind: 'environment', field, candidate: value });
  });

  it('are another thing on inputs of another shape', () => {
    expect(differ({}, [1, 4])).toMatchObject({ kind: 'workload', baseline: 'float32 1x3', candidate: 'float32 1x4' });
  });

  it('are taken to be one thing where an older record does not tell', () => {
    const older = { environment: { cpu: 'A CPU', input_shapes: 'x=1x1' } };
    expect(findSettingsDifference(older, settingsOf(RECORDED))).toBeUndefined();
  });

  it('are one thing as far as the profiler settles it before a job', () => {
    expect(findSettingsDifference(RECORDED, { environment: { compute_unit: 'CPU' } })).toBeUndefined();
  });

  it('are another thing once a flag is taken away', () => {
    const flagged = { environment: { ...environment, 'benchmark.use_gpu': 'true' } };
    const now = { environment: { compute_unit: 'CPU' } };
    expect(findSettingsDifference(flagged, now)).toMatchObject({ field: 'benchmark.use_gpu', candidate: 'not set' });
  });
});

describe('jobs measured apart', () => {
  it('are not compared once a flag was added that the record does not have', () => {
    const flagged = { ...environment, 'benchmark.num_threads': '4' };
    expect(findDifference(environment, flagged)).toMatchObject({ baseline: 'not set', candidate: '4' });
  });
});
