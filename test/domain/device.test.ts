import { describe, expect, it } from 'vitest';
import { deviceOf, findDifference, findGone, nameBenchmark } from '../../src/domain/device.ts';

describe('findDifference', () => {
  const record = { device: 'board', tool: 'Google Benchmark' };

  it('is none where the record is of a version that did not keep a fact', () => {
    expect(findDifference(record, { ...record, build_type: 'release', cores: '4' })).toBeUndefined();
  });

  it('is one where the record has a fact that is another now, or that is not told any more', () => {
    const kept = { ...record, build_type: 'release' };
    expect(findDifference(kept, { ...record, build_type: 'debug' })).toEqual({
      field: 'build_type',
      baseline: 'release',
      candidate: 'debug',
    });
    expect(findDifference(kept, record)?.candidate).toBe('unknown');
    expect(findDifference({ ...record, os: 'unknown' }, { ...record, os: 'unknown' })?.field).toBe('os');
  });

  it('is none in what only informs: a runner’s name, a clock, a kernel', () => {
    const told = { ...record, host: 'fv-az1', mhz: '2445', kernel: '6.8' };
    expect(findDifference(told, { ...told, host: 'fv-az2', mhz: '3244', kernel: '6.9' })).toBeUndefined();
  });
});

describe('the benchmarks of a device', () => {
  const [a, b] = ['test_a', 'test_b · fast'].map((name) => nameBenchmark('Edge board 3', name));

  it('bear its name', () => {
    expect([a, b, 'Edge board 3'].map((name) => deviceOf(name ?? ''))).toEqual(Array(3).fill('Edge board 3'));
  });

  it('are gone where the record has them and others are still measured there', () => {
    const recorded = [a ?? '', b ?? '', nameBenchmark('other', 'x'), 'phone'];
    expect(findGone(recorded, [a ?? ''])).toEqual([b]);
    expect(findGone(recorded, ['Edge board 3'])).toEqual([]);
    expect(findGone(recorded, recorded)).toEqual([]);
  });
});
