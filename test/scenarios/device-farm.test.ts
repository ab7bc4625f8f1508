// AWS Device Farm: from five pushes on main to a pull request that is slower on one of three phones.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePhoneModel } from '../servers/device-farm/state.ts';
import { addFarm, type FarmStepResult, type FarmWorld } from '../support/farm.ts';
import { createWorld, forkOf } from '../support/world.ts';

const BASE = makePhoneModel(12_000, 'v1;'.padEnd(200, '.'));
const SAME = makePhoneModel(12_000, 'v2;'.padEnd(200, '.'));
/** 8 % slower on one phone, on which sessions differ by 20 % from one another. */
const SLOWER = makePhoneModel(12_000, 'Sony Xperia 5=1.08;'.padEnd(200, '.'));

/** After five records and the pull request; tests that go on from there fork it. */
let before: FarmWorld;
let merged: string;
let head: string;
let slower: FarmStepResult;
const records: FarmStepResult[] = [];

beforeAll(async () => {
  before = await addFarm(await createWorld());
  for (let record = 0; record < 5; record += 1) {
    merged = before.world.commit('main');
    records.push(await before.push(merged, BASE));
  }
  head = before.world.commit('topic', merged);
  slower = await before.pullRequest(head, SLOWER);
}, 300_000);
afterAll(() => before.close());

const ordersOf = ({ sessions }: FarmStepResult) =>
  sessions.map(({ phone, variables }) => `${phone.name}: ${variables['LG_ORDERS']?.split(' ').length}`).sort();

describe('pushes to main', () => {
  it('record three pairs of the model beside itself a phone on an empty history, then one, in one session each', () => {
    for (const record of records) expect(record).toExit(0);
    expect(records[0]?.log).toHaveLine('recorded the first baseline');
    expect(ordersOf(records[0] as FarmStepResult)).toEqual([
      'Google Pixel 8: 3',
      'Samsung Galaxy S24: 3',
      'Sony Xperia 5: 3',
    ]);
    expect(ordersOf(records[1] as FarmStepResult)).toEqual([
      'Google Pixel 8: 1',
      'Samsung Galaxy S24: 1',
      'Sony Xperia 5: 1',
    ]);
  });

  it('upload the model once for all phones', () => {
    expect(records[0]?.uploads.map(({ type }) => type).sort()).toEqual([
      'APPIUM_PYTHON_TEST_PACKAGE',
      'APPIUM_PYTHON_TEST_SPEC',
      'EXTERNAL_DATA',
    ]);
  });
});

describe('a pull request that is 8 % slower on one phone', () => {
  it('fails, and says where', () => {
    expect(slower).toExit(1);
    expect(slower.outputs).toMatchObject({ outcome: 'fail', regressions: '1', 'baseline-sha': merged });
    expect(slower.comment).toHaveLine(/❌ \| Sony Xperia 5 \(Android 13\) +\| +\*\*\+[78]\.\d\s%\*\*/);
    expect(slower.comment.match(/\| ❌ \|/g)).toHaveLength(1);
    expect(slower.check).toMatchObject({ conclusion: 'failure', sha: head });
  });

  it('measures both models in one session a phone, three pairs at first, and confirms where it is slower', () => {
    expect(ordersOf(slower)).toEqual([
      'Google Pixel 8: 3',
      'Samsung Galaxy S24: 3',
      'Sony Xperia 5: 3',
      'Sony Xperia 5: 3',
    ]);
    for (const { variables } of slower.sessions) expect(variables['LG_ORDERS']).toMatch(/^((ABBA|BAAB) ?)+$/);
  });

  it('uploads both models together, once for all phones and looks', () => {
    expect(slower.uploads.map(({ type }) => type).filter((type) => type === 'EXTERNAL_DATA')).toHaveLength(1);
  });

  it('tells the device minutes that the farm told', () => {
    expect(slower.log).toHaveLine('Used 30.0 device minutes.');
  });

  it('stays red when it is run again: the evidence counts, nothing is spent', async () => {
    const scene = await forkOf(before);
    const again = await scene.pullRequest(head, SLOWER, { runId: slower.runId, attempt: 2 });
    expect(again).toExit(1);
    expect(again.sessions).toEqual([]);
  });
});

describe('other pull requests', () => {
  it('of equal speed pass on one session a phone', async () => {
    const scene = await forkOf(before);
    const result = await scene.pullRequest(scene.world.commit('same', merged), SAME);
    expect(result.outputs).toMatchObject({ outcome: 'pass' });
    expect(ordersOf(result)).toEqual(['Google Pixel 8: 3', 'Samsung Galaxy S24: 3', 'Sony Xperia 5: 3']);
    // The table of docs/limits.md, but for looks.
    const counts = Object.entries(Object.groupBy(result.calls, (call) => call)).map(([call, all]) => [
      call,
      all?.length,
    ]);
    expect(Object.fromEntries(counts.filter(([call]) => call !== 'GetRun' && call !== 'GetUpload'))).toEqual({
      ListProjects: 1,
      ListDevices: 2,
      CreateUpload: 3,
      PUT: 3,
      ScheduleRun: 3,
      ListJobs: 3,
      ListArtifacts: 3,
      GET: 3,
    });
  });

  it('with the same bytes ask the farm for its devices and nothing else', async () => {
    const scene = await forkOf(before);
    const result = await scene.pullRequest(scene.world.commit('docs', merged), BASE);
    expect(result.outputs).toMatchObject({ outcome: 'pass' });
    expect([...new Set(result.calls)]).toEqual(['ListDevices']);
  });

  it('begin nothing that would pass max-device-minutes', async () => {
    const scene = await forkOf(before);
    const inputs = { 'max-device-minutes': '20' };
    const result = await scene.pullRequest(scene.world.commit('cheap', merged), SLOWER, { inputs });
    expect(result.outputs).toMatchObject({ outcome: 'inconclusive' });
    expect(result.sessions).toHaveLength(3);
    expect(result.summary).toHaveLine('max-device-minutes (20)');
  });

  it('without the baseline’s model measure jobs, each in a session of its own', async () => {
    const scene = await forkOf(before);
    for (const artifact of scene.world.state.artifacts) {
      if (artifact.name.startsWith('latency-gate-model-')) artifact.expired = true;
    }
    const inputs = { devices: 'Samsung Galaxy S24', effort: 'thorough', 'max-repeats': '4' };
    const result = await scene.pullRequest(scene.world.commit('apart', merged), SAME, { inputs });
    expect(result.sessions).toHaveLength(4);
    expect(new Set(result.sessions.map(({ variables }) => variables['LG_ORDERS']))).toEqual(new Set(['BB']));
  });

  it('name devices by attributes', async () => {
    const scene = await forkOf(before);
    const inputs = { devices: 'os >= 14 and manufacturer = Samsung and form-factor = phone' };
    const result = await scene.pullRequest(scene.world.commit('attributes', merged), SAME, { inputs });
    expect(ordersOf(result)).toEqual(['Samsung Galaxy S24: 3']);
  });
});

describe('what goes wrong', () => {
  const gate = async (change: (scene: FarmWorld) => void, inputs: Readonly<Record<string, string>> = {}) => {
    const scene = await forkOf(before);
    change(scene);
    const sha = scene.world.commit('trouble', merged);
    return scene.pullRequest(sha, SAME, { inputs: { devices: 'Samsung Galaxy S24', ...inputs } });
  };

  it('a revoked role is an error that names the right', async () => {
    const result = await gate(({ farm }) => Object.assign(farm.manners, { revoked: true }));
    expect(result).toExit(2);
    expect(result.log).toHaveLine('the role has no right to it');
    expect(result.log).toHaveLine('is not authorized to perform: devicefarm:ListDevices');
    expect(result.log).not.toContain('123456789012');
  });

  it('an expired session is an error that says how long a session must last', async () => {
    const result = await gate(({ farm }) => Object.assign(farm.manners, { expired: true }));
    expect(result).toExit(2);
    expect(result.log).toHaveLine('role-duration-seconds');
  });

  it('a device that never comes leaves the gate inconclusive, and its run is stopped', async () => {
    const result = await gate(({ farm }) => Object.assign(farm.manners, { neverFree: ['Samsung Galaxy S24'] }), {
      'queue-timeout': '500ms',
    });
    expect(result.outputs).toMatchObject({ outcome: 'inconclusive' });
    expect(result.summary).toHaveLine('no device was free within queue-timeout');
    expect(result.calls.filter((call) => call === 'StopRun')).toHaveLength(1);
  });

  it('a session that ends at its limit keeps the pairs that were whole, and says so', async () => {
    const result = await gate(({ farm }) => Object.assign(farm.manners, { endsAfterPairs: 2 }));
    expect(result.outputs).toMatchObject({ outcome: 'inconclusive' });
    expect(result.summary).toHaveLine('it ran over 10 minutes');
    expect(result.sessions).toHaveLength(1);
  });

  it('a quota leaves the gate inconclusive', async () => {
    const result = await gate(({ farm }) => Object.assign(farm.manners, { mostRuns: farm.sessions.length }));
    expect(result.outputs).toMatchObject({ outcome: 'inconclusive' });
    expect(result.summary).toHaveLine('a limit of the account is reached');
  });

  it('throttling is waited for', async () => {
    const result = await gate(({ farm }) => Object.assign(farm.manners, { throttled: 2 }));
    expect(result.outputs).toMatchObject({ outcome: 'pass' });
  });

  it('a run whose scheduling was not answered is found, not scheduled twice', async () => {
    const result = await gate(({ farm }) => Object.assign(farm.manners, { losesAnswer: true }));
    expect(result.outputs).toMatchObject({ outcome: 'pass' });
    expect(result.sessions).toHaveLength(1);
  });

  it('a refused package and a phone without the models say why', async () => {
    const refused = await gate(({ farm }) => Object.assign(farm.manners, { refusesPackage: 'We could not open it' }));
    expect(refused.summary).toHaveLine('refused the measuring kit: We could not open it');
    const missing = await gate(({ farm }) => Object.assign(farm.manners, { laysData: false }));
    expect(missing.summary).toHaveLine('the models are not on the phone');
  });

  it('a hot phone is told', async () => {
    const hot = await gate(({ farm }) => Object.assign(farm.manners, { battery: 415, throttling: 2, heating: 0.02 }));
    expect(hot.outputs).toMatchObject({ outcome: 'pass' });
    expect(hot.summary).toHaveLine('measured 12 of 12 blocks while it was throttled, its battery at up to 41.5 °C');
    expect(hot.summary).toHaveLine(/became 1\d % slower while it was measured/);
  });

  it('iPhones, names that exist twice and unknown programs are refused before anything is uploaded', async () => {
    const phone = await gate(() => undefined, { devices: 'Apple iPhone 15' });
    expect(phone.log).toHaveLine(
      '"Apple iPhone 15" cannot be used: there is no measuring program for iPhones and iPads yet.',
    );
    const twice = await gate(() => undefined, { devices: 'Google Pixel 8' });
    expect(twice.log).toHaveLine(
      '"Google Pixel 8" exists as "Google Pixel 8 (Android 14)", "Google Pixel 8 (Android 15)"',
    );
    const program = await gate(() => undefined, { options: 'program: model.tflite' });
    expect(program.log).toHaveLine('benchmark_model is no program for Android');
    const project = await gate(() => undefined, { project: 'model' });
    expect(project.log).toHaveLine('the account has no project "model"; it has "other", "models".');
    const key = await gate(() => undefined, { 'api-key': 'x' });
    expect(key.log).toHaveLine('allowed: none for device-farm');
    for (const result of [phone, twice, program, project, key])
      expect([result.exitCode, result.uploads]).toEqual([2, []]);
  });

  it('a pull request from a fork, which has no credentials, is skipped', async () => {
    const scene = await forkOf(before);
    const sha = scene.world.commit('fork', merged);
    const env = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '' };
    const pull = scene.world.pullStep(sha).payload as { pull_request: object };
    const head = { sha, ref: 'topic', repo: { full_name: 'stranger/models', id: 99, fork: true } };
    const payload = { pull_request: { ...pull.pull_request, head } };
    const result = await scene.pullRequest(sha, SAME, { env, payload, headRepositoryId: 99 });
    expect(result.outputs).toMatchObject({ outcome: 'skipped' });
    expect(result.calls).toEqual([]);
  });
});
