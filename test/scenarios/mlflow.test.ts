// MLflow keeps the runs: five records, a red pull request and a release on a real server, and what the official Python
// client reads of them. MLFLOW_PYTHON names a Python that has MLflow; without one all of this is skipped.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ADMIN, hasMlflow, type MlflowServer, startMlflow } from '../servers/mlflow/server.ts';
import { MODELS } from '../support/models.ts';
import { skipsSlow } from '../support/slow.ts';
import { ALL_PERMISSIONS, createWorld, type StepOptions, type World } from '../support/world.ts';

const Rows = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    status: z.string(),
    tags: z.record(z.string(), z.string()),
    params: z.record(z.string(), z.string()),
    metrics: z.record(z.string(), z.number()),
    steps: z.record(z.string(), z.array(z.number())),
    files: z.array(z.string()),
  }),
);
type Row = z.output<typeof Rows>[number];

/** All runs of an experiment as the official client tells them, oldest first. */
const READ_ALL = `
import json, sys, mlflow
client = mlflow.MlflowClient()
experiment = client.get_experiment_by_name(sys.argv[1])
rows = []
for run in client.search_runs([experiment.experiment_id], order_by=["attributes.start_time ASC"], max_results=1000):
    id = run.info.run_id
    with_files = run.data.tags.get("latency_gate.level") != "job"
    files = [f.path for top in client.list_artifacts(id) for f in client.list_artifacts(id, top.path)] if with_files else []
    steps = {"latency": [m.step for m in client.get_metric_history(id, "latency")]} if with_files else {}
    rows.append(dict(id=id, name=run.info.run_name, status=run.info.status, tags=run.data.tags, params=run.data.params,
                     metrics=run.data.metrics, steps=steps, files=files))
print(json.dumps(rows))
`;

/** Each call costs a server with basic auth a password's hash. */
const READ_STATUSES = `
import mlflow
client = mlflow.MlflowClient()
experiment = client.get_experiment_by_name("models")
print(" ".join(run.info.status for run in client.search_runs([experiment.experiment_id], max_results=1000)))
`;

const READ_FILE = `
import sys, mlflow
path = mlflow.MlflowClient().download_artifacts(sys.argv[1], sys.argv[2])
sys.stdout.buffer.write(open(path, "rb").read().hex().encode())
`;

const DELETE = `
import sys, mlflow
client = mlflow.MlflowClient()
client.delete_experiment(client.get_experiment_by_name(sys.argv[1]).experiment_id)
`;

function readRuns({ python }: MlflowServer, experiment = 'models'): readonly Row[] {
  return Rows.parse(JSON.parse(python(READ_ALL, experiment)));
}

function level(rows: readonly Row[], name: string): readonly Row[] {
  return rows.filter(({ tags }) => tags['latency_gate.level'] === name);
}

/** What pushes to the default branch recorded; other tests leave gates and releases beside it. */
function recordsOf(rows: readonly Row[]): readonly Row[] {
  return level(rows, 'model').filter(({ tags }) => tags['latency_gate.mode'] === 'record');
}

function below(rows: readonly Row[], parents: readonly Row[]): readonly Row[] {
  const ids = new Set(parents.map(({ id }) => id));
  return rows.filter(({ tags }) => ids.has(tags['mlflow.parentRunId'] ?? ''));
}

const RELEASE: Partial<StepOptions> = { permissions: { ...ALL_PERMISSIONS, contents: 'write' } };

describe.skipIf(!hasMlflow())('MLflow', () => {
  let server: MlflowServer;
  let world: World;
  let merged = '';

  beforeAll(async () => {
    [server, world] = await Promise.all([startMlflow(), createWorld()]);
    for (let push = 0; push < 5; push += 1) {
      merged = world.commit('main');
      const recorded = await world.push(merged, MODELS.base(), inputs());
      expect(recorded).toExit(0);
      expect(recorded.summary).not.toHaveLine('nothing was recorded');
    }
  });
  afterAll(async () => {
    await world?.close();
    await server?.close();
  });

  const inputs = (change: Readonly<Record<string, string>> = {}) => ({
    backend: 'mlflow',
    'api-base-url': server.url,
    ...change,
  });

  it('keeps one run a commit and model, below it one a device, below that one a job, as the official client reads', () => {
    const rows = readRuns(server);
    const models = recordsOf(rows);
    const devices = below(level(rows, 'device'), models);
    expect(models).toHaveLength(5);
    const jobs = below(level(rows, 'job'), devices);
    const statuses = [...models, ...devices, ...jobs].map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set(['FINISHED']));
    expect(devices.map(({ tags }) => tags['mlflow.parentRunId'])).toEqual(models.map(({ id }) => id));
    expect(jobs.length).toBeGreaterThanOrEqual(devices.length);
    const newest = models.at(-1);
    expect(newest?.tags).toMatchObject({
      'mlflow.source.git.commit': merged,
      'mlflow.source.git.branch': 'main',
      'latency_gate.mode': 'record',
      'latency_gate.run_url': expect.stringMatching(/^https:\/\/github\.com\/.*\/actions\/runs\/\d+$/),
    });
    expect(newest?.metrics['latency']).toBeGreaterThan(0);
    expect(newest?.files).toEqual(['model/model.onnx']);
    const device = devices.at(-1);
    expect(device?.files).toEqual([expect.stringMatching(/^latency-gate\/run-local-[0-9a-f]{8}\.json$/)]);
    expect(device?.params['environment.runtime']).toMatch(/\S/);
    const steps = device?.steps['latency'] ?? [];
    expect(steps).toEqual(steps.map((_, index) => index));
    expect(steps.length).toBeGreaterThan(1);
  });

  it('stores the model’s very bytes', () => {
    const newest = recordsOf(readRuns(server)).at(-1);
    const stored = server.python(READ_FILE, newest?.id ?? '', 'model/model.onnx');
    expect(Buffer.from(stored, 'hex').equals(Buffer.from(MODELS.base()))).toBe(true);
  });

  it('finds the baseline, fails a slower model and links into MLflow', async () => {
    const head = world.commit('topic', merged);
    const result = await world.pullRequest(head, MODELS.slower(), { inputs: inputs() });
    expect(result).toExit(1);
    expect(result.outputs).toMatchObject({ 'baseline-sha': merged, 'baseline-distance': '0' });
    expect(result.comment).toHaveLine(/❌ .*latency/);
    expect(result.comment).toHaveLine('5 runs');
    const page = result.outputs['run-url'] ?? '';
    expect(page).toMatch(new RegExp(`^${server.url}/#/experiments/\\d+/runs/[0-9a-f]{32}$`));
    expect(result.comment).toHaveLine(`[tracked run](${page})`);
    const run = level(readRuns(server), 'model').find(({ id }) => page.endsWith(id));
    expect(run?.tags).toMatchObject({ 'latency_gate.pull_request': '7', 'mlflow.source.git.commit': head });
  });

  it('leaves nothing under way when it is killed midway; another attempt goes on below the same run', async () => {
    const head = world.commit('topic', merged);
    const slow = inputs({ options: 'min-time: 1\nwarmup-time: 1' });
    const signal = { name: 'SIGKILL', after: /Measuring on/i } as const;
    const killed = await world.pullRequest(head, MODELS.sameSpeed(), { inputs: slow, signal });
    expect(killed.exitCode).toBeNull();
    const own = () => readRuns(server).filter(({ tags }) => tags['latency_gate.commit'] === head);
    expect(level(own(), 'model').map(({ status }) => status)).toEqual(['KILLED']);
    expect(own().map(({ status }) => status)).not.toContain('RUNNING');
    const again = await world.pullRequest(head, MODELS.sameSpeed(), {
      inputs: inputs(),
      runId: killed.runId,
      attempt: 2,
    });
    expect(again).toExit(0);
    expect(level(own(), 'model').map(({ status }) => status)).toEqual(['FINISHED']);
    expect(level(own(), 'device').map(({ status }) => status)).toEqual(['KILLED', 'FINISHED']);
  });

  it('keeps a release, which is compared with what was recorded where it stands', async () => {
    world.state.tags.set('v1.0.0', merged);
    world.state.releases.push({
      id: world.state.nextId++,
      tag: 'v1.0.0',
      body: 'First.',
      draft: false,
      prerelease: false,
      publishedAt: '2026-11-01T00:00:00Z',
      assets: [],
    });
    const result = await world.step({
      event: 'release',
      sha: merged,
      branch: '',
      ref: 'refs/tags/v1.0.0',
      payload: { action: 'published', release: { tag_name: 'v1.0.0' } },
      model: MODELS.base(),
      inputs: inputs(),
      ...RELEASE,
    });
    expect(result).toExit(0);
    const released = level(readRuns(server), 'model').filter(({ tags }) => tags['latency_gate.mode'] === 'release');
    expect(released.map(({ status }) => status)).toEqual(['FINISHED']);
  });

  it.each([
    ['no address', { 'api-base-url': '' }, 'api-base-url: nothing was given, but the backend mlflow has no public'],
    ['an address that is none', { 'api-base-url': 'databricks' }, 'api-base-url: found "databricks"; allowed: an'],
    [
      'a key in plain http',
      { 'api-base-url': 'http://mlflow.example', 'api-key': 'a:b' },
      'where the key could be read',
    ],
    ['a misspelt option', { options: 'store-models: true' }, 'store-models'],
  ])('refuses %s before anything is measured', async (_, change, message) => {
    const result = await world.pullRequest(world.commit('topic', merged), MODELS.base(), { inputs: inputs(change) });
    expect(result).toExit(2);
    expect(result.log).toHaveLine(message);
  });

  it('says that nothing there is MLflow', async () => {
    const elsewhere = inputs({ 'api-base-url': `${server.url}/elsewhere` });
    const result = await world.pullRequest(world.commit('topic', merged), MODELS.base(), { inputs: elsewhere });
    expect(result).toExit(2);
    expect(result.log).toHaveLine('there is no MLflow server at this address');
  });

  it.skipIf(skipsSlow)('says that the experiment is deleted', async () => {
    const own = inputs({ project: 'given-up' });
    await world.push(world.commit('main'), MODELS.base(), own);
    server.python(DELETE, 'given-up');
    const result = await world.pullRequest(world.commit('topic', merged), MODELS.base(), { inputs: own });
    expect(result).toExit(2);
    expect(result.log).toHaveLine('project: the experiment "given-up" is deleted on the MLflow server');
  });
});

describe.skipIf(!hasMlflow() || skipsSlow)('MLflow with basic auth', () => {
  let server: MlflowServer;
  let world: World;

  beforeAll(async () => {
    [server, world] = await Promise.all([startMlflow({ auth: true }), createWorld()]);
    mkdirSync(join(world.workspace, 'bench'));
    const result = { command: './infer', mean: 0.02, stddev: 0.0001, times: [0.02, 0.02], exit_codes: [0, 0] };
    writeFileSync(join(world.workspace, 'bench', 'one.json'), JSON.stringify({ results: [result] }));
  });
  afterAll(async () => {
    await world?.close();
    await server?.close();
  });

  const push = (more: Partial<StepOptions> & { readonly key?: string }) =>
    world.step({
      event: 'push',
      sha: world.commit('main'),
      branch: 'main',
      ...more,
      inputs: {
        profiler: 'results',
        tracker: 'mlflow',
        results: 'bench/*.json',
        devices: 'board',
        options: '',
        'api-base-url': server.url,
        ...(more.key === undefined ? {} : { 'api-key': more.key }),
      },
    });

  it('takes name and password as the key, or from the variables of MLflow’s own client', async () => {
    const byInput = await push({ model: MODELS.base(), key: ADMIN });
    expect(byInput).toExit(0);
    const [MLFLOW_TRACKING_USERNAME = '', MLFLOW_TRACKING_PASSWORD = ''] = ADMIN.split(':');
    const byVariables = await push({ env: { MLFLOW_TRACKING_USERNAME, MLFLOW_TRACKING_PASSWORD } });
    expect(byVariables).toExit(0);
    expect(server.python(READ_STATUSES).trim()).toMatch(/^FINISHED( FINISHED){5}$/);
    const shown = [byInput, byVariables].map(({ log, summary, post }) => log + summary + post).join('\n');
    expect(shown).not.toHaveLine(MLFLOW_TRACKING_PASSWORD);
  });

  it.each([
    ['a wrong password', { key: 'admin:wrong-one-9' }, 'the key is not accepted'],
    ['a token', { key: 'token-1' }, 'the key is not accepted'],
    ['no key', {}, 'it asks for a key, and none was given'],
  ])('says what is wrong with %s', async (_, more, message) => {
    const result = await push(more);
    expect(result).toExit(2);
    expect(result.log).toHaveLine(message);
  });
});
