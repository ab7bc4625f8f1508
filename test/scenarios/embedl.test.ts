// Embedl Hub: from pushes on main, a landed change among them, to a pull request that is slower on one of three phones.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTflite } from '../servers/embedl-hub/state.ts';
import { createHubWorld, type HubStepResult, type HubWorld, seedHub } from '../support/hub.ts';
import { forkOf } from '../support/world.ts';

const OLD = makeTflite(10_000, 'v1;'.padEnd(200, '.'));
const BASE = makeTflite(12_000, 'v2;'.padEnd(200, '.'));
/** The log's average is 15 % slower on one phone; its operators take as long as they did. */
const SLOWER = makeTflite(12_000, 'average:Google Pixel 8=1.15;'.padEnd(200, '.'));
const SAME = makeTflite(12_000, 'v3;'.padEnd(200, '.'));
const PREFIX = 'latency-gate · record · acme/models · model · ';

/** After five records and the pull request; tests that go on from there fork it. */
let before: HubWorld;
let merged: string;
let first: string;
let landed: string;
let slower: HubStepResult;
let head: string;
const records: HubStepResult[] = [];

beforeAll(async () => {
  before = await createHubWorld();
  for (const model of [OLD, OLD, BASE, BASE, BASE]) {
    merged = before.world.commit('main');
    if (records.length === 0) first = merged;
    if (records.length === 2) landed = merged;
    records.push(await before.push(merged, model));
  }
  head = before.world.commit('topic', merged);
  slower = await before.pullRequest(head, SLOWER);
}, 300_000);
afterAll(() => before.close());

/** What any client of the hub reads. */
async function read(path: string) {
  const headers = { Authorization: 'Bearer eh_test', Accept: 'application/json', 'Content-Type': 'application/json' };
  const answer = await fetch(`${before.server.baseUrl}/api/${path}`, { headers });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { readonly data: Answered }).data;
}

interface Answered {
  readonly items: readonly { readonly id: string; readonly name: string; readonly status: string }[];
  readonly params: readonly { readonly name: string; readonly value: string }[];
  readonly metrics: readonly { readonly name: string; readonly value: number; readonly step?: number }[];
  readonly externalLinks: readonly { readonly label: string; readonly url: string }[];
}

async function findByParams(params: Readonly<Record<string, string>>) {
  const project = before.hub.projects.get('models') ?? '';
  const query = Object.entries(params).map(
    ([name, value]) => `param:latency_gate.${name}=${encodeURIComponent(value)}`,
  );
  const { items } = await read(`projects/${project}/runs?${query.join('&')}`);
  return Promise.all(items.map(async (item) => ({ ...item, ...(await readRun(project, item.id)) })));
}

async function readRun(project: string, id: string) {
  const run = await read(`projects/${project}/runs/${id}?include=all`);
  const params = Object.fromEntries(run.params.map(({ name, value }) => [name.replace('latency_gate.', ''), value]));
  return { params, metrics: run.metrics, externalLinks: run.externalLinks };
}

function runOf(name: string) {
  return before.hub.runs.find((run) => run.name === name);
}

function metricsOf(name: string, metric: string) {
  return (runOf(name)?.metrics ?? [])
    .filter((item) => item.name === metric)
    .map(({ value, step }) => ({ value, step }));
}

describe('pushes to main', () => {
  it('record three jobs a phone on an empty history, then one, and confirm the change that lands', () => {
    for (const record of records) expect(record).toExit(0);
    expect(records[0]?.log).toHaveLine('recorded the first baseline');
    const counts = records.map(
      ({ runs }) =>
        runs.filter(({ parentRunId, name }) => parentRunId !== null && name.includes('Sony Xperia 5')).length,
    );
    expect(counts.slice(0, 2)).toEqual([3, 1]);
    expect(counts[2]).toBeGreaterThan(3);
  });

  it('are found by their commit, and read back whole', async () => {
    const [run, ...others] = await findByParams({ commit: landed, mode: 'record', model: 'model' });
    expect(others).toEqual([]);
    expect(run).toMatchObject({ name: PREFIX + landed, status: 'FINISHED' });
    expect(run?.params).toMatchObject({
      repository: 'acme/models',
      branch: 'main',
      workflow_run: String(records[2]?.runId),
      attempt: '1',
      'device.1': 'Google Pixel 8',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(run?.metrics.filter(({ name }) => name === '$latency').map(({ step }) => step)).toEqual([0, 1, 2]);
    expect(run?.externalLinks).toEqual([
      { label: 'Commit', url: `https://github.com/acme/models/commit/${landed}` },
      { label: 'Workflow run', url: expect.stringContaining(`/acme/models/actions/runs/${records[2]?.runId}`) },
    ]);
    expect(runOf(PREFIX + landed)?.tags).toContainEqual({
      name: 'latency_gate.latency_statistic',
      value: 'inference_avg',
    });
  });

  it('keep the model and, below, one run a job', () => {
    const parent = runOf(PREFIX + first);
    const files = before.hub.artifacts.filter(({ runId }) => runId === parent?.id);
    expect(files.map(({ fileName, status }) => [fileName, status])).toEqual([['model.tflite', 'UPLOADED']]);
    expect(files[0]?.bytes).toEqual(OLD);
    const job = runOf(`${PREFIX}${first} · Google Pixel 8 · 1`);
    expect(job).toMatchObject({ status: 'FINISHED', parentRunId: parent?.id });
    expect(job?.params).toContainEqual({ name: 'latency_gate.side', value: 'candidate' });
    expect(job?.params).toContainEqual({ name: 'latency_gate.ticket', value: expect.stringMatching(/^job-/) });
  });

  it('log what the official client logs, as it does', () => {
    const name = `${PREFIX}${first} · Samsung Galaxy S25 · 1`;
    const layers = metricsOf(name, '$latency_per_layer');
    const sum = layers.reduce((total, { value }) => total + value, 0) / 1000;
    expect(metricsOf(name, 'latency_gate.latency_operators')[0]?.value).toBeCloseTo(sum, 6);
    const files = before.hub.artifacts.filter(({ runId }) => runId === runOf(name)?.id);
    expect(files.map(({ fileName, status }) => [fileName, status])).toEqual([
      ['tflite-logs.txt', 'UPLOADED'],
      ['tflite-op-profile.pb', 'UPLOADED'],
    ]);
    const average = Number(/Inference \(avg\): (\S+)/.exec(files[0]?.bytes?.toString() ?? '')?.[1]) / 1000;
    expect(metricsOf(name, '$latency')).toEqual([{ value: expect.closeTo(average, 6), step: undefined }]);
    expect(metricsOf(name, '$peak_memory_usage')[0]?.value).toBe(40);
    expect(metricsOf(name, '$load_time')[0]?.value).toBeCloseTo(6.395, 6);
    expect(metricsOf(name, '$num_layers')[0]?.value).toBe(3);
    expect(metricsOf(name, '$num_layers_cpu')[0]?.value).toBe(3);
    expect(layers.map(({ step }) => step)).toEqual([0, 1, 2]);
    expect(metricsOf(name, '$cycles_per_layer').map(({ value }) => value)).toEqual([0, 0, 0]);
    const params = Object.fromEntries((runOf(name)?.params ?? []).map((param) => [param.name, param.value]));
    expect(params).toMatchObject({
      $device: 'Samsung Galaxy S25',
      $runtime: 'TensorFlow Lite',
      $layer_name_1: 'model/conv2',
      $layer_type_2: 'SOFTMAX',
      $layer_compute_unit_0: 'CPU',
    });
  });
});

describe('a pull request that is slower on one phone by the log’s average', () => {
  it('fails, and says where', () => {
    expect(slower).toExit(1);
    expect(slower.outputs).toMatchObject({
      outcome: 'fail',
      regressions: '1',
      'baseline-sha': merged,
      'baseline-distance': '0',
    });
    const { comment } = slower;
    expect(comment).toHaveLine(/❌ \| Google Pixel 8 +\| +\*\*\+1\d\.\d\s%\*\*.*\| latency /);
    expect(comment.match(/\| ❌ \|/g)).toHaveLength(1);
    expect(slower.check).toMatchObject({ conclusion: 'failure', sha: head });
  });

  it('measures equal operators, and a latency apart', async () => {
    const below = before.hub.runs.filter(({ name }) => name.includes(`· gate ·`) && name.includes('Google Pixel 8'));
    const levels = (metric: string, side: string) => {
      const own = below.filter(({ params }) => params.some(({ value }) => value === side));
      const values = own.flatMap(({ name }) => metricsOf(name, metric).map(({ value }) => value));
      return values.reduce((total, value) => total + value, 0) / values.length;
    };
    const ratio = (metric: string) => levels(metric, 'candidate') / levels(metric, 'baseline');
    expect(ratio('latency_gate.latency_operators')).toBeCloseTo(1, 1);
    expect(ratio('$latency')).toBeGreaterThan(1.12);
  });

  it('spends one job on the phones that are fine, and confirms in alternation with the baseline’s upload', async () => {
    const [gate] = await findByParams({ commit: head, mode: 'gate' });
    const jobs = (device: string) =>
      before.hub.runs
        .filter(({ parentRunId, name }) => parentRunId === gate?.id && name.includes(device))
        .map(({ params }) => params.find(({ name }) => name === 'latency_gate.side')?.value);
    expect(jobs('Samsung Galaxy S25')).toEqual(['candidate']);
    expect(jobs('Sony Xperia 5')).toEqual(['candidate']);
    const sides = jobs('Google Pixel 8');
    expect(sides.filter((side) => side === 'baseline').length).toBe(sides.length / 2);
  });

  it('stays red when it is run again: the evidence counts, nothing is spent', async () => {
    const scene = await forkOf(before);
    const again = await scene.pullRequest(head, SLOWER, { runId: slower.runId, attempt: 2 });
    expect(again).toExit(1);
    expect(again.jobs).toEqual([]);
    expect(again.summary).toHaveLine('a re-run adds evidence, it does not start afresh');
  });
});

describe('the hub', () => {
  it('is left with nothing running, and was asked for nothing that it refuses', () => {
    expect(before.hub.runs.filter(({ status }) => status !== 'FINISHED')).toEqual([]);
    const refused = before.server.log.filter(({ status }) => status >= 400);
    expect(refused.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
      'GET /api/projects?name=models 404',
    ]);
  });
});

describe('other pull requests', () => {
  it('of equal speed pass on one job a phone', async () => {
    const scene = await forkOf(before);
    const result = await scene.pullRequest(scene.world.commit('same', merged), SAME);
    expect(result.outputs).toMatchObject({ outcome: 'pass' });
    expect(result.jobs).toHaveLength(3);
  });

  it('with the same bytes upload nothing and run nothing', async () => {
    const scene = await forkOf(before);
    const result = await scene.pullRequest(scene.world.commit('docs', merged), BASE);
    expect(result.outputs).toMatchObject({ outcome: 'pass' });
    expect([result.jobs, result.uploads]).toEqual([[], []]);
  });

  it('with other flags are compared with nothing that was measured without them', async () => {
    const scene = await forkOf(before);
    const options = 'poll-interval: 0.01\nbenchmark: { use_gpu: true, num_threads: 4 }';
    const inputs = { options, devices: 'Google Pixel 8' };
    const result = await scene.pullRequest(scene.world.commit('gpu', merged), SAME, { inputs });
    expect(result.summary).toHaveLine('on GPU');
    expect(result.jobs[0]?.flags).toMatchObject({ use_gpu: 'true', num_threads: '4' });
    const job = result.runs.find(({ name }) => name.includes('Google Pixel 8'));
    expect(job?.metrics).toContainEqual({ name: '$num_layers_gpu', value: 1 });
  });

  it('on a name with several systems are only compared with jobs measured now, and say so', async () => {
    const scene = await forkOf(before);
    const inputs = { devices: 'Motorola Edge' };
    const base = scene.world.commit('main');
    await seedHub(scene)(base, BASE, { devices: ['Motorola Edge'] });
    const result = await scene.pullRequest(scene.world.commit('edge', base), SAME, { inputs });
    expect(result.outputs).toMatchObject({ outcome: 'pass' });
    expect(result.summary).toHaveLine('exists with several systems (Android 13, Android 14)');
    expect(result.summary).toHaveLine('in alternation with 3 of the baseline');
  });

  it('compare nothing across two versions of a phone’s system, and measure the baseline’s model again', async () => {
    const scene = await forkOf(before);
    const phone = scene.hub.phones.find(({ name }) => name === 'Sony Xperia 5');
    scene.hub.phones = scene.hub.phones.map((item) =>
      item === phone ? { ...item, os: 'Android 16', speed: 3 } : item,
    );
    const result = await scene.pullRequest(scene.world.commit('updated', merged), SAME, {
      inputs: { devices: 'Sony Xperia 5' },
    });
    expect(result.outputs).toMatchObject({ outcome: 'pass' });
    expect(result.summary).toHaveLine('in alternation with 3 of the baseline');
  });
});
