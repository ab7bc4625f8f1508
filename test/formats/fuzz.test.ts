// Every parser of something from outside meets anything at all: it answers or refuses, in time, with an Error that says
// something, never with a crash, and what it answers is what its type says.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readZipEntries } from '../../src/adapters/files/unzip.ts';
import { outlineOnnx } from '../../src/adapters/onnx/outline.ts';
import { fromBytes } from '../../src/adapters/onnx/wire-reader.ts';
import { parseBenchmarkLog } from '../../src/adapters/profiles/benchmark-log.ts';
import { fromOnnxProfile } from '../../src/adapters/profiles/onnx-profile.ts';
import { decodeOpProfile } from '../../src/adapters/profiles/op-profile.ts';
import { parseConfig } from '../../src/config/config.ts';
import { readTrigger } from '../../src/config/event.ts';
import { parseConfigFile } from '../../src/config/file.ts';
import { INPUT_NAMES } from '../../src/config/inputs.ts';
import { decodeSettings } from '../../src/config/saved-settings.ts';
import { decodeReport } from '../../src/formats/report-file.ts';
import { decodeRecord, encodeRecord } from '../../src/formats/run-record.ts';
import { decodeSectionFile } from '../../src/formats/section-file.ts';
import { decodeSeries } from '../../src/formats/series-file.ts';
import { decodeStagedManifest } from '../../src/formats/staged-manifest.ts';
import { decodeTickets } from '../../src/formats/tickets.ts';
import { parseSections } from '../../src/rendering/comment.ts';
import { zipFiles } from '../servers/zip.ts';
import { tinyModel } from '../support/models.ts';
import { makeRun } from '../support/runs.ts';

const RUNS = { numRuns: 300 };

/** Refuses with an Error that says something, and never because of a mistake of the parser's own. */
function answersOrRefuses(parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(TypeError);
    expect(error).not.toBeInstanceOf(RangeError);
    expect((error as Error).message.length).toBeGreaterThan(3);
  }
}

/** A valid text with a piece cut out, doubled or replaced: nearer to the truth than noise is. */
function mutations(valid: string) {
  return fc
    .tuple(fc.nat(valid.length), fc.nat(40), fc.constantFrom('', '"', '{', '[', 'null', '-1', '1e999', '\u0000', '9'))
    .map(([at, length, piece]) => valid.slice(0, at) + piece + valid.slice(at + length));
}

const RECORD = encodeRecord(makeRun({}), [makeRun({})]);
const TEXTS: Readonly<Record<string, readonly [(text: string) => unknown, string]>> = {
  'a run record': [decodeRecord, RECORD],
  'a report': [decodeReport, RECORD],
  'a section': [decodeSectionFile, '{"schema":"latency-gate/section@1","key":"","runId":1,"attempt":1,"text":"x"}'],
  'a manifest': [decodeStagedManifest, '{"schema":"latency-gate/staged@1","commit":null,"files":["a"]}'],
  tickets: [decodeTickets, '{"schema":"latency-gate/tickets@1","commit":null,"models":[],"jobs":[]}'],
  'a series': [decodeSeries, '{"metric":"latency","history":[1,2,3],"candidate":[4,NaN]}'],
  'saved settings': [decodeSettings, '{"inputs":{"a":"b"},"options":{}}'],
  'a comment': [
    parseSections,
    '<!-- latency-gate section {"key":"","runId":1,"attempt":1} -->\nx\n<!-- latency-gate end -->',
  ],
  'a config file': [
    (text) => parseConfigFile(text, 'f.yml'),
    'model: a\nlimits:\n  - metric: latency\n    budget: 20 ms\n',
  ],
  'a benchmark log': [parseBenchmarkLog, 'INFO: count=50 first=1 curr=2 min=1 max=3 avg=2 std=1\nInference (avg): 2.1'],
  'an ONNX profile': [fromOnnxProfile, '[{"cat":"Node","name":"a_kernel_time","dur":3,"args":{"op_name":"Conv"}}]'],
};

describe.each(Object.entries(TEXTS))('%s', (_name, [parse, valid]) => {
  it('that is anything is answered or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => answersOrRefuses(() => parse(text))),
      RUNS,
    );
  });

  it('that is nearly right is answered or refused', () => {
    fc.assert(
      fc.property(mutations(valid), (text) => answersOrRefuses(() => parse(text))),
      RUNS,
    );
  });

  it('that is any JSON is answered or refused', () => {
    fc.assert(
      fc.property(fc.json(), (text) => answersOrRefuses(() => parse(text))),
      RUNS,
    );
  });
});

describe('bytes', () => {
  const model = tinyModel();
  const archive = zipFiles([{ name: 'a.txt', content: Buffer.from('hello') }]);
  const changed = (bytes: Uint8Array) =>
    fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 8 }).map((changes) => {
      const copy = Uint8Array.from(bytes);
      for (const [at, value] of changes) copy[at] = value;
      return copy;
    });

  it('of an ONNX model, or nearly one, are outlined or refused', () => {
    fc.assert(
      fc.property(fc.oneof(changed(model), fc.uint8Array({ maxLength: 300 })), (bytes) =>
        answersOrRefuses(() => outlineOnnx(fromBytes(bytes))),
      ),
      { numRuns: 2000 },
    );
  });

  it('of an ONNX model whose graphs lie in each other without end are refused', () => {
    let inner: Buffer = Buffer.alloc(0);
    const wrap = (field: number, bytes: Buffer) => {
      const length: number[] = [];
      for (let left = bytes.length; ; left = Math.floor(left / 128)) {
        length.push(left >= 128 ? (left % 128) + 128 : left);
        if (left < 128) break;
      }
      return Buffer.concat([Buffer.from([field * 8 + 2, ...length]), bytes]);
    };
    for (let depth = 0; depth < 400; depth += 1) inner = wrap(1, wrap(5, wrap(6, inner)));
    const bytes = Buffer.concat([Buffer.from([8, 8]), wrap(7, inner), wrap(8, Buffer.from([16, 1]))]);
    expect(() => outlineOnnx(fromBytes(bytes))).toThrow('deep in each other');
  });

  it('of an archive, or nearly one, are read or refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(changed(archive), fc.uint8Array({ maxLength: 300 })), async (bytes) => {
        const found = await readZipEntries(Buffer.from(bytes), ['a.txt'], 1 << 20).catch((error: unknown) => error);
        expect(found instanceof Map || found instanceof Error).toBe(true);
      }),
      RUNS,
    );
  });

  it('of an operator profile are read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          decodeOpProfile(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('inputs', () => {
  const value = fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.constantFrom('5%', '0', '-1', '1e9', 'auto', 'a: b', '[', '*'),
  );

  it('that are anything are taken or refused by their names', () => {
    const inputs = fc.dictionary(fc.constantFrom(...INPUT_NAMES), value, { maxKeys: 6 });
    fc.assert(
      fc.property(inputs, (raw) => {
        try {
          parseConfig({ model: 'm', ...raw });
        } catch (error) {
          expect(error).toMatchObject({ name: 'GateError', advice: expect.any(String) });
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('of an event that are anything lead to a trigger or a refusal', () => {
    const names = fc.constantFrom(
      'push',
      'pull_request',
      'issue_comment',
      'workflow_run',
      'release',
      'merge_group',
      'x',
    );
    const refs = fc.oneof(fc.constantFrom('refs/heads/main', 'refs/tags/v1', ''), fc.string({ maxLength: 20 }));
    const modes = fc.constantFrom('auto', 'gate', 'record', 'release');
    fc.assert(
      fc.property(names, fc.jsonValue(), refs, modes, (name, payload, ref, mode) => {
        const runner = { repository: 'a/b', sha: 'c', serverUrl: 'https://x', runId: 1, runAttempt: 1 };
        const facts = { ...runner, name, payload, ref, workflowRef: '', actor: '', step: '' };
        try {
          expect(['gate', 'record', 'release']).toContain(readTrigger(facts, mode as 'auto').mode);
        } catch (error) {
          expect(error).toMatchObject({ name: 'GateError' });
        }
      }),
      { numRuns: 2000 },
    );
  });
});
