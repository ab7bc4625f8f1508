import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createResultsProfiler } from '../../src/adapters/results/index.ts';
import type { Profiler } from '../../src/ports/profiler.ts';
import { makePhoneModel } from '../servers/device-farm/state.ts';
import { makeTflite } from '../servers/embedl-hub/state.ts';
import { connectToStandIn } from '../support/embedl.ts';
import { FakeProfiler } from '../support/fakes.ts';
import { connectToFarm, FARM_ENV } from '../support/farm.ts';
import { temporaryFolder } from '../support/folder.ts';
import { openLocalProfiler } from '../support/local.ts';
import { MODELS, writeModel } from '../support/models.ts';
import { mountHubify, mountVertesia } from '../support/services.ts';
import { describeProfiler } from './profiler.ts';

describe('the fake profiler', () => {
  describeProfiler(async () => ({ profiler: new FakeProfiler({ pairs: true }), models: ['10', '20'], notAModel: 'x' }));
});

describe('the local profiler', () => {
  const folder = temporaryFolder('profiler');
  const models = [
    writeModel(folder, 'a.onnx', MODELS.base()),
    writeModel(folder, 'b.onnx', MODELS.sameSpeed()),
  ] as const;
  const notAModel = join(folder, 'c.onnx');
  writeFileSync(notAModel, 'no model');
  describeProfiler(async () => ({
    profiler: openLocalProfiler(folder, { 'min-time': 0.05, 'warmup-time': 0, 'min-iterations': 5 }),
    models,
    notAModel,
  }));
});

describe.each([
  ['plain', {}],
  ['with webhooks, whose jobs never complete by themselves', { webhooks: true, completesAfter: 1e9 }],
  ['without slots for results, content with the model', { downloads: false, archive: 'model' }],
] as const)('the embedl profiler, on a hub %s', (_, manners) => {
  const folder = temporaryFolder('embedl');
  const models = [
    writeModel(folder, 'a.tflite', makeTflite(5000)),
    writeModel(folder, 'b.tflite', makeTflite(6000)),
  ] as const;
  const notAModel = join(folder, 'c.tflite');
  writeFileSync(notAModel, 'no model');
  const connected = connectToStandIn(manners);
  describeProfiler(async () => ({ profiler: (await connected).profiler(), models, notAModel }));
});

describe.each([
  ['plain', {}, {}],
  ['that lays no extra data on its phones', { laysData: false }, { 'models-in': 'test-package' }],
] as const)('the device-farm profiler, on a farm %s', (_, manners, options) => {
  beforeAll(() => {
    for (const [name, value] of Object.entries(FARM_ENV)) vi.stubEnv(name, value);
  });
  afterAll(() => vi.unstubAllEnvs());
  const folder = temporaryFolder('device-farm');
  const models = [
    writeModel(folder, 'a.tflite', makePhoneModel(5000)),
    writeModel(folder, 'b.tflite', makePhoneModel(6000)),
  ] as const;
  const notAModel = join(folder, 'c.tflite');
  writeFileSync(notAModel, 'no model');
  const connected = connectToFarm(folder, manners);
  describeProfiler(async () => {
    const profiler = (await connected).profiler({ options });
    const list = profiler.devices.bind(profiler);
    // What cannot be measured is for the list only.
    profiler.devices = async () => (await list()).filter(({ unsupported }) => unsupported === undefined);
    return { profiler, models, notAModel };
  });
});

describe('the results profiler', () => {
  const folder = temporaryFolder('results');
  const models = [
    writeModel(folder, 'a.bin', Buffer.from('one')),
    writeModel(folder, 'b.bin', Buffer.from('two')),
  ] as const;
  const job = { schema: 'latency-gate/job@1', metrics: { latency: 12 } };
  const paths = [1, 2, 3, 4].map((index) => writeModel(folder, `${index}.json`, Buffer.from(JSON.stringify(job))));
  describeProfiler(async () => ({
    profiler: createResultsProfiler({ baselinePaths: [], metrics: [], options: {}, paths, devices: ['board'] }),
    models,
    notAModel: join(folder, 'missing.bin'),
  }));
});

describe.each([
  ['that answers at once, in milliseconds', { immediate: true, timeUnit: 'ms' }],
  ['that is polled, in seconds', { immediate: false, timeUnit: 's', tokenKey: 'completion' }],
] as const)('the vertesia profiler, on a service %s', (_, shape) => {
  const folder = temporaryFolder('vertesia');
  const file = (name: string, content: unknown) =>
    writeModel(folder, name, Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)));
  const models = [
    file('a.json', { interaction: 'summarise', data: { speed: 15 } }),
    file('b.json', { interaction: 'summarise', version: 2, data: { speed: 20 } }),
  ] as const;
  const notAModel = file('c.json', 'no interaction');
  const mounted = mountVertesia(shape);
  describeProfiler(async () => ({ profiler: (await mounted).profiler(), models, notAModel }));

  it('knows an interaction again whatever the order of its keys', async () => {
    const [one, two] = [
      file('one.json', { interaction: 'summarise', data: { speed: 15, text: { a: 1, b: [{ c: 1, d: 2 }] } } }),
      file('two.json', { data: { text: { b: [{ d: 2, c: 1 }], a: 1 }, speed: 15 }, interaction: 'summarise' }),
    ];
    await expectSame((await mounted).profiler(), one, two);
  });
});

describe.each([
  ['with the list only', { live: false }],
  ['with routes of its own for each experiment', { live: true, enveloped: false }],
] as const)('the hubify profiler, on a service %s', (_, shape) => {
  const folder = temporaryFolder('hubify');
  const models = [10, 20].map((speed) =>
    writeModel(folder, `${speed}.json`, Buffer.from(JSON.stringify({ config: { speed } }))),
  );
  const [a = '', b = ''] = models;
  const notAModel = writeModel(folder, 'c.json', Buffer.from('nothing'));
  const mounted = mountHubify(shape);
  describeProfiler(async () => ({ profiler: (await mounted).profiler(), models: [a, b], notAModel }));

  it('knows a configuration again whatever the order of its keys', async () => {
    const [one, two] = [
      { config: { speed: 10, batch: { a: 1, b: 2 } } },
      { config: { batch: { b: 2, a: 1 }, speed: 10 } },
    ];
    const [first, second] = [one, two].map((content, at) =>
      writeModel(folder, `order-${at}.json`, Buffer.from(JSON.stringify(content))),
    );
    await expectSame((await mounted).profiler(), first, second);
  });
});

async function expectSame(profiler: Profiler, one = '', two = ''): Promise<void> {
  const [first, second] = await Promise.all([one, two].map((path) => profiler.inspect(path, 'net')));
  expect(first?.sha256).toBe(second?.sha256);
}
