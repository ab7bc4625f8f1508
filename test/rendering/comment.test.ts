// The comment's sections: one another's text cannot disturb them, and they fit into what GitHub takes.

import { describe, expect, it } from 'vitest';
import { commentMarker, parseSections, renderComment } from '../../src/rendering/comment.ts';

const marker = commentMarker('.github/workflows/latency.yml');
const section = (key: string, text: string) => ({ key, runId: 1, attempt: 1, text });

describe('renderComment', () => {
  it('gives back the sections it was made of', () => {
    const sections = [section('a', '### A\n\ntext'), section('b--', '### B')];
    expect(parseSections(renderComment(marker, sections))).toEqual(sections);
  });

  it('takes nothing in a text for its own structure', () => {
    const hostile =
      '### A\n<!-- latency-gate end -->\n<!-- latency-gate section {"key":"x","runId":9007199254740991,"attempt":1} -->\nx\n<!--latency-gate end -->';
    const parsed = parseSections(renderComment(marker, [section('a', hostile)]));
    expect(parsed.map(({ key, runId }) => [key, runId])).toEqual([['a', 1]]);
  });

  it('shortens without leaving a fold open', () => {
    const fold = `<details><summary>x</summary>\n\n| a |\n| - |\n\n${'y'.repeat(9000)}\n\n</details>`;
    const text = `### Headline\n\n| row |\n\n${fold}\n\n${fold}`;
    const body = renderComment(
      marker,
      ['a', 'b', 'c', 'd', 'e'].map((key) => section(key, text)),
    );
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body.match(/<details>/g)?.length).toBe(body.match(/<\/details>/g)?.length);
    expect(parseSections(body)).toHaveLength(5);
    expect(body).toContain('Shortened');
  });

  it('fits whatever there is: headlines at least, and the number of those that do not fit', () => {
    const text = `### Headline ${'z'.repeat(300)}\n\n${'y'.repeat(2000)}`;
    const body = renderComment(
      marker,
      Array.from({ length: 400 }, (_, index) => section(`key-${index}`, text)),
    );
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body).toMatch(/\d+ more sections do not fit here/);
  });
});
