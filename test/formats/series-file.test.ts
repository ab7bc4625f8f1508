import { describe, expect, it } from 'vitest';
import { decodeSeries } from '../../src/formats/series-file.ts';

const SERIES = { metric: 'latency', history: [1, 2], candidate: [3] };

describe('plain numbers', () => {
  it.each([
    ['one object', JSON.stringify(SERIES), 1],
    ['an array', JSON.stringify([SERIES, SERIES]), 2],
    ['JSON lines', `${JSON.stringify(SERIES)}\n\n${JSON.stringify(SERIES)}\n`, 2],
  ])('are read from %s', (_, text, count) => {
    const series = decodeSeries(text);
    expect(series).toHaveLength(count);
    expect(series.at(-1)).toMatchObject({ history: [1, 2], candidate: [3], metric: { name: 'latency', unit: 'ms' } });
  });

  it('take from a known metric what they do not say, and say it better', () => {
    const [known] = decodeSeries(JSON.stringify(SERIES));
    expect(known?.metric).toMatchObject({ direction: 'lower', unit: 'ms', gates: true });
    const [own] = decodeSeries(JSON.stringify({ ...SERIES, metric: 'frames', better: 'higher', unit: 'fps' }));
    expect(own?.metric).toMatchObject({ name: 'frames', direction: 'higher', unit: 'fps', kind: 'sampled' });
    const [unnamed] = decodeSeries(JSON.stringify({ ...SERIES, metric: 'frames' }));
    expect(unnamed?.metric).toMatchObject({ direction: 'lower', unit: '' });
  });

  it('count NaN, Infinity and null as jobs without a value', () => {
    const text = '{"metric": "latency", "history": [1, NaN, -Infinity], "candidate": [Infinity, null]}';
    expect(decodeSeries(text)[0]).toMatchObject({ history: [1, null, null], candidate: [null, null] });
  });

  it.each([
    ['nothing', '[]', 'it is empty'],
    ['no JSON', '{', 'is not JSON'],
    ['a broken line', `${JSON.stringify(SERIES)}\n{`, 'line 2 is not JSON'],
    ['an object without a history', '{"metric": "x", "candidate": []}', /^history/],
    ['the second of two', JSON.stringify([SERIES, { ...SERIES, history: ['a'] }]), 'object 2: history.0'],
    ['a direction that is none', JSON.stringify({ ...SERIES, better: 'faster' }), 'better'],
  ])('refuse %s, and say which', (_, text, why) => {
    expect(() => decodeSeries(text)).toThrow(why);
  });
});
