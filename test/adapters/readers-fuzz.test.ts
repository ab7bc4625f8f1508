// Every file of every reader, damaged: cut, doubled, with other numbers, words and bytes in it. What comes of it is
// either results whose numbers are numbers, or an Error in words; never a crash inside a reader.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readResults } from '../../src/adapters/profiles/read-results.ts';

const FOLDER = 'test/adapters/results';
const FILES = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name }) => name);

/** Texts in place of a number or a word. */
const ODD = [
  'null',
  '-1',
  '0',
  '1e999',
  '-0',
  'NaN',
  '""',
  '[]',
  '{}',
  '{"a":{"b":[]}}',
  '9'.repeat(400),
  'true',
  ',',
  '\0',
];

const damage = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ kind: fc.constant('double' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ kind: fc.constant('odd' as const), which: fc.nat(5000), text: fc.constantFrom(...ODD) }),
  fc.record({ kind: fc.constant('byte' as const), at: fc.double({ min: 0, max: 1, noNaN: true }), value: fc.nat(255) }),
);

type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function apply(bytes: Buffer, one: Damage): Buffer {
  if (one.kind === 'odd') {
    const text = bytes.toString('latin1');
    const tokens = [...text.matchAll(/-?\d+(?:\.\d+)?(?:e[-+]?\d+)?|"[^"]*"|[a-z_]+/gi)];
    const token = tokens[one.which % Math.max(1, tokens.length)];
    if (token === undefined) return bytes;
    const end = token.index + token[0].length;
    return Buffer.from(text.slice(0, token.index) + one.text + text.slice(end), 'latin1');
  }
  const at = Math.floor(one.at * bytes.length);
  if (one.kind === 'cut') return bytes.subarray(0, at);
  if (one.kind === 'double') return Buffer.concat([bytes, bytes.subarray(at)]);
  const changed = Buffer.from(bytes);
  changed[at] = one.value;
  return changed;
}

function read(name: string, bytes: Buffer): void {
  try {
    const { benchmarks } = readResults(name, bytes, { metrics: [] });
    for (const { readings } of benchmarks) {
      for (const { metric, value } of readings) {
        expect(typeof value, `${name}: ${metric.name}`).toBe('number');
        expect(value, `${name}: ${metric.name}`).not.toBeNaN();
      }
    }
  } catch (error) {
    if (!(error instanceof Error) || error.name === 'AssertionError') throw error;
    expect([error.name, error.stack], error.message).toEqual(['Error', error.stack]);
    expect(error.message.length).toBeGreaterThan(3);
    expect(error.message.length, error.message.slice(0, 300)).toBeLessThan(5000);
  }
}

describe.each(FILES)('%s, damaged', (name) => {
  const whole = readFileSync(join(FOLDER, name));

  it('is read or refused in words', () => {
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (all) => read(name, all.reduce(apply, whole))),
      { numRuns: 150 },
    );
  });
});
