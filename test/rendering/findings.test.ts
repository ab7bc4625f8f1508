// Findings in words.

import { describe, expect, it } from 'vitest';
import { describeFinding } from '../../src/rendering/findings.ts';

describe('a reason that others worded', () => {
  it.each([
    ['it is no archive', 'Could not read a: it is no archive.'],
    ['it is no archive.', 'Could not read a: it is no archive.'],
    ['it said "wait..."', 'Could not read a: it said "wait...".'],
  ])('%s ends with one full stop', (why, text) => {
    expect(describeFinding({ code: 'baseline-unreadable', facts: { artifact: 'a', why } })).toBe(text);
  });
});
