// Embedl Hub's limits and refusals: what does not fit, what is refused, what is there already, what is gone. A run is
// whole or FAILED, and what was not recorded is told.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fail } from '../servers/embedl-hub/server.ts';
import { type HubArtifact, type HubRun, makeTflite } from '../servers/embedl-hub/state.ts';
import { createHubWorld, type HubWorld } from '../support/hub.ts';

const BASE = makeTflite(10_000, 'v1;'.padEnd(200, '.'));
const SAME = makeTflite(10_000, 'v2;'.padEnd(200, '.'));
const inputs = { devices: 'Google Pixel 8' };
const LONG_LAYER = `functional_1/${'block_expand_relu/'.repeat(23)}`;

let seed: HubWorld;
let scene: HubWorld;
let merged: string;

beforeAll(async () => {
  seed = await createHubWorld();
  merged = seed.world.commit('main');
  await seed.push(merged, BASE, { inputs });
}, 60_000);
afterAll(() => seed.close());
beforeEach(async () => {
  scene = await seed.fork();
});
afterEach(() => scene.close());

function gate(model = SAME, more: Readonly<Record<string, string>> = {}) {
  return scene.pullRequest(scene.world.commit('topic', merged), model, { inputs: { ...inputs, ...more } });
}

function record(model = SAME) {
  return scene.push(scene.world.commit('main'), model, { inputs });
}

function refusals() {
  return scene.server.log.filter(({ status }) => [400, 409, 422].includes(status)).map(({ path }) => path);
}

function expectNothingOpen() {
  expect(scene.hub.runs.filter(({ status }) => status === 'RUNNING').map(({ name }) => name)).toEqual([]);
}

describe('what does not fit', () => {
  it('a layer’s name of 426 characters is cut in its param, and whole in the profile', async () => {
    expect(LONG_LAYER.length).toBeGreaterThan(400);
    const result = await record(makeTflite(10_000, `layer=${LONG_LAYER};`.padEnd(600, '.')));
    expect(result.exitCode).toBe(0);
    expect(refusals()).toEqual([]);
    const job = result.runs.find(({ name }) => name.includes('Pixel 8'));
    const name = job?.params.find((param) => param.name === '$layer_name_0')?.value ?? '';
    expect(name).toHaveLength(255);
    const profile = scene.hub.artifacts.find(({ runId, fileName }) => runId === job?.id && fileName.endsWith('.pb'));
    expect(profile?.bytes?.toString('latin1')).toContain(LONG_LAYER);
  });

  it('shifts of any length are kept: records go on after a confirmed change', async () => {
    const phones = 'Samsung Galaxy S25\nGoogle Pixel 8\nSony Xperia 5';
    const push = (model: Buffer) => scene.push(scene.world.commit('main'), model, { inputs: { devices: phones } });
    await push(BASE);
    const changed = await push(makeTflite(14_000, 'v3;'.padEnd(200, '.')));
    const after = await push(makeTflite(14_000, 'v4;'.padEnd(200, '.')));
    expect([changed, after].map(({ exitCode, outputs }) => [exitCode, outputs['run-ids'] !== ''])).toEqual([
      [0, true],
      [0, true],
    ]);
    expect(refusals()).toEqual([]);
    expectNothingOpen();
  });

  it('a repository’s name that is longer than a project’s may be', async () => {
    const result = await gate(SAME, { project: 'a-repository-whose-name-is-longer-than-fifty-characters-are' });
    expect(result.exitCode).toBe(0);
    expect(Math.max(...[...scene.hub.projects.keys()].map(({ length }) => length))).toBe(50);
    expect(refusals()).toEqual([]);
  });
});

describe('what is refused', () => {
  it('a job’s values: its run is FAILED, the headline says so, and the record stands', async () => {
    const answer = fail(422, 'validation_error', 'params.0.value: too long');
    scene.server.faults.push({ match: /PATCH .*\/runs\//, holding: '$layer_name_0', times: 1, answer });
    const result = await record();
    expect(result.exitCode).toBe(0);
    expect(result.summary).toContain('recorded, but not all of it');
    expect(result.summary).toContain('params.0.value: too long');
    expect(result.runs.find(({ name }) => name.includes('Pixel 8'))?.status).toBe('FAILED');
    expectNothingOpen();
    expect((await gate(BASE)).outputs['outcome']).not.toBe('error');
  });

  it('the record itself: nothing was recorded, the run is FAILED and never a baseline', async () => {
    const answer = fail(400, 'validation_error', 'params: too many');
    scene.server.faults.push({ match: /PATCH .*\/runs\//, holding: 'latency_gate.record.', times: 9, answer });
    const head = scene.world.commit('main');
    const result = await scene.push(head, SAME, { inputs });
    expect(result.summary).toContain('nothing was recorded');
    expect(result.outputs['run-ids']).toBe('');
    expect(result.runs.map(({ status }) => status).sort()).toContain('FAILED');
    expectNothingOpen();
    const after = await scene.pullRequest(scene.world.commit('topic', head), SAME, { inputs });
    expect(after.outputs).toMatchObject({ 'baseline-sha': merged });
  });

  it('files for lack of storage: a warning with the hub’s words, never a failure', async () => {
    scene.hub.manners.storageLeft = 10;
    const result = await gate();
    expect(result.outputs).toMatchObject({ outcome: 'pass' });
    expect(result.summary).toContain('the storage quota is used up');
  });
});

describe('what is there already', () => {
  it.each([
    ['a run’s params', 'latency_gate.commit'],
    ['a job’s ticket', 'latency_gate.ticket'],
    ['a job’s values', '$layer_name_0'],
    ['the record', 'latency_gate.record.'],
  ])('%s, whose first answer was lost, are no failure', async (_title, holding) => {
    scene.server.faults.push({ match: /PATCH .*\/runs\//, holding, times: 1, answer: 'drop' });
    const result = await record();
    expect(result.exitCode).toBe(0);
    expect(result.summary).not.toContain('not all of it');
    expect(refusals()).toHaveLength(1);
    expect(result.runs.map(({ status }) => status)).toEqual(result.runs.map(() => 'FINISHED'));
    for (const { params } of result.runs) expect(new Set(params.map(({ name }) => name)).size).toBe(params.length);
  });

  it('a tag that a hub takes once only', async () => {
    scene.hub.manners.tags = 'refused';
    scene.server.faults.push({ match: /POST .*\/tags$/, times: 1, answer: 'drop' });
    expect((await gate()).outputs).toMatchObject({ outcome: 'pass' });
    expectNothingOpen();
  });
});

describe('a gate of two phones', () => {
  it('asks the hub at most forty times, looks at its jobs apart', async () => {
    const { log } = scene.server;
    const before = log.length;
    const result = await gate(SAME, { devices: 'Google Pixel 8\nSamsung Galaxy S25' });
    expect(result.jobs).toHaveLength(2);
    const asked = log.slice(before).filter(({ path }) => path.startsWith('/api/'));
    const looks = asked.filter(({ method, path }) => method === 'GET' && /\/(jobs|downloads)\/[\w-]+$/.test(path));
    const calls = asked.filter((call) => !looks.includes(call)).map(({ method, path }) => `${method} ${path}`);
    expect(calls.length, calls.join('\n')).toBeLessThanOrEqual(40);
  });
});

describe('a hub without a device cloud', () => {
  it('says so in one sentence, and what to use instead', async () => {
    scene.hub.manners.deviceCloud = false;
    const result = await gate();
    expect(result.exitCode).toBe(2);
    expect(result.log).toContain('offers no device cloud (404)');
    expect(result.log).toContain('keep the runs there with tracker: embedl');
    expect(result.runs).toEqual([]);
  });
});

describe('a hub that version 0.1 wrote to', () => {
  interface Saved {
    readonly projects: Readonly<Record<string, string>>;
    readonly runs: readonly HubRun[];
    readonly artifacts: readonly (Omit<HubArtifact, 'bytes'> & { readonly bytes?: string })[];
    readonly nextId: number;
  }
  const saved: Saved = JSON.parse(
    readFileSync(join(import.meta.dirname, '../formats/0.1/services/embedl.json'), 'utf8'),
  );

  let old: HubWorld;
  let main: string;

  beforeEach(async () => {
    old = await createHubWorld();
    for (const [name, id] of Object.entries(saved.projects)) old.hub.projects.set(name, id);
    old.hub.runs.push(...saved.runs.map((run) => ({ ...run, externalLinks: [], description: null, customType: null })));
    old.hub.nextId = saved.nextId;
    old.world.commit('main');
    main = old.world.commit('main');
  });
  afterEach(() => old.close());

  it('has no baseline for latency yet, says so once, and is never red', async () => {
    const slower = makeTflite(20_000, 'v9;'.padEnd(200, '.'));
    const result = await old.pullRequest(old.world.commit('topic', main), slower, { inputs });
    expect(result.exitCode).toBe(0);
    expect(result.outputs).toMatchObject({ outcome: 'inconclusive', 'baseline-sha': main });
    expect(result.summary.match(/latency is now the log's average/g)).toHaveLength(1);
  });

  it('has a baseline from the next push on, which gates as ever', async () => {
    const pushed = old.world.commit('main');
    expect((await old.push(pushed, BASE, { inputs })).jobs).toHaveLength(3);
    const slower = makeTflite(20_000, 'v9;'.padEnd(200, '.'));
    const result = await old.pullRequest(old.world.commit('topic', pushed), slower, { inputs });
    expect(result.exitCode).toBe(1);
    expect(result.summary).not.toContain("latency is now the log's average");
  });
});
