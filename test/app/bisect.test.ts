// The search for a commit on simulated pairs: right, cheap, and silent where nothing can be told.

import { describe, expect, it } from 'vitest';
import { EndMissing } from '../../src/app/bisect/question.ts';
import { bisect } from '../../src/app/bisect/search.ts';
import type { Bisection } from '../../src/domain/bisection.ts';
import { builtIn } from '../../src/domain/metric.ts';
import { createNormal } from '../support/simulated-history.ts';

interface World {
  readonly seed?: number;
  /** Log-level of each model. */
  readonly levels: readonly number[];
  readonly noise?: number;
  readonly maxPairs?: number;
  readonly missing?: (place: number) => boolean;
  readonly bytes?: (place: number) => string;
  readonly higher?: boolean;
}

const step = (count: number, at: number, gap: number) =>
  Array.from({ length: count }, (_, place) => (place >= at ? gap : 0));

function search({
  seed = 1,
  levels,
  noise = 0.015,
  maxPairs = 100,
  missing,
  bytes,
  higher,
}: World): Promise<Bisection> {
  const normal = createNormal(seed);
  const commits = levels.map((_, place) => ({ commit: String(place).padStart(7, '0'), sha256: String(place) }));
  const metric = builtIn(higher === true ? 'throughput' : 'latency');
  return bisect<number>(
    { modelName: 'net', device: 'local', metric, commits, maxPairs },
    {
      fetch: async ({ commit }) => {
        const place = Number(commit);
        return missing?.(place) === true ? { why: 'gone' } : { sha256: bytes?.(place) ?? commit, model: place };
      },
      // One pair in twenty is three times as noisy.
      measure: async (a, b) =>
        (levels[b] ?? 0) - (levels[a] ?? 0) + noise * normal() * (Math.abs(normal()) > 1.96 ? 3 : 1),
      tell: () => undefined,
    },
  );
}

describe('bisect', () => {
  it('names the commit among 64 in six steps, sixty times of sixty, at a noise of 1.5 %', async () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const at = 1 + ((seed * 37) % 63);
      const found = await search({ seed, levels: step(64, at, 0.095) });
      expect(found).toMatchObject({ end: 'found', commits: [String(at).padStart(7, '0')] });
      expect(found.steps.length).toBeLessThanOrEqual(6);
      const [low, high] = found.change?.interval ?? [0, 0];
      expect(low).toBeGreaterThan(0);
      expect(high).toBeLessThan(0.3);
    }
  });

  it('takes a fall of what should be high for the change that it is', async () => {
    expect(await search({ levels: step(16, 9, -0.1), higher: true })).toMatchObject({ end: 'found', bad: '0000009' });
    expect(await search({ levels: step(16, 9, 0.1), higher: true })).toMatchObject({ end: 'no-change' });
  });

  it('names no commit where nothing changed, in sixty searches', async () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const found = await search({ seed, levels: step(16, 99, 0) });
      expect(found.end).toBe('no-change');
      expect(found.pairs).toBeLessThanOrEqual(24);
    }
  });

  it('does not force a model that is half-way to a side', async () => {
    const found = await search({ levels: Array.from({ length: 17 }, (_, place) => place * 0.006) });
    expect(found.end).toBe('range');
    expect(found.reasons[0]).toContain('the change may have come in several steps');
    expect(found.steps[0]?.position).toBeGreaterThan(0.3);
    expect(found.steps[0]?.position).toBeLessThan(0.7);
  });

  it('passes over one model that cannot be told, and tells it only where the commit stays unknown', async () => {
    const levels = step(16, 4, 0.1).map((level, place) => (place === 7 ? 0.05 : level));
    const found = await search({ levels });
    expect(found).toMatchObject({ end: 'found', bad: '0000004', reasons: [] });
    expect(found.steps[0]).toMatchObject({ commit: '0000007', answer: 'open' });
  });

  it('never spends more than it may, and says that it ended there', async () => {
    const found = await search({ levels: step(64, 20, 0.095), maxPairs: 10 });
    expect(found).toMatchObject({ end: 'range', maxPairs: 10 });
    expect(found.pairs).toBeLessThanOrEqual(10);
    expect(found.commits).toContain('0000020');
    expect(found.reasons.filter((reason) => reason.includes('max-pairs (10) was spent'))).toHaveLength(1);
    expect(found.steps.every(({ pairs }) => pairs > 0)).toBe(true);
  });

  it('passes over what is gone, spends nothing on the same bytes, and needs both ends', async () => {
    const gone = await search({ levels: step(16, 9, 0.1), missing: (place) => place === 8 });
    expect(gone).toMatchObject({ end: 'range', commits: ['0000008', '0000009'] });
    const same = await search({ levels: step(16, 9, 0.1), bytes: (place) => (place >= 9 ? 'new' : 'old') });
    expect(same.steps.every(({ answer, pairs }) => answer === 'same-bytes' && pairs === 0)).toBe(true);
    expect(same).toMatchObject({ end: 'found', bad: '0000009' });
    await expect(search({ levels: step(4, 2, 0.1), missing: (place) => place === 0 })).rejects.toThrow(EndMissing);
  });
});
