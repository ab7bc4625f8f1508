// What version 0.1 wrote is still read: the files in test/formats/0.1 are its own, written by save.ts, and never change.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { parseConfig } from '../../src/config/config.ts';
import { parseConfigFile } from '../../src/config/file.ts';
import { INPUTS } from '../../src/config/inputs.ts';
import { decodeReport } from '../../src/formats/report-file.ts';
import { decodeRecord } from '../../src/formats/run-record.ts';
import { decodeSectionFile } from '../../src/formats/section-file.ts';
import { decodeSeries } from '../../src/formats/series-file.ts';
import { decodeStagedManifest } from '../../src/formats/staged-manifest.ts';
import { decodeTickets } from '../../src/formats/tickets.ts';
import type { Tracker } from '../../src/ports/tracker.ts';
import { connectToStandIn } from '../support/embedl.ts';
import { mountExperiments, mountHubify, mountVertesia } from '../support/services.ts';

const FOLDER = join(import.meta.dirname, '0.1');
const read = (...path: string[]) => readFileSync(join(FOLDER, ...path), 'utf8');
const readRecord = (name: string) =>
  decodeRecord(read('records', name, readdirSync(join(FOLDER, 'records', name))[0] ?? ''));

/** The commits that the stand-in of GitHub makes, by their number. */
const commit = (number: number) => `${number.toString(16).padStart(7, '0')}${'c0ffee'.repeat(6)}`.slice(0, 40);

describe('a run record of version 0.1', () => {
  it('carries the runs before it, newest first', () => {
    const { run, history } = readRecord('history');
    expect([run, ...history].map(({ commit: { sha }, mode }) => [sha, mode])).toEqual([
      [commit(3), 'record'],
      [commit(2), 'record'],
      [commit(1), 'record'],
    ]);
    expect(run).toMatchObject({
      device: 'local',
      model: { name: 'model', format: 'onnx', sizeBytes: 25177 },
      environment: { runtime: 'ONNX Runtime', threads: '1' },
    });
    expect(history[1]?.pairs.length).toBeGreaterThanOrEqual(3);
    expect(history[1]?.pairs[0]?.candidate.values['latency']).toBeGreaterThan(0);
    expect(run.layers.length).toBeGreaterThan(5);
  });

  it('of a gate holds its pairs and against which bytes they were measured', () => {
    const { run } = readRecord('pairs');
    expect(run.mode).toBe('gate');
    expect(run.commit).toMatchObject({ branch: 'topic', pullRequest: 7 });
    expect(run.pairs).toHaveLength(6);
    for (const { against, logRatios } of run.pairs) {
      expect(against).toBe(readRecord('history').run.model.sha256);
      expect(logRatios['latency']).toBeGreaterThan(1);
    }
  });

  it('holds the shift of level that it confirmed', () => {
    const { run, history } = readRecord('shift');
    expect(run.shifts.map(({ metric }) => metric)).toContain('latency');
    expect(history).toHaveLength(3);
  });

  it('of a phone holds its jobs, its layers and the upload', () => {
    const { run } = readRecord('phone');
    expect(run.jobs).toHaveLength(3);
    expect(run.jobs[0]?.values).toMatchObject({ peak_memory: 40, layers_cpu: 3 });
    // That version called the sum over the operators latency.
    expect(run.jobs[0]?.values).toMatchObject({ latency_operators: 14.925 });
    expect(run.jobs[0]?.values['latency']).toBeUndefined();
    expect(run.layers.map(({ operator }) => operator)).toContain('CONV_2D');
    expect(run.handle).toMatch(/^upload-/);
  });

  it('of results measured elsewhere holds one job a file', () => {
    const { run } = readRecord('results');
    expect(run.device).toBe('Edge board 3');
    expect(run.environment).toMatchObject({ firmware: '7.1' });
    expect(run.jobs.map(({ values }) => values['latency'])).toEqual([20, 20.2, 19.9, 20.1, 20]);
  });
});

describe('a report of version 0.1', () => {
  it.each([
    ['first-record', 'inconclusive', 'record', ['first-record']],
    ['regression', 'fail', 'gate', []],
    ['collected', 'inconclusive', 'gate', ['no-baseline']],
    ['phone', 'fail', 'gate', []],
    ['error', 'error', 'gate', []],
    ['release-v1.0.0', 'inconclusive', 'release', ['first-release']],
    ['release-v1.1.0', 'fail', 'release', []],
  ])('%s is read', (name, outcome, mode, codes) => {
    const report = decodeReport(read('reports', `${name}.json`));
    expect(report).toMatchObject({ outcome, mode });
    expect(report.findings.map(({ code }) => code)).toEqual(expect.arrayContaining(codes));
  });

  it('tells verdicts, evidence and traces', () => {
    const [subject] = decodeReport(read('reports', 'regression.json')).subjects;
    const latency = subject?.comparisons.find(({ metric }) => metric.name === 'latency');
    expect(latency).toMatchObject({ verdict: 'regressed', reason: 'confirmed', paired: true, jobs: { candidate: 6 } });
    expect(latency?.change).toBeGreaterThan(1);
    expect(subject?.traces.map(({ metric }) => metric)).toContain('latency');
    expect(subject?.baseline?.commit.sha).toBe(commit(3));
  });

  it('keeps the message of an error', () => {
    expect(decodeReport(read('reports', 'error.json')).error).toContain('"nowhere.onnx" matches no file');
  });
});

describe('other files of version 0.1', () => {
  it('a section of the comment names its job and holds its text', () => {
    const section = decodeSectionFile(read('job', 'section.json'));
    expect(section).toMatchObject({ key: 'small', attempt: 1, runId: expect.any(Number) });
    expect(section.text).toContain('### ✅ Latency Gate (small): no regression in 3 comparisons');
  });

  it('the manifest of a staged model names its commit, bytes and files', () => {
    expect(decodeStagedManifest(read('staged', 'manifest.json'))).toMatchObject({
      commit: commit(8),
      model: { name: 'model', sizeBytes: 25177, format: 'onnx', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      files: ['model.onnx'],
    });
  });

  it('tickets name the jobs that are under way', () => {
    const { jobs, models, trouble, settings } = decodeTickets(read('tickets.json'));
    expect(jobs.map(({ model, ticket }) => [model, ticket.profiler, ticket.device])).toEqual([
      ['model', 'embedl', 'Google Pixel 8'],
    ]);
    expect(models[0]).toMatchObject({ devices: ['Google Pixel 8'], handle: jobs[0]?.ticket.handle });
    expect([trouble, settings]).toEqual([null, '']);
  });

  it('plain numbers are series', () => {
    const series = decodeSeries(read('comparisons', 'series.json'));
    expect(series.map(({ metric, history, candidate }) => [metric.name, history.length, candidate.length])).toEqual([
      ['latency', 8, 6],
      ['latency', 8, 1],
    ]);
  });
});

describe('settings of version 0.1', () => {
  it('every input of its action.yml is an input, and every output is one', () => {
    const before = parseYaml(read('action.yml')) as { inputs: object; outputs: object };
    const now = parseYaml(readFileSync('action.yml', 'utf8')) as { inputs: object; outputs: object };
    expect(Object.keys(before.inputs).filter((name) => !(name in INPUTS && name in now.inputs))).toEqual([]);
    expect(Object.keys(before.outputs).filter((name) => !(name in now.outputs))).toEqual([]);
  });

  it('every key of its configuration file is read, with the same meaning', () => {
    const file = parseConfigFile(read('config', 'every-key.yml'), 'gate.yml');
    const inputs = { 'api-key': 'eh_test', 'github-token': 'token' };
    // The one exception: an address of one's own is for the workflow to say, not for a file of the checkout.
    expect(() => parseConfig(inputs, file)).toThrow('profilerApiBaseUrl: found "https://hub.example.org"');
    const address = 'https://hub.example.org';
    const addresses = { 'api-base-url': address, 'profiler-api-base-url': address, 'tracker-api-base-url': address };
    const config = parseConfig({ ...inputs, ...addresses }, file);
    expect(config).toMatchObject({
      profiler: 'embedl',
      tracker: 'embedl',
      devices: ['Google Pixel 8', 'Samsung Galaxy S25'],
      options: { 'poll-interval': 5, concurrency: 2 },
      baseline: { kind: 'latest' },
      maxRegression: [
        { unit: '%', value: 0.03 },
        { metric: 'latency', unit: 'ms', value: 0.5 },
      ],
      minChange: [{ unit: '%', value: 0.01 }],
      repeats: 2,
      maxRepeats: 8,
      queueTimeoutMs: 2_700_000,
      runTimeoutMs: 90_000,
      keepModelDays: 30,
      models: [{ name: 'ranker', devices: ['Google Pixel 8'] }, { path: 'build/encoders/*.tflite' }],
      reporting: {
        failOn: 'inconclusive',
        comment: 'on-change',
        artifact: false,
        key: 'small',
        checkName: 'Model speed',
      },
    });
    expect(config.waivers).toMatchObject([
      { model: 'ranker', ceiling: { unit: '%', value: 0.2 }, until: '2026-12-31' },
    ]);
    const budgets = config.rules.map(({ device, metric, budget }) => [device, metric, budget]);
    expect(budgets).toContainEqual([undefined, 'latency', 20]);
    expect(budgets).toContainEqual(['Google Pixel 8', 'peak_memory', 120]);
    expect(budgets).toContainEqual(['Google*', 'latency', 25]);
    expect(budgets).toContainEqual([undefined, 'layers_cpu', 0]);
  });

  it('the file of a team that measures in a step before is read', () => {
    const config = parseConfig({}, parseConfigFile(read('config', 'earlier-step.yml'), 'gate.yml'));
    expect(config).toMatchObject({ profiler: 'results', results: ['bench/*.json', 'more/*.json'], tracker: 'local' });
    expect(config.options).toEqual({ environment: { firmware: 7.1 } });
  });

  it('the file of a team without devices is read', () => {
    const config = parseConfig({}, parseConfigFile(read('config', 'this-machine.yml'), 'gate.yml'));
    expect(config).toMatchObject({
      profiler: 'local',
      models: [{ path: 'out/*.onnx', name: 'net' }],
      baselineModel: 'baseline/net.onnx',
      maxRegression: [{ unit: '%', value: 0.1 }],
      options: { threads: 2, 'min-time': 2, 'input-shapes': { image: [1, 3, 224, 224] } },
    });
  });
});

describe('what version 0.1 kept in a service is found by its tracker:', () => {
  const saved = (name: string) => JSON.parse(read('services', `${name}.json`));
  const open: { close(): Promise<void> }[] = [];
  let embedl: Awaited<ReturnType<typeof connectToStandIn>>;
  let experiments: Awaited<ReturnType<typeof mountExperiments>>;
  let hubify: Awaited<ReturnType<typeof mountHubify>>;
  let vertesia: Awaited<ReturnType<typeof mountVertesia>>;

  beforeAll(async () => {
    embedl = await connectToStandIn();
    experiments = await mountExperiments();
    hubify = await mountHubify();
    vertesia = await mountVertesia();
    open.push(embedl, experiments, hubify, vertesia);
    const hub = saved('embedl');
    for (const [name, id] of Object.entries<string>(hub.projects)) embedl.state.projects.set(name, id);
    embedl.state.runs.push(...hub.runs);
    for (const { experiments: list, runs } of [saved('experiments')]) {
      experiments.state.experiments.push(...list);
      experiments.state.runs.push(...runs);
    }
    hubify.state.experiments.push(...saved('hubify').experiments);
    vertesia.state.executions.push(...saved('vertesia').executions);
  });
  afterAll(() => Promise.all(open.map((one) => one.close())));

  const found = async (tracker: Tracker, device: string) => {
    const { runs, findings } = await tracker.history({ modelName: 'model', device, ancestry: [commit(2), commit(1)] });
    expect(findings).toEqual([]);
    return runs.map(({ run }) => [run.mode, run.commit.sha, run.jobs.length]);
  };

  it('Embedl Hub, three jobs and then one', async () => {
    expect(await found(embedl.tracker('models'), 'Google Pixel 8')).toEqual([
      ['record', commit(2), 1],
      ['record', commit(1), 3],
    ]);
  });

  it('an Experiments API, whole records', async () => {
    const runs = await found(experiments.tracker('models'), 'local');
    expect(runs.map(([mode, sha]) => [mode, sha])).toEqual([
      ['record', commit(2)],
      ['record', commit(1)],
    ]);
  });

  it('Hubify, three experiments and then one', async () => {
    expect(await found(hubify.tracker(''), 'A100')).toEqual([
      ['record', commit(2), 1],
      ['record', commit(1), 3],
    ]);
  });

  it('Vertesia, the tagged executions', async () => {
    expect(await found(vertesia.tracker(''), 'prod/model-a')).toEqual([
      ['record', commit(2), 1],
      ['record', commit(1), 3],
    ]);
  });
});
