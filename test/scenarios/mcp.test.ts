// `latency-gate mcp`, asked by the official client of the protocol: what a gate found here, why, since when, and the
// decision on files. Nothing is written, nothing outside of the folder is read, and the action never loads it.

import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { encodeRecord } from '../../src/formats/run-record.ts';
import { CLI, createDesk, type Desk, QUICK } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';
import { MODELS } from '../support/models.ts';
import { makeRun } from '../support/runs.ts';

const Answer = z.object({
  content: z.array(z.object({ type: z.literal('text'), text: z.string() })),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
});

let desk: Desk;
let client: Client;

async function connect(folder: string): Promise<Client> {
  const made = new Client({ name: 'test', version: '1' });
  const env = { PATH: process.env['PATH'] ?? '', TMPDIR: process.env['TMPDIR'] ?? '/tmp' };
  await made.connect(new StdioClientTransport({ command: process.execPath, args: [CLI, 'mcp'], cwd: folder, env }));
  return made;
}

async function ask(name: string, given: Record<string, unknown> = {}, of: Client = client) {
  const { content, structuredContent, isError = false } = Answer.parse(await of.callTool({ name, arguments: given }));
  return { text: content.map(({ text }) => text).join('\n'), data: structuredContent ?? {}, isError };
}

beforeAll(async () => {
  desk = createDesk();
  desk.put({ 'net.onnx': MODELS.base() });
  for (let record = 0; record < 2; record += 1) expect(desk.run('record', 'net.onnx', ...QUICK).status).toBe(0);
  desk.put({ 'net.onnx': MODELS.slower() });
  expect(desk.run('gate', 'net.onnx', ...QUICK).status).toBe(1);
  const record = (latencies: readonly number[], mode: 'record' | 'gate') =>
    encodeRecord(makeRun({ latencies, mode, model: mode === 'record' ? 'a' : 'b' }), []);
  desk.put({
    'old.json': record([10, 10.1, 9.9, 10, 10.05], 'record'),
    'new.json': record([15, 15.1, 14.9, 15, 15.1, 15], 'gate'),
    'numbers.json': JSON.stringify({
      metric: 'throughput',
      unit: '1/s',
      better: 'higher',
      history: [100, 101, 99, 100, 100, 101],
      candidate: [100, 101, 100],
    }),
  });
  client = await connect(desk.folder);
});
afterAll(async () => {
  await client?.close();
  desk?.remove();
});

describe('the MCP server', () => {
  it('offers tools that only read, each with words and a schema', async () => {
    const { tools } = await client.listTools();
    const names = tools.map(({ name }) => name);
    expect(names).toEqual(['last_verdict', 'explain_verdict', 'comparison_history', 'compare_files']);
    for (const { annotations, description, inputSchema } of tools) {
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
      expect(description?.length).toBeGreaterThan(50);
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
    }
    expect(client.getInstructions()).toContain('0.05 is 5 %');
  });

  it('tells the last verdict with its comparisons', async () => {
    const { text, data } = await ask('last_verdict');
    expect(data).toMatchObject({ outcome: 'fail', mode: 'gate' });
    expect(text).toHaveLine(/❌ .*net/);
    expect(data['comparisons']).toContainEqual(
      expect.objectContaining({ model: 'net', device: 'local', metric: 'latency', verdict: 'regressed' }),
    );
  });

  it('explains why: the interval against the limit, the steps, the layers', async () => {
    const { text, data } = await ask('explain_verdict', { metric: 'latency' });
    expect(text).toHaveLine(/latency of net on local: regressed \(confirmed\)\. Slower by .*the limit is 40 %/);
    const [one] = z
      .array(z.looseObject({ steps: z.array(z.string()), layers: z.array(z.unknown()) }))
      .parse(data['explanations']);
    expect(one?.steps.length).toBeGreaterThan(0);
    expect(one?.layers.length).toBeGreaterThan(0);
  });

  it('tells the history from the records of this folder', async () => {
    const { text, data } = await ask('comparison_history', {});
    expect(text).toHaveLine(/latency of net on local: 2 recorded runs, the last at [\d.]+ ms/);
    expect(data['histories']).toMatchObject([{ unit: 'ms', points: [{ shifted: false }, {}] }]);
  });

  it('compares two records, and plain numbers', async () => {
    const records = await ask('compare_files', { baseline: 'old.json', candidate: 'new.json', max_regression: '5%' });
    expect(records.text).toHaveLine(/latency of net on local: regressed/);
    const numbers = await ask('compare_files', { numbers: 'numbers.json' });
    expect(numbers.data).toMatchObject({ comparisons: [{ metric: 'throughput', verdict: 'unchanged' }] });
  });

  it.each([
    ['a metric that is none', 'explain_verdict', { metric: 'latencyy' }, 'metric: found "latencyy"; the report has'],
    ['a file outside of the folder', 'last_verdict', { report: '../../etc/passwd' }, 'is outside of the folder'],
    ['a file that is missing', 'last_verdict', { report: 'gone.json' }, '"gone.json" does not exist'],
    ['a file that is no report', 'last_verdict', { report: 'net.onnx' }, 'The report cannot be read'],
    ['one record alone', 'compare_files', { baseline: 'old.json' }, 'found neither two records nor'],
    ['a limit that is none', 'compare_files', { numbers: 'numbers.json', max_regression: 'much' }, 'max-regression'],
    ['an unknown argument', 'last_verdict', { path: 'x' }, 'path'],
  ])('answers %s with what to ask instead', async (_, tool, given, words) => {
    const { isError, text } = await ask(tool, given);
    expect(isError).toBe(true);
    expect(text).toHaveLine(words);
  });

  it('follows no link out of the folder', async () => {
    const outside = temporaryFolder('outside');
    writeFileSync(join(outside, 'report.json'), '{}');
    symlinkSync(join(outside, 'report.json'), join(desk.folder, 'link.json'));
    expect((await ask('last_verdict', { report: 'link.json' })).text).toHaveLine('is outside of the folder');
  });

  it('says how to get a report where there is none, and writes nothing', async () => {
    const folder = temporaryFolder('empty');
    const other = await connect(folder);
    const { isError, text } = await ask('last_verdict', {}, other);
    await other.close();
    expect(isError).toBe(true);
    expect(text).toHaveLine('Run "latency-gate gate"');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is in no file that the action can load', () => {
    const seen = new Set<string>();
    const visit = (file: string) => {
      if (seen.has(file) || !existsSync(file)) return;
      seen.add(file);
      for (const [, to = ''] of readFileSync(file, 'utf8').matchAll(/["'`](\.{1,2}\/[^"'`]+\.js)["'`]/g))
        visit(resolve(dirname(file), to));
    };
    for (const entry of ['main', 'post']) visit(resolve(`dist/${entry}/index.js`));
    expect(seen.size).toBeGreaterThan(3);
    const loading = [...seen].filter((file) => readFileSync(file, 'utf8').includes('notifications/initialized'));
    expect(loading).toEqual([]);
  });
});
