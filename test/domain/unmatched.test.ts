import { describe, expect, it } from 'vitest';
import type { Policy } from '../../src/domain/policy.ts';
import { findEnded, findUnmatched, setsNothing } from '../../src/domain/unmatched.ts';

const NOTHING: Policy = { rules: [], waivers: [], maxRegression: [], minChange: [], today: '2026-11-21' };
const MEASURED = [
  { model: 'detector', device: 'Google Pixel 8', metric: 'latency' },
  { model: 'detector', device: 'Samsung Galaxy S25', metric: 'latency' },
  { model: 'ranker', device: 'Samsung Galaxy S25', metric: 'peak_memory' },
];

describe('findUnmatched', () => {
  it.each([
    ['a pattern that fits', { model: 'det*' }, undefined],
    ['nothing at all', {}, undefined],
    [
      'a misspelt model',
      { model: 'detecter' },
      'no model is named "detecter" (there are detector, ranker). Did you mean "detector"?',
    ],
    [
      'a misspelt device',
      { model: 'detector', device: 'Google Pixel8*' },
      'no device is named "Google Pixel8*" (there are Google Pixel 8, Samsung Galaxy S25). Did you mean "Google Pixel 8"?',
    ],
    ['another case', { device: 'google pixel 8' }, 'no device is named "google pixel 8"'],
    ['a metric that is not measured', { metric: 'layers_npu' }, 'layers_npu is not measured'],
    [
      'names that never meet',
      { model: 'ranker', device: 'Google Pixel 8' },
      'no comparison of this job has all of its names',
    ],
  ])('%s', (_, scope, why) => {
    const found = findUnmatched({ ...NOTHING, rules: [{ ...scope, place: 'gate.yml:3:5: limits[0]' }] }, MEASURED);
    if (why === undefined) expect(found).toEqual([]);
    else
      expect(found).toEqual([
        { place: 'gate.yml:3:5: limits[0]', why: expect.stringContaining(why.replace(/\?$/, '')) },
      ]);
  });

  it('looks at limits of single metrics and at waivers as well', () => {
    const waiver = { model: 'x*', ceiling: { unit: '%', value: 0.1 }, until: '2026-12-31', reason: 'r', place: 'w' };
    const maxRegression = [
      { unit: '%', value: 0.05 },
      { metric: 'tokens_in', unit: '%', value: 0.1 },
    ];
    const found = findUnmatched({ ...NOTHING, waivers: [waiver], maxRegression }, MEASURED);
    expect(found.map(({ place }) => place)).toEqual(['w', 'max-regression: tokens_in']);
  });

  it('leaves metrics alone before anything was measured', () => {
    const measured = [{ model: 'detector', device: 'local', metric: undefined }];
    expect(findUnmatched({ ...NOTHING, rules: [{ metric: 'layers_npu', budget: 3 }] }, measured)).toEqual([]);
    expect(findUnmatched({ ...NOTHING, rules: [{ device: 'Pixel', metric: 'latency' }] }, measured)).toHaveLength(1);
  });

  it('takes entries for models that another job measures as no mistake', () => {
    const rules = [{ model: 'segmenter*' }, { model: 'segmentor' }];
    const found = findUnmatched({ ...NOTHING, rules }, MEASURED, ['segmenter-int8']);
    expect(found.map(({ place }) => place)).toEqual(['limit 2']);
  });

  it('says nothing where nothing was measured', () => {
    expect(findUnmatched({ ...NOTHING, rules: [{ model: 'x' }] }, [])).toEqual([]);
  });
});

describe('findEnded', () => {
  it('names waivers whose last day is over', () => {
    const waiver = { ceiling: { unit: '%', value: 0.1 }, reason: 'r' };
    const waivers = [
      { ...waiver, until: '2026-11-20', place: 'a' },
      { ...waiver, until: '2026-11-21', place: 'b' },
    ];
    expect(findEnded({ waivers, today: '2026-11-21' })).toEqual([
      { place: 'a', why: 'it ended on 2026-11-20; delete it, or have a new day reviewed' },
    ]);
  });
});

describe('setsNothing', () => {
  it('is true of a rule that only names comparisons', () => {
    expect(setsNothing({ model: 'a', metric: 'latency' })).toBe(true);
    expect(setsNothing({ model: 'a', gates: false })).toBe(false);
    expect(setsNothing({ budget: 0 })).toBe(false);
  });
});
