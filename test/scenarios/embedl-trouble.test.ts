// Embedl Hub in trouble: each call fails once or for ever, answers break off, keys and quotas end, steps are killed.
// It is recovered or clearly reported, nothing is doubled, nothing is left open, no secret is shown.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fail } from '../servers/embedl-hub/server.ts';
import { makeTflite } from '../servers/embedl-hub/state.ts';
import { zipFiles } from '../servers/zip.ts';
import { createHubWorld, type HubWorld, seedHub } from '../support/hub.ts';
import { HUB_CALLS, HUB_FAULTS } from '../support/hub-faults.ts';
import { tinyModel, writeModel } from '../support/models.ts';
import type { StepOptions } from '../support/world.ts';

const BASE = makeTflite(10_000, 'v1;'.padEnd(200, '.'));
const SAME = makeTflite(10_000, 'v2;'.padEnd(200, '.'));
const ONE_PHONE = { devices: 'Google Pixel 8' };

/** Where the model is recorded on one phone. */
let recorded: HubWorld;
let scene: HubWorld;
let merged: string;
let head: string;

beforeAll(async () => {
  recorded = await createHubWorld();
  merged = recorded.world.commit('main');
  await seedHub(recorded)(merged, BASE, { devices: ['Google Pixel 8'] });
  head = recorded.world.commit('topic', merged);
}, 300_000);
afterAll(() => recorded.close());
beforeEach(async () => {
  scene = await recorded.fork();
});
afterEach(() => scene.close());

function gate(more: Partial<StepOptions> = {}) {
  return scene.pullRequest(head, SAME, { ...more, inputs: { ...ONE_PHONE, ...more.inputs } });
}

function expectNothingOpen() {
  expect(scene.hub.runs.filter(({ status }) => status === 'RUNNING').map(({ name }) => name)).toEqual([]);
  const names = scene.hub.runs.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
}

/** Each call with each fault: test/adapters/embedl-faults.test.ts, without a process. Here one call a fault. */
const PAIRS = HUB_FAULTS.map(([fault, answer], index) => {
  const call = HUB_CALLS.find(([name]) => name === ['a new run', 'a poll', 'the upload', 'a run’s end'][index]);
  if (call === undefined) throw new Error(`no call for ${fault}`);
  return [call[0], fault, call[1], answer] as const;
});

describe('a call that fails once', () => {
  it.each(PAIRS)('when %s meets %s, the gate still ends well', async (_call, _fault, match, answer) => {
    scene.server.faults.push({ match, times: 1, answer });
    const result = await gate();
    expect(['pass', 'inconclusive']).toContain(result.outputs['outcome']);
    expect(result).toExit(0);
    expect(result.jobs.length).toBeLessThanOrEqual(1);
    expectNothingOpen();
  });
});

describe('a hub that stays in trouble', () => {
  it('is inconclusive, never green', async () => {
    scene.server.faults.push({ match: /./, times: 1000, answer: { status: 500, body: { message: 'internal' } } });
    const result = await gate();
    expect(result.outputs).toMatchObject({ outcome: 'inconclusive' });
    expect(result.check).toMatchObject({ conclusion: 'neutral' });
    expect(result.summary).toHaveLine('the service is in trouble');
  });

  it('that never answers a submission leaves it unrepeated and counted as spent', async () => {
    scene.server.faults.push({ match: /POST \/api\/device-cloud\/jobs/, times: 1, answer: 'drop' });
    const result = await gate();
    expect(result.outputs).toMatchObject({ outcome: 'inconclusive' });
    expect(result.summary).toHaveLine('did not answer the submission');
    expect(result.jobs).toHaveLength(1);
  });

  it.each([
    ['is empty', Buffer.alloc(0), 'the result is empty: the job failed on the device'],
    [
      'lacks the profile',
      zipFiles([{ name: 'tflite-logs.txt', content: Buffer.from('x') }]),
      'holds no tflite-op-profile.pb',
    ],
    ['is no archive', Buffer.from('not a zip'), /central directory/i],
  ])('whose result %s fails the job with the reason, never with a zero', async (_, body, why) => {
    scene.server.faults.push({ match: /GET \/storage\/result/, times: 9, answer: { status: 200, body } });
    const result = await gate();
    expect(result.outputs).toMatchObject({ outcome: 'inconclusive' });
    expect(result.summary).toHaveLine(why);
    expectNothingOpen();
  });

  it('whose quota is used up is inconclusive, with its words', async () => {
    const answer = fail(402, 'job_quota_exceeded', 'You have used 100 of 100 jobs this month');
    scene.server.faults.push({ match: /POST \/api\/device-cloud\/jobs/, times: 9, answer });
    const result = await gate();
    expect(result.outputs).toMatchObject({ outcome: 'inconclusive' });
    expect(result.summary).toHaveLine('You have used 100 of 100 jobs this month');
    expectNothingOpen();
  });

  it('that revokes the key in the middle stops at once as an error', async () => {
    scene.server.faults.push({
      match: /GET \/api\/device-cloud\/jobs/,
      times: 99,
      answer: fail(401, 'unauthorized', 'revoked'),
    });
    const result = await gate();
    expect(result).toExit(2);
    expect(result.summary).toHaveLine('Check api-key');
    expectNothingOpen();
  });

  it.each([
    ['never leaves the queue', { queue: 1e9 }, 'queue-timeout', 'no device was free within queue-timeout, 0.3 s'],
    ['never ends', { run: 1e9 }, 'run-timeout', 'it ran longer than run-timeout, 0.3 s'],
  ])('where a job %s, it is given up in time', async (_, change, limit, why) => {
    scene.hub.phones = scene.hub.phones.map((phone) => ({ ...phone, ...change }));
    const result = await gate({ inputs: { [limit]: '300ms' } });
    expect(result.summary).toHaveLine(why);
    expect(result.outputs['outcome']).toBe('inconclusive');
    expectNothingOpen();
  });
});

describe('a hub with other manners', () => {
  it.each([
    ['lists as {items}', { listsAsItems: true }],
    ['pages of one', { largestPage: 1 }],
    ['uploads through its own API', { uploadMode: 'API' as const }],
    ['no parent runs', { parents: false }],
  ])('%s', async (_title, change) => {
    Object.assign(scene.hub.manners, change);
    const result = await gate();
    expect(result.outputs).toMatchObject({ outcome: 'pass', 'baseline-sha': merged });
    expectNothingOpen();
  });

  it('uploads again for a device where an upload serves only once', async () => {
    scene.server.faults.push({
      match: /POST \/api\/device-cloud\/jobs/,
      times: 2,
      answer: fail(409, 'upload_used', 'used already'),
    });
    const result = await gate();
    expect(result.outputs).toMatchObject({ outcome: 'pass' });
    expect(result.uploads).toHaveLength(2);
  });

  it('has a state that nobody knows: the job is still running', async () => {
    const unknown = { status: 200, body: { data: { id: 'x', status: 'HIBERNATING' } } };
    scene.server.faults.push({ match: /GET \/api\/device-cloud\/jobs\/job-\d+$/, times: 2, answer: unknown });
    expect((await gate()).outputs).toMatchObject({ outcome: 'pass' });
  });

  it('redirects elsewhere are not followed with the key', async () => {
    scene.server.faults.push({
      match: /GET \/api\/device-cloud\/devices/,
      times: 1,
      answer: { status: 301, headers: { location: 'http://127.0.0.1:9/api' } },
    });
    const result = await gate();
    expect(result).toExit(2);
    expect(result.summary).toHaveLine('the key is not sent there');
  });

  it('redirects within itself are followed', async () => {
    const location = '/api/device-cloud/devices?moved';
    scene.server.faults.push({
      match: /GET \/api\/device-cloud\/devices/,
      times: 1,
      answer: { status: 308, headers: { location } },
    });
    expect((await gate()).outputs).toMatchObject({ outcome: 'pass' });
  });
});

describe('a step that does not end by itself', () => {
  it('when cancelled kills its runs on the hub', async () => {
    scene.hub.phones = scene.hub.phones.map((phone) => ({ ...phone, queue: 1e9 }));
    const result = await gate({ signal: { name: 'SIGINT', after: /pending device/ } });
    expect(result).toExit(130);
    expectNothingOpen();
  });

  it('when killed has its runs ended by the post step, and a re-run takes up the job', async () => {
    scene.hub.phones = scene.hub.phones.map((phone) => ({ ...phone, queue: 1e9 }));
    const killed = await gate({ signal: { name: 'SIGKILL', after: /pending device/ } });
    expect(killed.post).toHaveLine('runs that the main step had left open');
    expectNothingOpen();
    scene.hub.phones = scene.hub.phones.map((phone) => ({ ...phone, queue: 1 }));
    const again = await gate({ runId: killed.runId, attempt: 2 });
    expect(again.outputs).toMatchObject({ outcome: 'pass' });
    expect(again.summary).toHaveLine('Took up 1 of an earlier attempt');
    expect(again.jobs).toEqual([]);
    expectNothingOpen();
  });
});

describe('wrong input', () => {
  it.each([
    ['no key', { 'api-key': '' }, 'api-key: nothing was given'],
    ['a key with a line break', { 'api-key': 'eh_a b' }, 'found a key with spaces or line breaks'],
    ['a revoked key', { 'api-key': 'eh_revoked' }, 'the key is not accepted'],
    ['an unknown device', { devices: 'Google Pixel 9' }, 'devices: "Google Pixel 9" is not known'],
    ['a device named twice', { devices: 'Google Pixel 8\nGoogle Pixel 8' }, 'each name once'],
    ['an iPhone', { devices: 'Apple iPhone 16' }, 'iOS devices are not offered'],
    ['no device', { devices: '' }, 'devices: none was given'],
    ['an ONNX model', { model: 'model.onnx' }, 'is not a TensorFlow Lite model'],
    ['an option of another backend', { options: 'threads: 2' }, 'the backend embedl has no option "threads"'],
    ['an address that is none', { 'api-base-url': 'hub' }, 'api-base-url: found "hub"'],
  ])('%s is refused before anything is spent', async (_title, inputs, message) => {
    writeModel(scene.world.workspace, 'model.onnx', tinyModel());
    const result = await gate({ inputs });
    expect(result).toExit(2);
    expect(result.log).toHaveLine(message);
    expect([result.jobs, result.uploads]).toEqual([[], []]);
  });

  it('names the nearest devices', async () => {
    expect((await gate({ inputs: { devices: 'Pixel 8' } })).log).toHaveLine(/Use "Google Pixel 8"/);
  });

  it('a model over the slot’s limit is refused with its reason', async () => {
    scene.hub.manners.largestModel = 100;
    const result = await gate();
    expect(result).toExit(2);
    expect(result.log).toHaveLine('it is too large');
  });

  it('a project without rights is refused', async () => {
    scene.hub.keys.set('eh_reader', 'read');
    const result = await gate({ inputs: { 'api-key': 'eh_reader' } });
    expect(result).toExit(2);
    expect(result.log).toHaveLine('the key may not write to it');
  });

  it('a fork’s pull request without secrets is skipped, not failed', async () => {
    const { payload } = scene.world.pullStep(head);
    const pull = (payload as { pull_request: { head: object } }).pull_request;
    const foreign = {
      ...payload,
      pull_request: { ...pull, head: { ...pull.head, repo: { full_name: 'stranger/models' } } },
    };
    const result = await gate({ inputs: { 'api-key': '' }, payload: foreign });
    expect(result).toExit(0);
    expect(result.outputs).toMatchObject({ outcome: 'skipped' });
    expect(result.summary).toHaveLine('have no secrets');
  });
});

describe('the command line', () => {
  it('lists the phones', async () => {
    const { spawn } = await import('node:child_process');
    writeFileSync(join(scene.world.workspace, 'unused'), '');
    const args = ['dist/cli/index.js', 'devices', '--backend', 'embedl', '--api-base-url', scene.server.baseUrl];
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env['PATH'] ?? '', EMBEDL_HUB_API_KEY: 'eh_test' },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    await new Promise((done) => child.once('close', done));
    expect(output).toContain('Google Pixel 8\tGoogle, Android 14');
    expect(output).toContain('Motorola Edge\tMotorola, Android 13 or Android 14');
  });
});
