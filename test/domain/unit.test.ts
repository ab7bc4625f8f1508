import { describe, expect, it } from 'vitest';
import { convert, isConvertible, usualDirection } from '../../src/domain/unit.ts';

describe('convert', () => {
  it.each([
    [20, 'us', 'ms', 0.02],
    [1.5, 's', 'ms', 1500],
    [0.02, 'ms', 'us', 20],
    [2, 'GB', 'MB', 2000],
    [1, 'MiB', 'MB', 1.048576],
    [2, 'J', 'mJ', 2000],
    [75, 'percent', '%', 75],
    [28.4, 'FPS', '/s', 28.4],
    [3, 'ops/ms', '/s', 3000],
    [60, 'requests/min', '/s', 1],
    [12, 'token/s', 'tokens/s', 12],
    [5, 'widgets', 'widgets', 5],
  ])('tells %s %s in %s', (value, from, to, expected) => {
    expect(convert(value, from, to)).toBeCloseTo(expected, 9);
  });

  it('does not tell a time as a size, nor requests as tokens, nor any rate as tokens', () => {
    expect(isConvertible('ms', 'MB')).toBe(false);
    expect(isConvertible('requests/s', 'tokens/s')).toBe(false);
    expect(isConvertible('FPS', 'tokens/s')).toBe(false);
    expect(isConvertible('', 'ms')).toBe(false);
  });
});

describe('usualDirection', () => {
  it('knows costs and rates, and nothing of the rest', () => {
    expect(['ns', 'KiB', 'J', 'ops/s', 'FPS', 'Percent', '', 'dB'].map(usualDirection)).toEqual([
      'lower',
      'lower',
      'lower',
      'higher',
      'higher',
      undefined,
      undefined,
      undefined,
    ]);
  });
});
