// `node test/formats/save.ts FOLDER`: has dist/ write one file of each format that outlives a release, and keeps them.
// Run it on the last commit of a version; what it wrote is never changed afterwards.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { extractZip } from '../../src/adapters/files/unzip.ts';
import { makeTflite } from '../servers/embedl-hub/state.ts';
import { createExperimentsServer, createExperimentsState } from '../servers/experiments/server.ts';
import { type Handler, mount } from '../servers/http.ts';
import { createHubifyServer, createHubifyState } from '../servers/hubify/server.ts';
import { createVertesiaServer, createVertesiaState } from '../servers/vertesia/server.ts';
import { startAzurite, teardown } from '../support/azurite.ts';
import { addHub } from '../support/hub-runner.ts';
import { MODELS } from '../support/models.ts';
import { ALL_PERMISSIONS, openWorld, type StepResult, type World } from '../support/runner.ts';

const [target] = process.argv.slice(2);
if (target === undefined) throw new Error('usage: node test/formats/save.ts FOLDER');
const folder = resolve(target);
const scratch = mkdtempSync(join(tmpdir(), 'latency-gate-save-'));
const WITH_KEY = { 'comment-key': 'small' };
const azurite = await startAzurite();

try {
  await saveLocal();
  await saveResults();
  await saveHub();
  await saveServices();
  saveCommandLine();
} finally {
  rmSync(scratch, { recursive: true });
  teardown();
}

function save(name: string, content: string): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function saveJson(name: string, value: unknown): void {
  save(name, `${JSON.stringify(value, null, 2)}\n`);
}

/** The files of the newest artifact whose name starts so, in the folder `name`. */
async function saveArtifact(world: World, prefix: string, name: string, runId?: number): Promise<void> {
  const artifact = world.state.artifacts.findLast(
    (one) => one.name.startsWith(prefix) && (runId === undefined || one.runId === runId),
  );
  if (artifact === undefined) throw new Error(`no artifact ${prefix}`);
  const archive = join(scratch, 'archive.zip');
  writeFileSync(archive, await world.download(artifact.blob));
  const files = join(scratch, 'files');
  rmSync(files, { recursive: true, force: true });
  await extractZip(archive, files);
  for (const file of readdirSync(files, { recursive: true, encoding: 'utf8' })) {
    if (/\.(json|md)$/.test(file)) save(join(name, file), readFileSync(join(files, file), 'utf8'));
  }
}

function saveReport(result: StepResult, name: string): void {
  save(name, readFileSync(result.outputs['report-json'] ?? '', 'utf8'));
}

/** The gate on this machine: records, candidates, reports, the comment, a release. */
async function saveLocal(): Promise<void> {
  const world = await openWorld(azurite);
  saveReport(await world.push(world.commit('main'), MODELS.base()), 'reports/first-record.json');
  await world.push(world.commit('main'), MODELS.sameSpeed());
  const merged = world.commit('main');
  await world.push(merged, MODELS.base());
  await saveArtifact(world, 'latency-gate-record-', 'records/history');
  const slower = await world.pullRequest(world.commit('topic', merged), MODELS.slower());
  saveReport(slower, 'reports/regression.json');
  await saveArtifact(world, 'latency-gate-candidate-', 'records/pairs');
  await world.push(merged, MODELS.base(), WITH_KEY);
  const keyed = await world.pullRequest(world.commit('topic', merged), MODELS.sameSpeed(), { inputs: WITH_KEY });
  await saveArtifact(world, 'latency-gate-report-', 'job', keyed.runId);
  const all = world.commit('topic', merged);
  const runId = world.state.nextId++;
  for (const [key, model] of [
    ['small', MODELS.sameSpeed()],
    ['large', MODELS.slower()],
  ] as const) {
    await world.pullRequest(all, model, { runId, inputs: { 'comment-key': key } });
  }
  const last = { ...world.pullStep(all), runId, inputs: { mode: 'report', comment: 'never' } };
  saveReport(await world.step(last), 'reports/collected.json');
  save('comment.md', world.state.comments[0]?.body ?? '');
  const wrong = { inputs: { model: 'nowhere.onnx' } };
  saveReport(await world.pullRequest(world.commit('topic', merged), MODELS.base(), wrong), 'reports/error.json');
  await world.pullRequest(world.commit('topic', merged), MODELS.base(), { inputs: { mode: 'stage' } });
  await saveArtifact(world, 'latency-gate-staged-', 'staged');
  await saveReleases(world, merged);
  await world.push(world.commit('main'), MODELS.slower());
  await saveArtifact(world, 'latency-gate-record-model-', 'records/shift');
  const names = world.state.artifacts.map(({ name }) => name.replaceAll(/[0-9a-f]{64}/g, '<sha256>'));
  saveJson('artifact-names.json', [...new Set(names)].sort());
  await world.close();
}

async function saveReleases(world: World, sha: string): Promise<void> {
  for (const [tag, model] of [
    ['v1.0.0', MODELS.base()],
    ['v1.1.0', MODELS.slower()],
  ] as const) {
    const id = world.state.nextId++;
    const publishedAt = `2026-11-0${world.state.releases.length + 1}T00:00:00Z`;
    const body = 'What is new';
    world.state.releases.push({ id, tag, body, draft: false, prerelease: false, publishedAt, assets: [] });
    world.state.branches.set(tag, sha);
    const result = await world.step({
      event: 'release',
      sha,
      branch: '',
      ref: `refs/tags/${tag}`,
      payload: { action: 'published', release: { tag_name: tag } },
      permissions: { ...ALL_PERMISSIONS, contents: 'write' },
      model,
    });
    saveReport(result, `reports/release-${tag}.json`);
    const release = world.state.releases.find((one) => one.tag === tag);
    save(`releases/${tag}/body.md`, release?.body ?? '');
    saveJson(
      `releases/${tag}/assets.json`,
      release?.assets.map(({ name }) => name.replaceAll(/[0-9a-f]{64}/g, '<sha256>')),
    );
    for (const asset of release?.assets ?? []) {
      if (/\.(csv|json)$/.test(asset.name) && asset.name !== 'report.json') {
        save(`releases/${tag}/${asset.name}`, (await world.download(asset.blob)).toString());
      }
    }
  }
}

/** Jobs that an earlier step measured. */
async function saveResults(): Promise<void> {
  const world = await openWorld(azurite);
  const times = [20, 20.2, 19.9, 20.1, 20];
  times.forEach((ms, index) => {
    const seconds = [ms / 1000, ms / 1000];
    const result = { command: './infer', mean: ms / 1000, stddev: 0.0001, times: seconds, exit_codes: [0, 0] };
    writeFileSync(join(world.workspace, `${index}.json`), JSON.stringify({ results: [result] }));
  });
  const inputs = {
    model: 'ranker.bin',
    backend: 'results',
    results: '*.json',
    devices: 'Edge board 3',
    'max-regression': '5%',
    options: 'environment:\n  firmware: 7.1',
  };
  await world.step({ event: 'push', sha: world.commit('main'), branch: 'main', inputs });
  await saveArtifact(world, 'latency-gate-record-', 'records/results');
  await world.close();
}

/** Phones: the hub's own runs, records beside them, and tickets. */
async function saveHub(): Promise<void> {
  const { world, hub, ...scene } = await addHub(await openWorld(azurite));
  const base = makeTflite(10_000, 'v1;'.padEnd(200, '.'));
  const inputs = { devices: 'Google Pixel 8' };
  await scene.push(world.commit('main'), base, { inputs });
  const merged = world.commit('main');
  await scene.push(merged, base, { inputs });
  const head = world.commit('topic', merged);
  const slower = makeTflite(14_000, 'v2;'.padEnd(200, '.'));
  const gated = await scene.pullRequest(head, slower, { inputs });
  saveReport(gated, 'reports/phone.json');
  const { runs, artifacts, uploads, projects, nextId } = hub;
  saveJson('services/embedl.json', {
    projects: Object.fromEntries(projects),
    runs,
    artifacts: artifacts.map((artifact) => ({ ...artifact, bytes: artifact.bytes?.toString('base64') })),
    uploads: uploads.map((upload) => ({ ...upload, model: upload.model?.toString('base64') })),
    nextId,
  });
  await scene.push(merged, base, { inputs: { ...inputs, tracker: 'local' } });
  await saveArtifact(world, 'latency-gate-record-', 'records/phone');
  const other = world.commit('topic', merged);
  const submitted = await scene.pullRequest(other, slower, { inputs: { ...inputs, mode: 'submit' } });
  save('tickets.json', submitted.outputs['tickets'] ?? '');
  await scene.close();
}

/** What the trackers left in the other services. */
async function saveServices(): Promise<void> {
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  const experiments = createExperimentsState();
  await saveService('experiments', experiments, createExperimentsServer(experiments).handler, {
    model: MODELS.base(),
    inputs: { 'api-key': 'exp_test', options: 'tenant: acme\nmin-time: 0.1\nwarmup-time: 0.05\nmin-iterations: 10' },
  });
  const vertesia = createVertesiaState();
  await saveService('vertesia', vertesia, createVertesiaServer(vertesia).handler, {
    model: json({ interaction: 'summarise', version: '1', data: { speed: 20, tokens: 100 } }),
    inputs: {
      model: 'model.json',
      'api-key': 'sk-test',
      devices: 'prod/model-a',
      options: 'executions: 5\nwarmup: 1\npoll-interval: 0.02',
    },
  });
  const hubify = createHubifyState();
  await saveService('hubify', hubify, createHubifyServer(hubify).handler, {
    model: json({ config: { speed: 10 } }),
    inputs: {
      model: 'model.json',
      'api-key': 'hfy_key_test',
      devices: 'A100',
      options: 'lab-id: lab-1\ntemplate: bench\npoll-interval: 0.02',
    },
    path: '/api/v1',
  });
}

async function saveService(
  backend: string,
  state: object,
  handler: Handler,
  given: { model: Uint8Array; inputs: Readonly<Record<string, string>>; path?: string },
): Promise<void> {
  const world = await openWorld(azurite);
  const mounted = await mount(handler);
  const address = mounted.url + (given.path ?? '');
  const inputs: Readonly<Record<string, string>> = { backend, 'api-base-url': address, ...given.inputs };
  const modelFile = inputs['model'] ?? 'model.onnx';
  for (let push = 0; push < 2; push += 1) {
    const sha = world.commit('main');
    const result = await world.step({ event: 'push', sha, branch: 'main', model: given.model, modelFile, inputs });
    if (result.exitCode !== 0) throw new Error(result.log);
  }
  const plain = Object.entries(state).filter(([, value]) => Array.isArray(value) && value.length > 0);
  saveJson(`services/${backend}.json`, Object.fromEntries(plain));
  await mounted.close();
  await world.close();
}

/** What `compare --json` prints on the records above and on plain numbers. */
function saveCommandLine(): void {
  const cli = resolve('dist/cli/index.js');
  const compare = (args: readonly string[], input = '') =>
    spawnSync(process.execPath, [cli, 'compare', '--json', ...args], { cwd: folder, input, encoding: 'utf8' }).stdout;
  const recordIn = (name: string) => join('records', name, readdirSync(join(folder, 'records', name))[0] ?? '');
  const records = ['--history', recordIn('history'), '--candidate', recordIn('pairs'), '--max-regression', '40%'];
  save('comparisons/records.jsonl', compare(records));
  const plain = { metric: 'latency', unit: 'ms', better: 'lower', history: [10, 10.1, 9.9, 10, 10.05, 9.95, 10, 10.1] };
  const series = [
    { ...plain, candidate: [12, 12.1, 11.9, 12, 12.2, 11.95] },
    { ...plain, candidate: [10] },
  ];
  save('comparisons/series.json', JSON.stringify(series, null, 2));
  save('comparisons/series.jsonl', compare([join('comparisons', 'series.json')]));
}
