// Embedl Hub in trouble: each call fails once or for ever, answers break off, keys and quotas end, steps are killed.
// It is recovered or clearly reported, nothing is doubled, nothing is left open, no secret is shown.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { HubFault } from '../servers/embedl-hub/server.ts';
import { fail } from '../servers/embedl-hub/server.ts';
import { makeTflite } from '../servers/embedl-hub/state.ts';
import { zipFiles } from '../servers/zip.ts';
import { createHubWorld, type HubWorld } from '../support/hub.ts';
import { tinyModel, writeModel } from '../support/models.ts';
import type { StepOptions } from '../support/world.ts';

const BASE = makeTflite(10_000, 'v1;'.padEnd(200, '.'));
const SAME = makeTflite(10_000, 'v2;'.padEnd(200, '.'));
const ONE_PHONE = { devices: 'Google Pixel 8' };

let scene: HubWorld;
let merged: string;
let branch = 0;

beforeAll(async () => {
  scene = await createHubWorld();
  merged = scene.world.commit('main');
  await scene.push(merged, BASE, { inputs: ONE_PHONE });
}, 60_000);
afterAll(() => scene.close());
afterEach(() => {
  scene.server.faults.length = 0;
});

function gate(more: Partial<StepOptions> = {}) {
  branch += 1;
  const inputs = { ...ONE_PHONE, ...more.inputs };
  return scene.pullRequest(scene.world.commit(`t${branch}`, merged), SAME, { ...more, inputs });
}

function expectNothingOpen() {
  expect(scene.hub.runs.filter(({ status }) => status === 'RUNNING').map(({ name }) => name)).toEqual([]);
  const names = scene.hub.runs.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
}

/** Every call of a gate, as "METHOD path". */
const CALLS: readonly (readonly [name: string, match: RegExp])[] = [
  ['the device list', /GET \/api\/device-cloud\/devices/],
  ['the project', /GET \/api\/projects$/],
  ['the run list', /GET .*\/runs$/],
  ['a run’s details', /GET .*\/runs\/run-/],
  ['an upload slot', /POST \/api\/device-cloud\/uploads/],
  ['the upload', /PUT \/storage\/slot/],
  ['a new run', /POST .*\/runs$/],
  ['a tag', /POST .*\/tags$/],
  ['the job', /POST \/api\/device-cloud\/jobs/],
  ['a poll', /GET \/api\/device-cloud\/jobs\/job-\d+$/],
  ['the result’s address', /GET .*\/jobs\/job-\d+\/artifacts/],
  ['the result', /GET \/storage\/result/],
  ['an artifact', /POST \/api\/artifacts$/],
  ['an artifact’s address', /POST .*upload-url/],
  ['an artifact’s bytes', /PUT \/storage\/signed/],
  ['an artifact’s state', /PATCH \/api\/artifacts/],
  ['a run’s end', /PATCH .*\/runs\//],
];

const FAULTS: readonly (readonly [name: string, answer: HubFault['answer']])[] = [
  ['a 503', { status: 503 }],
  ['a 429 with Retry-After', { status: 429, headers: { 'retry-after': '0' }, body: { message: 'slow down' } }],
  ['a broken connection', 'cut'],
  ['an answer lost on the way', 'drop'],
];

describe.each(CALLS)('when %s meets', (_name, match) => {
  it.each(FAULTS)('%s once, the gate still ends well', async (_fault, answer) => {
    scene.server.faults.push({ match, times: 1, answer });
    const before = scene.hub.jobs.length;
    const result = await gate();
    expect(['pass', 'inconclusive']).toContain(result.outputs['outcome']);
    expect(result.exitCode).toBe(0);
    expect(scene.hub.jobs.length - before).toBeLessThanOrEqual(1);
    expectNothingOpen();
  });
});

describe('a hub that stays in trouble', () => {
  it('is inconclusive, never green', async () => {
    scene.server.faults.push({ match: /./, times: 1000, answer: { status: 500, body: { message: 'internal' } } });
    const result = await gate();
    expect(result.outputs).toMatchObject({ outcome: 'inconclusive' });
    expect(scene.world.state.checks.at(-1)).toMatchObject({ conclusion: 'neutral' });
    expect(result.summary).toContain('the service is in trouble');
  });

  it('that never answers a submission leaves it unrepeated and counted as spent', async () => {
    scene.server.faults.push({ match: /POST \/api\/device-cloud\/jobs/, times: 1, answer: 'drop' });
    const before = scene.hub.jobs.length;
    const result = await gate();
    expect(result.outputs).toMatchObject({ outcome: 'inconclusive' });
    expect(result.summary).toContain('did not answer the submission');
    expect(scene.hub.jobs.length - before).toBe(1);
  });

  it('that lost the job’s files fails the job with the reason, never with a zero', async () => {
    scene.server.faults.push({
      match: /GET \/storage\/result/,
      times: 9,
      answer: { status: 200, body: Buffer.alloc(0) },
    });
    expect((await gate()).summary).toContain('the result is empty: the job failed on the device');
    scene.server.faults[0] = {
      match: /GET \/storage\/result/,
      times: 9,
      answer: { status: 200, body: zipFiles([{ name: 'tflite-logs.txt', content: Buffer.from('x') }]) },
    };
    expect((await gate()).summary).toContain('holds no tflite-op-profile.pb');
    scene.server.faults[0] = {
      match: /GET \/storage\/result/,
      times: 9,
      answer: { status: 200, body: Buffer.from('not a zip') },
    };
    const broken = await gate();
    expect(broken.outputs).toMatchObject({ outcome: 'inconclusive' });
    expectNothingOpen();
  });

  it('whose quota is used up is inconclusive, with its words', async () => {
    const answer = fail(402, 'job_quota_exceeded', 'You have used 100 of 100 jobs this month');
    scene.server.faults.push({ match: /POST \/api\/device-cloud\/jobs/, times: 9, answer });
    const result = await gate();
    expect(result.outputs).toMatchObject({ outcome: 'inconclusive' });
    expect(result.summary).toContain('You have used 100 of 100 jobs this month');
    expectNothingOpen();
  });

  it('that revokes the key in the middle stops at once as an error', async () => {
    scene.server.faults.push({
      match: /GET \/api\/device-cloud\/jobs/,
      times: 99,
      answer: fail(401, 'unauthorized', 'revoked'),
    });
    const result = await gate();
    expect(result.exitCode).toBe(2);
    expect(result.summary).toContain('Check api-key');
    expectNothingOpen();
  });

  it('where a job never leaves the queue, or never ends, is given up in time', async () => {
    const slow = scene.hub.phones.map((phone) => ({ ...phone, queue: 1e9 }));
    const phones = scene.hub.phones;
    scene.hub.phones = slow;
    const queued = await gate({ inputs: { 'queue-timeout': '300ms' } });
    scene.hub.phones = phones.map((phone) => ({ ...phone, run: 1e9 }));
    const running = await gate({ inputs: { 'run-timeout': '300ms' } });
    scene.hub.phones = phones;
    expect(queued.summary).toContain('no device was free within queue-timeout, 0.3 s');
    expect(running.summary).toContain('it ran longer than run-timeout, 0.3 s');
    expect([queued, running].map(({ outputs }) => outputs['outcome'])).toEqual(['inconclusive', 'inconclusive']);
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
    const before = { ...scene.hub.manners };
    Object.assign(scene.hub.manners, change);
    const result = await gate();
    Object.assign(scene.hub.manners, before);
    expect(result.outputs).toMatchObject({ outcome: 'pass', 'baseline-sha': merged });
    expectNothingOpen();
  });

  it('uploads again for a device where an upload serves only once', async () => {
    scene.server.faults.push({
      match: /POST \/api\/device-cloud\/jobs/,
      times: 2,
      answer: fail(409, 'upload_used', 'used already'),
    });
    const before = scene.hub.uploads.length;
    expect((await gate()).outputs).toMatchObject({ outcome: 'pass' });
    expect(scene.hub.uploads.length - before).toBe(2);
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
    expect(result.exitCode).toBe(2);
    expect(result.summary).toContain('the key is not sent there');
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
    expect(result.exitCode).toBe(130);
    expectNothingOpen();
  });

  it('when killed has its runs ended by the post step, and a re-run takes up the job', async () => {
    const sha = scene.world.commit('killed', merged);
    const signal = { name: 'SIGKILL', after: /pending device/ } as const;
    const killed = await scene.pullRequest(sha, SAME, { inputs: ONE_PHONE, signal });
    expect(killed.post).toContain('runs that the main step had left open');
    expectNothingOpen();
    scene.hub.phones = scene.hub.phones.map((phone) => ({ ...phone, queue: 1 }));
    const before = scene.hub.jobs.length;
    const again = await scene.pullRequest(sha, SAME, { inputs: ONE_PHONE, runId: killed.runId, attempt: 2 });
    expect(again.outputs).toMatchObject({ outcome: 'pass' });
    expect(again.summary).toContain('Took up 1 unfinished from an earlier attempt');
    expect(scene.hub.jobs).toHaveLength(before);
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
    ['an option of another backend', { options: 'threads: 2' }, 'Allowed keys: poll-interval, concurrency'],
    ['an address that is none', { 'api-base-url': 'hub' }, 'api-base-url: found "hub"'],
  ])('%s is refused before anything is spent', async (_title, inputs, message) => {
    writeModel(scene.world.workspace, 'model.onnx', tinyModel());
    const before = [scene.hub.jobs.length, scene.hub.uploads.length];
    const result = await gate({ inputs });
    expect(result.exitCode).toBe(2);
    expect(result.log).toContain(message);
    expect([scene.hub.jobs.length, scene.hub.uploads.length]).toEqual(before);
  });

  it('names the nearest devices', async () => {
    expect((await gate({ inputs: { devices: 'Pixel 8' } })).log).toMatch(/Use "Google Pixel 8"/);
  });

  it('a model over the slot’s limit is refused with its reason', async () => {
    scene.hub.manners.largestModel = 100;
    const result = await gate();
    scene.hub.manners.largestModel = 1 << 30;
    expect(result.exitCode).toBe(2);
    expect(result.log).toContain('it is too large');
  });

  it('a project without rights is refused', async () => {
    scene.hub.keys.set('eh_reader', 'read');
    const result = await gate({ inputs: { 'api-key': 'eh_reader' } });
    expect(result.exitCode).toBe(2);
    expect(result.log).toContain('the key may not write to it');
  });

  it('a fork’s pull request without secrets is skipped, not failed', async () => {
    const sha = scene.world.commit('fork', merged);
    const { payload } = scene.world.pullStep(sha);
    const pull = (payload as { pull_request: { head: object } }).pull_request;
    const foreign = {
      ...payload,
      pull_request: { ...pull, head: { ...pull.head, repo: { full_name: 'stranger/models' } } },
    };
    const result = await scene.pullRequest(sha, SAME, { inputs: { ...ONE_PHONE, 'api-key': '' }, payload: foreign });
    expect(result.exitCode).toBe(0);
    expect(result.outputs).toMatchObject({ outcome: 'skipped' });
    expect(result.summary).toContain('have no secrets');
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
