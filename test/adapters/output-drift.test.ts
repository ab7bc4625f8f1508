// Figures of how far two models' outputs lie apart, against ones worked out by hand.

import { describe, expect, it } from 'vitest';
import { compareOutputs } from '../../src/adapters/local/output-drift.ts';
import { encodeNumbers } from '../../src/adapters/tensors/numbers.ts';

function output(name: string, values: readonly number[], dims: readonly number[] = [1, values.length]) {
  const bytes = encodeNumbers('float32', values.length, (i) => values[i] ?? 0);
  return { name, value: { type: 'float32' as const, dims, bytes } };
}

describe('compareOutputs', () => {
  it('finds nothing between equal outputs', () => {
    const { values } = compareOutputs([output('y', [1, 2, 3])], [output('y', [1, 2, 3])]);
    expect(values).toEqual({
      output_psnr: 200,
      output_cosine: 1,
      output_top1: 100,
      output_max_abs: 0,
      output_max_rel: 0,
      output_not_finite: 0,
    });
  });

  it('tells PSNR from the range of the baseline, the largest differences and the cosine', () => {
    const { values } = compareOutputs([output('y', [0, 10])], [output('y', [1, 9])]);
    // Range 10, mean square 1: 20 dB.
    expect(values['output_psnr']).toBeCloseTo(20, 9);
    expect(values['output_max_abs']).toBe(1);
    expect(values['output_max_rel']).toBeCloseTo(0.1, 9);
    expect(values['output_cosine']).toBeCloseTo(90 / (10 * Math.sqrt(82)), 9);
  });

  it('counts rows whose largest value moved', () => {
    const [before, after] = [output('y', [1, 0, 0, 1], [2, 2]), output('y', [1, 0, 1, 0], [2, 2])];
    expect(compareOutputs([before], [after]).values['output_top1']).toBe(50);
  });

  it('takes the worst of several, matched by name, then by place', () => {
    const before = [output('a', [0, 10]), output('b', [0, 10])];
    const after = [output('renamed', [0, 10]), output('b', [1, 9])];
    expect(compareOutputs(before, after).values['output_psnr']).toBeCloseTo(20, 9);
  });

  it('calls a new NaN as wrong as can be, and one that was there before no difference', () => {
    const broken = compareOutputs([output('y', [1, 2])], [output('y', [1, Number.NaN])]);
    expect(broken).toMatchObject({ newlyNotFinite: 1, values: { output_psnr: 0, output_cosine: 0 } });
    const alike = compareOutputs([output('y', [Number.NaN, 2])], [output('y', [Number.NaN, 2])]);
    expect(alike).toMatchObject({ newlyNotFinite: 0, values: { output_psnr: 200 } });
  });

  it('names outputs without a counterpart', () => {
    const other = compareOutputs([output('y', [1, 2])], [output('y', [1, 2, 3])]);
    expect(other).toEqual({ values: {}, unmatched: ['y'], newlyNotFinite: 0 });
  });
});
