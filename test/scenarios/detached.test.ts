// `mode: submit` in one job, `mode: collect` in a later one: no runner waits in a device queue.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTflite } from '../servers/embedl-hub/state.ts';
import { createHubWorld, type HubWorld } from '../support/hub.ts';
import { MODELS } from '../support/models.ts';

const BASE = makeTflite(10_000, 'v1;'.padEnd(200, '.'));
const SLOWER = makeTflite(10_000, 'slow:Google Pixel 8=1.3;'.padEnd(200, '.'));
const SAME = makeTflite(10_000, 'v3;'.padEnd(200, '.'));

let scene: HubWorld;
let merged: string;

beforeAll(async () => {
  scene = await createHubWorld();
  for (let push = 0; push < 4; push += 1) {
    merged = scene.world.commit('main');
    await scene.push(merged, BASE);
  }
}, 60_000);
afterAll(() => scene.close());

/** Two processes; the second has neither the model nor the first one's memory. */
async function detached(model: Uint8Array) {
  const head = scene.world.commit('topic', merged);
  const runId = scene.world.state.nextId++;
  const before = scene.hub.jobs.length;
  const submitted = await scene.pullRequest(head, model, { runId, inputs: { mode: 'submit' } });
  const spentBySubmit = scene.hub.jobs.length - before;
  const tickets = submitted.outputs['tickets'] ?? '';
  const checksBetween = scene.world.state.checks.filter(({ sha }) => sha === head).length;
  const inputs = { mode: 'collect', tickets, model: '' };
  const collected = await scene.pullRequest(head, model, { runId, inputs });
  return { head, submitted, collected, spentBySubmit, checksBetween, spent: scene.hub.jobs.length - before };
}

describe('submit and collect', () => {
  it('measure one job a phone between them when nothing changed', async () => {
    const { submitted, collected, spentBySubmit, spent } = await detached(SAME);
    expect(submitted.exitCode, submitted.log).toBe(0);
    expect(submitted.outputs['outcome']).toBeUndefined();
    expect([spentBySubmit, spent]).toEqual([3, 3]);
    expect(collected.outputs['outcome'], collected.log).toBe('pass');
  });

  it('leave check and comment to collect, which confirms a suspicion by itself', async () => {
    const { head, submitted, collected, checksBetween, spent } = await detached(SLOWER);
    expect(checksBetween).toBe(0);
    expect(submitted.post).not.toContain('Ended');
    expect(collected.exitCode, collected.log).toBe(1);
    expect(spent).toBeGreaterThanOrEqual(5);
    expect(scene.world.state.checks.findLast(({ sha }) => sha === head)).toMatchObject({ conclusion: 'failure' });
    expect(scene.world.state.comments[0]?.body).toContain('Google Pixel 8');
    // Every run that submit opened on the hub was ended by collect.
    expect(scene.hub.runs.filter(({ status }) => status === 'RUNNING')).toEqual([]);
  });

  it('count each job once when collect runs again', async () => {
    const head = scene.world.commit('topic', merged);
    const runId = scene.world.state.nextId++;
    const { outputs } = await scene.pullRequest(head, SAME, { runId, inputs: { mode: 'submit' } });
    const inputs = { mode: 'collect', tickets: outputs['tickets'] ?? '', model: '' };
    await scene.pullRequest(head, SAME, { runId, inputs });
    const before = scene.hub.jobs.length;
    const again = await scene.pullRequest(head, SAME, { runId, attempt: 2, inputs });
    expect(scene.hub.jobs.length).toBe(before);
    expect(again.summary).toMatch(/\| ✅ \| Google Pixel 8 .*\| latency .*\| 1 job[,|]/);
  });

  it('record each job once when collect runs again, also where artifacts keep the runs', async () => {
    const sha = scene.world.commit('main');
    const runId = scene.world.state.nextId++;
    const common = { tracker: 'local', 'comment-key': 'twice' };
    const { outputs } = await scene.push(sha, SAME, { runId, inputs: { ...common, mode: 'submit' } });
    const inputs = { ...common, mode: 'collect', tickets: outputs['tickets'] ?? '', model: '' };
    for (const attempt of [1, 2]) await scene.push(sha, SAME, { runId, attempt, inputs });
    const head = scene.world.commit('topic-twice', sha);
    const other = makeTflite(10_000, 'v8;'.padEnd(200, '.'));
    const gated = await scene.pullRequest(head, other, { inputs: common });
    // Three of the first collect, and one that the second measured itself: never the first three again.
    expect(gated.summary).toMatch(/Google Pixel 8 +\| latency .*\| 4 \/ 1 \|/);
  });

  it('spend nothing on a model that is the baseline to the byte', async () => {
    const { collected, spent } = await detached(BASE);
    expect(spent).toBe(0);
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
    const head = scene.world.commit('topic', merged);
    const result = await scene.pullRequest(head, SAME, { inputs });
    expect(result.exitCode).toBe(2);
    expect(result.log).toContain(message);
  });

  it('collect refuses the tickets of another commit', async () => {
    const head = scene.world.commit('topic', merged);
    const { outputs } = await scene.pullRequest(head, SAME, { inputs: { mode: 'submit' } });
    const other = scene.world.commit('topic', merged);
    const result = await scene.pullRequest(other, SAME, {
      inputs: { mode: 'collect', tickets: outputs['tickets'] ?? '' },
    });
    expect(result.exitCode).toBe(2);
    expect(result.log).toContain(`found tickets of the commit ${head}`);
  });

  it('submit refuses this machine, whose jobs end with the step', async () => {
    const head = scene.world.commit('topic', merged);
    const result = await scene.world.step({
      ...scene.world.pullStep(head),
      model: MODELS.base(),
      inputs: { mode: 'submit' },
    });
    expect(result.exitCode).toBe(2);
    expect(result.log).toContain('whose jobs end with the step');
  });

  it('submit leaves trouble that may pass for collect to report', async () => {
    const head = scene.world.commit('topic', merged);
    scene.server.faults.push({ match: /POST .*upload/i, times: 20, answer: { status: 503, body: {} } });
    const submitted = await scene.pullRequest(head, SAME, { inputs: { mode: 'submit' } });
    scene.server.faults.length = 0;
    expect(submitted.exitCode, submitted.log).toBe(0);
    const inputs = { mode: 'collect', tickets: submitted.outputs['tickets'] ?? '', model: '' };
    const collected = await scene.pullRequest(head, SAME, { inputs });
    expect(collected.outputs['outcome'], collected.log).toBe('inconclusive');
  });

  it('submit without a key on a fork’s pull request submits nothing and is no error', async () => {
    const head = scene.world.commit('topic', merged);
    const fork = { sha: head, ref: 'topic', repo: { full_name: 'stranger/models' } };
    const payload = { pull_request: { number: 7, head: fork, base: { ref: 'main' } } };
    const result = await scene.pullRequest(head, SAME, { payload, inputs: { mode: 'submit', 'api-key': '' } });
    expect(result.exitCode, result.log).toBe(0);
    expect(result.log).toContain('nothing was submitted');
  });

  it('collect refuses to judge without the configuration file that submit read', async () => {
    const head = scene.world.commit('topic', merged);
    const file = join(scene.world.workspace, '.github', 'latency-gate.yml');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'failOn: inconclusive\n');
    const { outputs } = await scene.pullRequest(head, SAME, { inputs: { mode: 'submit' } });
    rmSync(file);
    const inputs = { mode: 'collect', tickets: outputs['tickets'] ?? '', model: '' };
    const collected = await scene.pullRequest(head, SAME, { inputs });
    expect(collected.exitCode).toBe(2);
    expect(collected.log).toContain('the configuration file is not the one');
  });
});
