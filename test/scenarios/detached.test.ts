// `mode: submit` in one job, `mode: collect` in a later one: no runner waits in a device queue.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTflite } from '../servers/embedl-hub/state.ts';
import { createHubWorld, type HubWorld, seedHub } from '../support/hub.ts';
import { MODELS } from '../support/models.ts';
import { forkOf, type StepOptions, type StepResult } from '../support/world.ts';

const BASE = makeTflite(10_000, 'v1;'.padEnd(200, '.'));
const SLOWER = makeTflite(10_000, 'slow:Google Pixel 8=1.3;'.padEnd(200, '.'));
const SAME = makeTflite(10_000, 'v3;'.padEnd(200, '.'));

/** Where the default branch has records; every test forks it. */
let recorded: HubWorld;
let merged: string;
let head: string;

beforeAll(async () => {
  recorded = await createHubWorld();
  for (let push = 0; push < 4; push += 1) {
    merged = recorded.world.commit('main');
    await seedHub(recorded)(merged, BASE);
  }
  head = recorded.world.commit('topic', merged);
}, 300_000);
afterAll(() => recorded.close());

function submit(scene: HubWorld, model: Uint8Array, more: Partial<StepOptions> = {}) {
  return scene.pullRequest(head, model, { ...more, inputs: { mode: 'submit', ...more.inputs } });
}

/** A process of its own: it has neither the model nor the memory of the one that submitted. */
function collect(
  scene: HubWorld,
  { outputs, runId }: Pick<StepResult, 'outputs' | 'runId'>,
  more: Partial<StepOptions> = {},
) {
  const inputs = { mode: 'collect', tickets: outputs['tickets'] ?? '', model: '' };
  return scene.pullRequest(head, SAME, { runId, ...more, inputs });
}

async function detached(model: Uint8Array) {
  const scene = await forkOf(recorded);
  const submitted = await submit(scene, model);
  return { scene, submitted, collected: await collect(scene, submitted) };
}

describe('submit and collect', () => {
  it('measure one job a phone between them when nothing changed', async () => {
    const { submitted, collected } = await detached(SAME);
    expect(submitted).toExit(0);
    expect(submitted.outputs['outcome']).toBeUndefined();
    expect([submitted.jobs.length, collected.jobs.length]).toEqual([3, 0]);
    expect(collected.outputs['outcome']).toBe('pass');
  });

  it('leave check and comment to collect, which confirms a suspicion by itself', async () => {
    const { scene, submitted, collected } = await detached(SLOWER);
    expect(submitted.checks).toEqual([]);
    expect(submitted.post).not.toHaveLine('Ended');
    expect(collected).toExit(1);
    expect(submitted.jobs.length + collected.jobs.length).toBeGreaterThanOrEqual(5);
    expect(collected.check).toMatchObject({ sha: head, conclusion: 'failure' });
    expect(collected.comment).toHaveLine('Google Pixel 8');
    // Every run that submit opened on the hub was ended by collect.
    expect(scene.hub.runs.filter(({ status }) => status === 'RUNNING')).toEqual([]);
  });

  it('count each job once when collect runs again', async () => {
    const { scene, submitted } = await detached(SAME);
    const again = await collect(scene, submitted, { attempt: 2 });
    expect(again.jobs).toEqual([]);
    expect(again.summary).toHaveLine(/\| ✅ \| Google Pixel 8 .*\| latency .*\| 1 job[,|]/);
  });

  it('record each job once when collect runs again, also where artifacts keep the runs', async () => {
    const scene = await forkOf(recorded);
    const sha = scene.world.commit('main');
    const runId = scene.world.state.nextId++;
    const common = { tracker: 'local', 'comment-key': 'twice' };
    const { outputs } = await scene.push(sha, SAME, { runId, inputs: { ...common, mode: 'submit' } });
    const inputs = { ...common, mode: 'collect', tickets: outputs['tickets'] ?? '', model: '' };
    for (const attempt of [1, 2]) await scene.push(sha, SAME, { runId, attempt, inputs });
    const other = makeTflite(10_000, 'v8;'.padEnd(200, '.'));
    const gated = await scene.pullRequest(scene.world.commit('topic-twice', sha), other, { inputs: common });
    // Three of the first collect, and one that the second measured itself: never the first three again.
    expect(gated.summary).toHaveLine(/Google Pixel 8 +\| latency .*\| 4 \/ 1 \|/);
  });

  it('spend nothing on a model that is the baseline to the byte', async () => {
    const { submitted, collected } = await detached(BASE);
    expect([submitted.jobs.length, collected.jobs.length]).toEqual([0, 0]);
    expect(collected.outputs['outcome']).toBe('pass');
  });

  it.each([
    ['collect without tickets', { mode: 'collect' }, 'tickets: nothing was given'],
    [
      'collect with something else',
      { mode: 'collect', tickets: '{"a": 1}' },
      'tickets: it is no latency-gate/tickets@1',
    ],
    ['collect with broken JSON', { mode: 'collect', tickets: '{' }, 'tickets: '],
  ])('%s is an error that says so', async (_, inputs, message) => {
    const scene = await forkOf(recorded);
    const result = await scene.pullRequest(head, SAME, { inputs });
    expect(result).toExit(2);
    expect(result.log).toHaveLine(message);
  });

  it('collect refuses the tickets of another commit', async () => {
    const scene = await forkOf(recorded);
    const { outputs } = await submit(scene, SAME);
    const other = scene.world.commit('topic', merged);
    const result = await scene.pullRequest(other, SAME, {
      inputs: { mode: 'collect', tickets: outputs['tickets'] ?? '' },
    });
    expect(result).toExit(2);
    expect(result.log).toHaveLine(`found tickets of the commit ${head}`);
  });

  it('submit refuses this machine, whose jobs end with the step', async () => {
    const scene = await forkOf(recorded);
    const result = await scene.world.step({
      ...scene.world.pullStep(head),
      model: MODELS.base(),
      inputs: { mode: 'submit' },
    });
    expect(result).toExit(2);
    expect(result.log).toHaveLine('whose jobs end with the step');
  });

  it('submit leaves trouble that may pass for collect to report', async () => {
    const scene = await forkOf(recorded);
    scene.server.faults.push({ match: /POST .*upload/i, times: 20, answer: { status: 503, body: {} } });
    const submitted = await submit(scene, SAME);
    scene.server.faults.length = 0;
    expect(submitted).toExit(0);
    const collected = await collect(scene, submitted);
    expect(collected.outputs['outcome']).toBe('inconclusive');
  });

  it('submit without a key on a fork’s pull request submits nothing and is no error', async () => {
    const scene = await forkOf(recorded);
    const fork = { sha: head, ref: 'topic', repo: { full_name: 'stranger/models' } };
    const payload = { pull_request: { number: 7, head: fork, base: { ref: 'main' } } };
    const result = await submit(scene, SAME, { payload, inputs: { 'api-key': '' } });
    expect(result).toExit(0);
    expect(result.log).toHaveLine('nothing was submitted');
  });

  it('collect refuses to judge without the configuration file that submit read', async () => {
    const scene = await forkOf(recorded);
    const file = join(scene.world.workspace, '.github', 'latency-gate.yml');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'failOn: inconclusive\n');
    const submitted = await submit(scene, SAME);
    rmSync(file);
    const collected = await collect(scene, submitted);
    expect(collected).toExit(2);
    expect(collected.log).toHaveLine('the configuration file is not the one');
  });
});
