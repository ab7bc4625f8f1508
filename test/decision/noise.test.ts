import { describe, expect, it } from 'vitest';
import { NOISE_FLOOR, pooledNoise } from '../../src/decision/noise.ts';

describe('pooledNoise', () => {
  it('never claims less than the floor', () => {
    expect(pooledNoise([{ values: [1, 1, 1, 1] }])).toEqual({ sd: NOISE_FLOOR, df: 3 });
  });

  it('knows nothing of one value', () => {
    expect(pooledNoise([{ values: [4] }]).df).toBe(0);
  });

  it('is the same whatever level each group has', () => {
    const near = pooledNoise([{ values: [0, 0.1, -0.1] }, { values: [0, 0.05, -0.05] }]);
    const apart = pooledNoise([{ values: [0, 0.1, -0.1] }, { values: [7, 7.05, 6.95] }]);
    expect(apart.sd).toBeCloseTo(near.sd, 12);
  });

  it('counts a group around a known centre in full', () => {
    expect(pooledNoise([{ values: [0.01, -0.01, 0.02], centre: 0 }]).df).toBe(3);
  });

  it('draws a stray value in', () => {
    const calm = [0.01, -0.01, 0.012, -0.008, 0.009, -0.011, 0.01, -0.01];
    const stray = pooledNoise([{ values: [...calm, Math.log(10)] }]);
    expect(stray.sd).toBeLessThan(3 * pooledNoise([{ values: calm }]).sd);
  });
});
