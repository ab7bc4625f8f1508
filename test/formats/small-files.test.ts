// The short formats: sections of the comment, manifests of staged models, tickets, comparisons, records in pieces.

import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parseBackendOptions } from '../../src/formats/backend-options.ts';
import { canonicalJson } from '../../src/formats/canonical.ts';
import { fromPieces, fullest, toPieces } from '../../src/formats/carried-record.ts';
import { encodeComparisons } from '../../src/formats/comparison-file.ts';
import { describeIssues } from '../../src/formats/issues.ts';
import { decodeSectionFile, encodeSectionFile } from '../../src/formats/section-file.ts';
import { decodeStagedManifest, encodeStagedManifest } from '../../src/formats/staged-manifest.ts';
import { decodeTickets, encodeTickets } from '../../src/formats/tickets.ts';
import { makeSubject } from '../support/reports.ts';
import { makeRun, shaOf } from '../support/runs.ts';

describe('a section of the comment', () => {
  const section = { key: 'small', runId: 7, attempt: 2, text: '### ✅ fine' };

  it('is read as it was written', () => {
    expect(decodeSectionFile(encodeSectionFile(section))).toEqual(section);
  });

  it('of another schema is refused', () => {
    const text = encodeSectionFile(section).replace('section@1', 'section@9');
    expect(() => decodeSectionFile(text)).toThrow('it is no latency-gate/section@1: schema');
  });
});

describe('the manifest of a staged model', () => {
  const model = { name: 'net', sha256: shaOf('a'), sizeBytes: 3, format: 'onnx' };
  const manifest = { commit: 'c1', model, files: ['net.onnx', 'data/weights.bin'] };

  it('is read as it was written', () => {
    expect(decodeStagedManifest(encodeStagedManifest(manifest))).toMatchObject(manifest);
  });

  it.each(['../net.onnx', '/etc/passwd', 'a/../../b', '\\\\server\\share', '', 'a/..'])(
    'with the file %j is refused: it lies outside of the artifact',
    (file) => {
      const text = JSON.stringify({ schema: 'latency-gate/staged@1', ...manifest, files: [file] });
      expect(() => decodeStagedManifest(text)).toThrow('files.0: must be a path inside of the artifact');
    },
  );

  it('takes names that only look so', () => {
    const files = ['..net.onnx', 'a..b/c'];
    expect(decodeStagedManifest(encodeStagedManifest({ ...manifest, files })).files).toEqual(files);
  });

  it.each([
    ['no file', { files: [] }, 'files'],
    ['a hash that is none', { model: { ...model, sha256: 'x' } }, 'model.sha256'],
    ['another schema', { schema: 'latency-gate/staged@9' }, 'it is no latency-gate/staged@1'],
  ])('with %s is refused', (_, change, why) => {
    const text = JSON.stringify({ schema: 'latency-gate/staged@1', ...manifest, ...change });
    expect(() => decodeStagedManifest(text)).toThrow(why);
  });
});

describe('tickets', () => {
  const model = { name: 'net', sha256: shaOf('a'), sizeBytes: 3, format: 'tflite' };
  const ticket = { profiler: 'embedl', id: 'job-1', device: 'phone', sha256: shaOf('a'), handle: 'upload-1' };
  const tickets = {
    commit: 'c1',
    settings: 'ab12cd34',
    trouble: null,
    models: [{ model, handle: 'upload-1', devices: ['phone'] }],
    jobs: [{ model: 'net', ticket }],
  };

  it('are read as they were written', () => {
    expect(decodeTickets(encodeTickets(tickets))).toMatchObject(tickets);
  });

  it('of nothing that could be submitted say why', () => {
    const text = encodeTickets({ ...tickets, trouble: 'the service is down', models: [], jobs: [] });
    expect(decodeTickets(text).trouble).toBe('the service is down');
  });

  it.each([
    ['another schema', { schema: 'latency-gate/tickets@9' }, 'it is no latency-gate/tickets@1'],
    ['a model without a device', { models: [{ model, handle: '', devices: [] }] }, 'models.0.devices'],
  ])('with %s are refused', (_, change, why) => {
    const text = JSON.stringify({ schema: 'latency-gate/tickets@1', ...tickets, ...change });
    expect(() => decodeTickets(text)).toThrow(why);
  });
});

describe('comparisons', () => {
  it('are one object a line, with where they stand', () => {
    const { comparisons } = makeSubject({ latencies: [12.3] });
    const lines = encodeComparisons(comparisons.map((comparison) => ({ model: 'net', device: 'phone', comparison })))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(comparisons.length);
    expect(lines[0]).toMatchObject({
      model: 'net',
      device: 'phone',
      metric: comparisons[0]?.metric.name,
      verdict: comparisons[0]?.verdict,
      jobs: comparisons[0]?.jobs,
    });
  });

  it('of plain numbers have no model and no device', () => {
    const [comparison] = makeSubject().comparisons;
    const text = comparison === undefined ? '{}' : encodeComparisons([{ comparison }]);
    expect(Object.keys(JSON.parse(text))).not.toContain('model');
  });
});

describe('a record in the text fields of a service', () => {
  const run = makeRun({ latencies: Array.from({ length: 60 }, (_, index) => 10 + index / 7) });

  it('comes back whole, whatever the order of the fields and whatever lies beside them', () => {
    const pieces = toPieces({ ...run, device: 'Späte 📱 phone' });
    expect(Object.keys(pieces).length).toBeGreaterThan(2);
    for (const piece of Object.values(pieces)) expect([...piece].length).toBeLessThanOrEqual(450);
    const fields = Object.fromEntries(Object.entries(pieces).reverse());
    expect(fromPieces({ other: 'x', ...fields })).toEqual({ ...run, device: 'Späte 📱 phone' });
  });

  it('leaves the layers out, which would be most of it', () => {
    const layers = [{ name: 'conv', operator: 'Conv', unit: 'CPU', timeMs: 1 }];
    expect(fromPieces(toPieces({ ...run, layers }))?.layers).toEqual([]);
  });

  it('is none where there are no pieces, and an error where one is missing', () => {
    expect(fromPieces({ other: 'x' })).toBeUndefined();
    const [, ...rest] = Object.entries(toPieces(run));
    expect(() => fromPieces(Object.fromEntries(rest))).toThrow('it is not JSON');
  });

  it('of several attempts is the one with the most evidence, the newest of equals', () => {
    const few = makeRun({ latencies: [1], createdAt: '2026-01-03T00:00:00Z' });
    const older = makeRun({ latencies: [1, 2], createdAt: '2026-01-01T00:00:00Z' });
    const newer = makeRun({ latencies: [1, 3], createdAt: '2026-01-02T00:00:00Z' });
    expect(fullest([few, older, newer])).toBe(newer);
    expect(fullest([])).toBeUndefined();
  });
});

describe('canonical JSON', () => {
  it('is the same text whatever the order of the keys, at every depth, but not of lists', () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'x' })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
    expect(canonicalJson([2, 1])).not.toBe(canonicalJson([1, 2]));
  });
});

describe('what a schema refused', () => {
  const schema = z.strictObject({ threads: z.number().min(1), name: z.string() });

  it('is told with its place', () => {
    const { error } = schema.safeParse({ threads: 0, name: 1 });
    expect(error === undefined ? '' : describeIssues(error)).toMatch(/^threads: too small.*; name: invalid input/);
  });

  it('of the input options names the backend, the key and what is allowed', () => {
    expect(parseBackendOptions('local', schema, { threads: 2, name: 'a' })).toEqual({ threads: 2, name: 'a' });
    expect(() => parseBackendOptions('local', schema, { threads: 2, name: 'a', treads: 1 })).toThrow(
      expect.objectContaining({
        message: 'options of the backend local: unrecognized key: "treads".',
        advice: 'Allowed keys: threads, name.',
      }),
    );
  });
});
