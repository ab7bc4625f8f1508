// Re-runs, other attempts and lost uploads on the hub: evidence is never mixed up, spoilt or paid for twice.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fail } from '../servers/embedl-hub/server.ts';
import { makeTflite } from '../servers/embedl-hub/state.ts';
import { createHubWorld, type HubWorld, seedHub } from '../support/hub.ts';
import { forkOf } from '../support/world.ts';

const BASE = makeTflite(10_000, 'v1;'.padEnd(200, '.'));
const SLOWER = makeTflite(14_000, 'v2;'.padEnd(200, '.'));
const inputs = { devices: 'Google Pixel 8' };
const ONE_PHONE = { inputs };

/** Where the model is recorded on one phone; pull requests fork it. */
let recorded: HubWorld;
let merged: string;
let head: string;

beforeAll(async () => {
  recorded = await createHubWorld();
  merged = recorded.world.commit('main');
  await seedHub(recorded)(merged, BASE, { devices: ['Google Pixel 8'] });
  head = recorded.world.commit('topic', merged);
});
afterAll(() => recorded.close());

function waitForEver({ hub }: HubWorld, wait: boolean): void {
  hub.phones = hub.phones.map((phone) => ({ ...phone, queue: wait ? 1e9 : 1 }));
}

describe('a record', () => {
  let scene: HubWorld;
  let pushed: string;

  beforeEach(async () => {
    scene = await createHubWorld();
    pushed = scene.world.commit('main');
  });
  afterEach(() => scene.close());

  it('that is finished stays a baseline when its re-run is cancelled', async () => {
    const first = await scene.push(pushed, BASE, ONE_PHONE);
    waitForEver(scene, true);
    const signal = { name: 'SIGINT', after: /pending device/ } as const;
    await scene.push(pushed, BASE, { ...ONE_PHONE, runId: first.runId, attempt: 2, signal });
    waitForEver(scene, false);
    const result = await scene.pullRequest(scene.world.commit('topic', pushed), BASE, ONE_PHONE);
    expect(result.outputs).toMatchObject({ outcome: 'pass', 'baseline-sha': pushed });
  });

  it('that was killed on an empty history is taken up: three jobs, not six', async () => {
    waitForEver(scene, true);
    const signal = { name: 'SIGKILL', after: /pending device/ } as const;
    const killed = await scene.push(pushed, BASE, { ...ONE_PHONE, signal });
    waitForEver(scene, false);
    const again = await scene.push(pushed, BASE, { ...ONE_PHONE, runId: killed.runId, attempt: 2 });
    expect(again.log).toHaveLine('recorded the first baseline');
    expect(killed.jobs.length).toBeGreaterThan(0);
    expect(killed.jobs.length + again.jobs.length).toBe(3);
  });
});

describe('a pull request', () => {
  it('whose job waited longer than queue-timeout takes it up on the next attempt', async () => {
    const scene = await forkOf(recorded);
    waitForEver(scene, true);
    const late = await scene.pullRequest(head, SLOWER, { inputs: { ...inputs, 'queue-timeout': '300ms' } });
    expect(late.outputs).toMatchObject({ outcome: 'inconclusive' });
    waitForEver(scene, false);
    const again = await scene.pullRequest(head, SLOWER, { ...ONE_PHONE, runId: late.runId, attempt: 2 });
    expect(again.summary).toHaveLine('Took up 1 of an earlier attempt');
    const candidates = scene.hub.runs.filter(
      ({ name, tags }) => name.includes(head) && tags.some(({ value }) => value === 'candidate'),
    );
    expect(candidates.length).toBeLessThanOrEqual(6);
  });

  it('does not carry the jobs of another baseline’s bytes into its re-run', async () => {
    const scene = await forkOf(recorded);
    const first = await scene.pullRequest(head, SLOWER, ONE_PHONE);
    expect(first).toExit(1);
    // The record of the very commit is replaced by one whose bytes are as slow as the candidate.
    for (const run of scene.hub.runs.filter(({ name }) => name.includes('· record ·'))) run.status = 'FAILED';
    const slowMain = makeTflite(14_000, 'v9;'.padEnd(200, '.'));
    await scene.push(merged, slowMain, ONE_PHONE);
    const again = await scene.pullRequest(head, SLOWER, { ...ONE_PHONE, runId: first.runId, attempt: 2 });
    expect(again.outputs).toMatchObject({ outcome: 'pass' });
  });

  it('whose baseline’s upload is gone for good is judged on the recorded jobs', async () => {
    const scene = await forkOf(recorded);
    const old = new Set(scene.hub.uploads.map(({ id }) => id));
    for (const artifact of scene.world.state.artifacts) if (artifact.name.includes('-model-')) artifact.expired = true;
    for (const upload of scene.hub.uploads) if (old.has(upload.id)) upload.model = undefined;
    const result = await scene.pullRequest(head, SLOWER, ONE_PHONE);
    expect(result.exitCode).not.toBe(2);
    expect(result.summary).toHaveLine('could not be measured beside the candidate');
    expect(['fail', 'inconclusive']).toContain(result.outputs['outcome']);
  });

  it('may be tagged by a hub that refuses to be told twice', async () => {
    const scene = await forkOf(recorded);
    const first = await scene.pullRequest(head, BASE, ONE_PHONE);
    scene.server.faults.push({ match: /POST .*\/tags$/, times: 99, answer: fail(409, 'duplicate', 'this tag exists') });
    const again = await scene.pullRequest(head, BASE, { ...ONE_PHONE, runId: first.runId, attempt: 2 });
    expect(again.outputs).toMatchObject({ outcome: 'pass' });
  });
});
