import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { DirectoryStore } from '../../src/adapters/local/directory-store.ts';
import { createLocalTracker } from '../../src/adapters/local/index.ts';
import type { TrackedRun } from '../../src/domain/baseline.ts';
import { connectToStandIn } from '../support/embedl.ts';
import { FakeClock, FakeTracker } from '../support/fakes.ts';
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
  const folder = mkdtempSync(join(tmpdir(), 'latency-gate-tracker-'));
  const clock = new FakeClock();
  describeTracker(async (name) => {
    clock.time += 1000;
    const store = new DirectoryStore(join(folder, name), clock);
    return createLocalTracker({ store, key: '', temporaryFolder: join(folder, 'temp') });
  });
});

describe('the embedl tracker', () => {
  const connected = connectToStandIn();
  describeTracker(async (store) => (await connected).tracker(store));
});
