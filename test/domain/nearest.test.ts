import { describe, expect, it } from 'vitest';
import { didYouMean, findNearest, nearestFirst } from '../../src/domain/nearest.ts';

describe('findNearest', () => {
  it.each([
    ['gaet', ['gate', 'record', 'compare', 'devices'], undefined],
    ['gte', ['gate', 'record'], 'gate'],
    ['maxRegresion', ['maxRegression', 'minChange', 'maxRepeats'], 'maxRegression'],
    ['max-regression', ['maxRegression', 'minChange'], 'maxRegression'],
    ['google pixel8', ['Google Pixel 8', 'Samsung Galaxy S25'], 'Google Pixel 8'],
    ['detecter', ['ranker', 'detector'], 'detector'],
    ['xyz', ['gate', 'record'], undefined],
    ['', ['gate'], undefined],
    ['gate', [], undefined],
  ])('%s among %j: %s', (name, names, expected) => {
    expect(findNearest(name, names)).toBe(expected);
  });
});

describe('nearestFirst', () => {
  it('keeps every name', () => {
    expect(nearestFirst('Pixel 8', ['Galaxy S25', 'Pixel 8 Pro'])).toEqual(['Pixel 8 Pro', 'Galaxy S25']);
  });
});

describe('didYouMean', () => {
  it('is a sentence, or nothing', () => {
    expect(didYouMean('modle', ['model', 'devices'])).toBe(' Did you mean "model"?');
    expect(didYouMean('zzz', ['model'])).toBe('');
  });
});
