import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { DirectoryStore } from '../../src/adapters/local/directory-store.ts';
import { createLocalTracker } from '../../src/adapters/local/index.ts';
import type { TrackedRun } from '../../src/domain/baseline.ts';
import { hasMlflow } from '../servers/mlflow/server.ts';
import { connectToStandIn } from '../support/embedl.ts';
import { FakeClock, FakeTracker } from '../support/fakes.ts';
import { temporaryFolder } from '../support/folder.ts';
import { type MountedMlflow, mountMlflow } from '../support/mlflow.ts';
import { mountExperiments, mountHubify, mountVertesia, withExecutions } from '../support/services.ts';
import { describeTracker } from './tracker.ts';

describe('the fake tracker', () => {
  const stores = new Map<string, TrackedRun[]>();
  describeTracker(async (store) => {
    const kept = stores.get(store) ?? [];
    stores.set(store, kept);
    return new FakeTracker(kept);
  });
});

describe('the local tracker in a folder', () => {
  const folder = temporaryFolder('tracker');
  const clock = new FakeClock();
  describeTracker(async (name) => {
    clock.time += 1000;
    const store = new DirectoryStore(join(folder, name), clock);
    return createLocalTracker({ store, key: '', temporaryFolder: join(folder, 'temp') });
  });
});

describe.each([
  ['that filters by params', {}],
  ['that refuses such filters, with a 400', { filters: 'refused', refusal: 400 }],
  ['that passes them over', { filters: 'ignored' }],
  ['without parent runs, in pages of one, with lists as items', { parents: false, largestPage: 1, listsAsItems: true }],
  ['without runs by their id alone', { runById: 'missing' }],
  ['with the project’s id by a run', { runById: 'projectId', tags: 'refused' }],
] as const)('the embedl tracker, on a hub %s', (_, manners) => {
  const connected = connectToStandIn(manners);
  describeTracker(async (store) => (await connected).tracker(store));
});

describe.each([
  ['lists as arrays', { listShape: 'array', idField: 'run_id' }],
  ['lists under a name, ids as id', { listShape: 'named', idField: 'id' }],
  ['lists as items', { listShape: 'items', idField: 'run_id' }],
] as const)('the experiments tracker, %s', (_, shape) => {
  const mounted = mountExperiments(shape);
  describeTracker(async (store) => (await mounted).tracker(store));
});

describe.skipIf(!hasMlflow())('the mlflow tracker, on a real server', () => {
  let mounted: MountedMlflow;
  beforeAll(async () => {
    mounted = await mountMlflow();
  });
  afterAll(() => mounted.server.close());
  describeTracker(async (store) => mounted.tracker(store));
});

describe.each([
  ['in an envelope', { enveloped: true }],
  ['bare, with live routes', { enveloped: false, live: true }],
] as const)('the hubify tracker, %s', (_, shape) => {
  const mounted = mountHubify(shape);
  describeTracker(async (store) => (await mounted).tracker(store));
});

describe.each([
  ['milliseconds', { timeUnit: 'ms' }],
  ['seconds', { timeUnit: 's' }],
] as const)('the vertesia tracker, times in %s', (_, shape) => {
  const mounted = mountVertesia(shape);
  describeTracker(
    async (store) => withExecutions((await mounted).tracker(store), (await mounted).state, store),
    // The service keeps executions: no environment, no shifts, and of a model its name and content.
    ({ mode, model, device, commit, jobs }) => ({
      mode,
      model: [model.name, model.sha256],
      device: device.split('/').at(-1),
      commit: commit.sha,
      latencies: jobs.map(({ values }) => values['latency']),
    }),
  );
});
