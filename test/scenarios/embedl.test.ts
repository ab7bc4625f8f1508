// Embedl Hub: from pushes on main to a pull request that is slower on one of three phones.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTflite } from '../servers/embedl-hub/state.ts';
import { createHubWorld, type HubWorld } from '../support/hub.ts';
import type { StepResult } from '../support/world.ts';

const BASE = makeTflite(10_000, 'v1;'.padEnd(200, '.'));
const SLOWER = makeTflite(10_000, 'slow:Google Pixel 8=1.15;'.padEnd(200, '.'));
const SAME = makeTflite(10_000, 'v3;'.padEnd(200, '.'));
const PREFIX = 'latency-gate · record · acme/models · model · ';

let scene: HubWorld;
let merged: string;
let slower: StepResult;
let head: string;
const records: StepResult[] = [];

beforeAll(async () => {
  scene = await createHubWorld();
  for (let push = 0; push < 5; push += 1) {
    merged = scene.world.commit('main');
    records.push(await scene.push(merged, BASE));
  }
  head = scene.world.commit('topic', merged);
  slower = await scene.pullRequest(head, SLOWER);
}, 180_000);
afterAll(() => scene.close());

function runOf(name: string) {
  return scene.hub.runs.find((run) => run.name === name);
}

function tagsOf(name: string): Readonly<Record<string, string>> {
  return Object.fromEntries((runOf(name)?.tags ?? []).map((tag) => [tag.name.replace('latency_gate.', ''), tag.value]));
}

describe('pushes to main', () => {
  it('record three jobs a phone on an empty history, then one', () => {
    expect(records.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0]);
    const onXperia = scene.hub.runs.filter(({ name }) => name.startsWith(PREFIX) && name.includes('Sony Xperia 5'));
    expect(onXperia).toHaveLength(3 + 4);
    expect(records[0]?.log).toContain('recorded the first baseline');
  });

  it('upload the model once a run, whatever the number of phones', () => {
    expect(scene.hub.uploads).toHaveLength(5 + 1);
    expect(scene.hub.uploads.every(({ model }) => model !== undefined)).toBe(true);
  });

  it('keep one run a commit and below it one run a job, tied to the commit by tags', () => {
    const parent = runOf(PREFIX + merged);
    expect(parent).toMatchObject({ status: 'FINISHED', parentRunId: null });
    expect(tagsOf(PREFIX + merged)).toMatchObject({
      mode: 'record',
      repository: 'acme/models',
      branch: 'main',
      commit: merged,
      model: 'model',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      workflow_run: String(records[4]?.runId),
      attempt: '1',
    });
    const job = runOf(`${PREFIX}${merged} · Google Pixel 8 · 1`);
    expect(job).toMatchObject({ status: 'FINISHED', parentRunId: parent?.id });
    expect(tagsOf(`${PREFIX}${merged} · Google Pixel 8 · 1`)).toMatchObject({
      side: 'candidate',
      upload: expect.stringMatching(/^upload-/),
      ticket: expect.stringMatching(/^job-/),
    });
  });

  it('log what the official client logs, as it does', () => {
    const job = runOf(`${PREFIX}${merged} · Samsung Galaxy S25 · 1`);
    const metric = (name: string) =>
      job?.metrics.filter((item) => item.name === name).map(({ value, step }) => ({ value, step }));
    const layers = metric('$latency_per_layer') ?? [];
    const sum = layers.reduce((total, { value }) => total + value, 0) / 1000;
    expect(metric('latency_gate.latency_operators')?.[0]?.value).toBeCloseTo(sum, 6);
    const log = scene.hub.artifacts.find(({ runId, fileName }) => runId === job?.id && fileName === 'tflite-logs.txt');
    const average = Number(/Inference \(avg\): (\S+)/.exec(log?.bytes?.toString() ?? '')?.[1]) / 1000;
    expect(metric('$latency')).toEqual([{ value: expect.closeTo(average, 6), step: undefined }]);
    expect(metric('$peak_memory_usage')?.[0]?.value).toBe(40);
    expect(metric('$num_layers_cpu')?.[0]?.value).toBe(3);
    expect(layers.map(({ step }) => step)).toEqual([0, 1, 2]);
    expect(metric('$cycles_per_layer')?.map(({ value }) => value)).toEqual([0, 0, 0]);
    const params = Object.fromEntries((job?.params ?? []).map(({ name, value }) => [name, value]));
    expect(params).toMatchObject({
      $device: 'Samsung Galaxy S25',
      $runtime: 'TensorFlow Lite',
      $layer_name_1: 'model/conv2',
      $layer_type_2: 'SOFTMAX',
      $layer_compute_unit_0: 'CPU',
    });
    expect(metric('latency_gate.latency_p95')?.[0]?.value).toBeGreaterThan(0);
  });

  it('store the raw files of each job on its run', () => {
    const job = runOf(`${PREFIX}${merged} · Samsung Galaxy S25 · 1`);
    const files = scene.hub.artifacts.filter(({ runId }) => runId === job?.id);
    expect(files.map(({ fileName, status }) => [fileName, status])).toEqual([
      ['tflite-logs.txt', 'UPLOADED'],
      ['tflite-op-profile.pb', 'UPLOADED'],
    ]);
    expect(files[0]?.bytes?.toString()).toContain('Inference timings in us');
  });
});

describe('a pull request that is slower on one phone', () => {
  it('fails, and says where', () => {
    expect(slower.exitCode).toBe(1);
    expect(slower.outputs).toMatchObject({
      outcome: 'fail',
      regressions: '1',
      'baseline-sha': merged,
      'baseline-distance': '0',
    });
    const body = scene.world.state.comments[0]?.body ?? '';
    expect(body).toMatch(/❌ \| Google Pixel 8 +\| +\*\*\+1\d\.\d\s%\*\*.*\| latency .* 5 jobs, confirmed/);
    expect(body.match(/\| ❌ \|/g)).toHaveLength(1);
    expect(body).toMatch(/`model\/conv1` +\| CONV_2D/);
    expect(scene.world.state.checks.at(-1)).toMatchObject({ conclusion: 'failure', sha: head });
  });

  it('spends one job on the phones that are fine, and confirms in alternation with the baseline’s upload', () => {
    const gate = scene.hub.runs.filter(({ name }) => name.includes(`· gate ·`) && name.includes(head));
    const jobs = (device: string) =>
      gate.filter(({ name }) => name.includes(device)).map(({ name }) => tagsOf(name)['side']);
    expect(jobs('Samsung Galaxy S25')).toEqual(['candidate']);
    expect(jobs('Sony Xperia 5')).toEqual(['candidate']);
    expect(jobs('Google Pixel 8').sort()).toEqual([...Array(5).fill('baseline'), ...Array(5).fill('candidate')]);
  });

  it('leaves nothing running', () => {
    expect(scene.hub.runs.filter(({ status }) => status !== 'FINISHED')).toEqual([]);
  });

  it('stays red when it is run again: the evidence counts, nothing is spent', async () => {
    const before = scene.hub.jobs.length;
    const again = await scene.pullRequest(head, SLOWER, { runId: slower.runId, attempt: 2 });
    expect(again.exitCode).toBe(1);
    expect(scene.hub.jobs).toHaveLength(before);
    expect(again.summary).toContain('a re-run adds evidence, it does not start afresh');
  });
});

describe('other pull requests', () => {
  it('of equal speed pass on one job a phone', async () => {
    const before = scene.hub.jobs.length;
    const result = await scene.pullRequest(scene.world.commit('same', merged), SAME);
    expect(result.outputs).toMatchObject({ outcome: 'pass' });
    expect(scene.hub.jobs.length - before).toBe(3);
  });

  it('with the same bytes upload nothing and run nothing', async () => {
    const before = [scene.hub.jobs.length, scene.hub.uploads.length];
    const result = await scene.pullRequest(scene.world.commit('docs', merged), BASE);
    expect(result.outputs).toMatchObject({ outcome: 'pass' });
    expect([scene.hub.jobs.length, scene.hub.uploads.length]).toEqual(before);
  });

  it('on a name with several systems are only compared with jobs measured now, and say so', async () => {
    const inputs = { devices: 'Motorola Edge' };
    const base = scene.world.commit('main');
    await scene.push(base, BASE, { inputs });
    const result = await scene.pullRequest(scene.world.commit('edge', base), SAME, { inputs });
    expect(result.outputs).toMatchObject({ outcome: 'pass' });
    expect(result.summary).toContain('exists with several systems (Android 13, Android 14)');
    expect(result.summary).toContain('in alternation with 3 of the baseline');
  });

  it('compare nothing across two versions of a phone’s system, and measure the baseline’s model again', async () => {
    const phone = scene.hub.phones.find(({ name }) => name === 'Sony Xperia 5');
    scene.hub.phones = scene.hub.phones.map((item) =>
      item === phone ? { ...item, os: 'Android 16', speed: 3 } : item,
    );
    const result = await scene.pullRequest(scene.world.commit('updated', merged), SAME, {
      inputs: { devices: 'Sony Xperia 5' },
    });
    expect(result.outputs).toMatchObject({ outcome: 'pass' });
    expect(result.summary).toContain('in alternation with 3 of the baseline');
  });
});
