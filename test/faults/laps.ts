// One gate from beginning to end on each backend, against its stand-in: what the fault matrix breaks, call by call.
// The calls are not written down here: they are those that the gate makes.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmbedlProfiler, createEmbedlTracker } from '../../src/adapters/embedl/index.ts';
import { createExperimentsTracker } from '../../src/adapters/experiments/index.ts';
import type { Network } from '../../src/adapters/http/fetch.ts';
import { createHubifyProfiler, createHubifyTracker } from '../../src/adapters/hubify/index.ts';
import { createVertesiaProfiler, createVertesiaTracker } from '../../src/adapters/vertesia/index.ts';
import type { Clock } from '../../src/ports/machine.ts';
import type { Profiler } from '../../src/ports/profiler.ts';
import type { Tracker } from '../../src/ports/tracker.ts';
import { createHubServer } from '../servers/embedl-hub/server.ts';
import { createHubState, makeTflite } from '../servers/embedl-hub/state.ts';
import { createExperimentsServer, createExperimentsState } from '../servers/experiments/server.ts';
import type { Handler } from '../servers/http.ts';
import { createHubifyServer, createHubifyState } from '../servers/hubify/server.ts';
import { createVertesiaServer, createVertesiaState } from '../servers/vertesia/server.ts';
import { FakeProfiler } from '../support/fakes.ts';
import { writeModel } from '../support/models.ts';

export interface Connection {
  readonly url: string;
  readonly network: Network;
  readonly clock: Clock;
  readonly attempt: number;
}

/** A backend with nothing in it. */
export interface Lap {
  readonly handler: Handler;
  /** What the inputs `model` and `devices` would be. */
  readonly model: string;
  readonly device: string;
  /** Files of this machine that a model of this lap is. */
  readonly folder: string;
  /** Where the stand-in says that it is reached. */
  mounted(url: string): void;
  profiler(connection: Connection): Profiler;
  tracker(connection: Connection, profiler: Profiler): Tracker;
  /** How many things of each kind the service holds. */
  counts(): Readonly<Record<string, number>>;
  /** Runs that the service believes to be under way. */
  open(): number;
}

export const LAPS: Readonly<Record<string, () => Lap>> = {
  'Embedl Hub': openEmbedl,
  'Experiments API': openExperiments,
  Vertesia: openVertesia,
  Hubify: openHubify,
};

/** What must never be seen: the keys, and what signs addresses. */
export const CANARIES = ['eh_test', 'exp_test', 'sk-test', 'hfy_key_test', 'verySecretSignature', 'Bearer '];

const COMMIT = { sha: 'c'.repeat(40), branch: 'topic', repository: 'acme/models', pullRequest: 7 };
const OCCASION = { mode: 'gate', commit: COMMIT } as const;

function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'latency-gate-lap-'));
}

export function closeLap({ folder }: Lap): void {
  rmSync(folder, { recursive: true, force: true });
}

function openEmbedl(): Lap {
  const state = createHubState();
  const server = createHubServer(state);
  const folder = makeFolder();
  const place = (attempt: number) => ({
    project: 'models',
    repository: COMMIT.repository,
    key: '',
    workflowRun: '1',
    attempt: String(attempt),
    serverUrl: 'https://github.example',
    workflowRunUrl: 'https://github.example/acme/models/actions/runs/1',
    statistic: 'inference_avg',
    jobsCarry: true,
  });
  const connect = ({ url, network, clock }: Connection) => ({ apiKey: 'eh_test', baseUrl: url, network, clock });
  return {
    handler: server.handler,
    model: writeModel(folder, 'net.tflite', makeTflite(5000)),
    device: 'Google Pixel 8',
    folder,
    mounted: (url) => {
      server.baseUrl = url;
    },
    profiler: (connection) => createEmbedlProfiler(connect(connection), { 'poll-interval': 5 }),
    tracker: (connection) => createEmbedlTracker(connect(connection), place(connection.attempt), {}),
    counts: () => ({
      projects: state.projects.size,
      records: state.runs.filter(({ status }) => status === 'FINISHED').length,
      jobs: state.jobs.length,
    }),
    open: () => state.runs.filter(({ status }) => ['RUNNING', 'SCHEDULED'].includes(status)).length,
  };
}

function openExperiments(): Lap {
  const state = createExperimentsState();
  const server = createExperimentsServer(state);
  const folder = makeFolder();
  return {
    handler: server.handler,
    model: '10',
    device: 'phone',
    folder,
    mounted: () => undefined,
    profiler: () => new FakeProfiler(),
    tracker: ({ url, network, clock }) =>
      createExperimentsTracker(
        { apiKey: 'exp_test', baseUrl: url, fetch: network.fetch, clock, options: { tenant: 'acme' } },
        { project: 'models', repository: COMMIT.repository, key: '', temporaryFolder: folder },
      ),
    counts: () => ({
      experiments: state.experiments.length,
      records: state.runs.filter(({ status }) => status === 'finished').length,
    }),
    open: () => state.runs.filter(({ status }) => status === 'running').length,
  };
}

function openVertesia(): Lap {
  const state = createVertesiaState();
  const server = createVertesiaServer(state);
  const device = 'prod/model-a';
  const folder = makeFolder();
  const asked = Buffer.from(JSON.stringify({ interaction: 'summarise', data: { speed: 15, text: 'x' } }));
  const tags = { ...OCCASION, repository: COMMIT.repository, key: '', branch: 'topic', attempt: '1.1' };
  const connect = ({ url, network, clock }: Connection) => ({
    apiKey: 'sk-test',
    baseUrl: url,
    fetch: network.fetch,
    clock,
    mask: () => undefined,
  });
  return {
    handler: server.handler,
    model: writeModel(folder, 'ask.json', asked),
    device,
    folder,
    mounted: () => undefined,
    profiler: (connection) =>
      createVertesiaProfiler(connect(connection), {
        options: { executions: 3, warmup: 1, 'poll-interval': 5 },
        devices: [device],
        tags: { ...tags, mode: 'gate', commit: COMMIT.sha },
        runTimeoutMs: 60_000,
      }),
    tracker: (connection) => createVertesiaTracker(connect(connection), { repository: COMMIT.repository, key: '' }),
    counts: () => ({ executions: state.executions.length }),
    open: () => 0,
  };
}

function openHubify(): Lap {
  const state = { ...createHubifyState(), live: true };
  const server = createHubifyServer(state);
  const options = { 'lab-id': 'lab-1', template: 'bench', 'poll-interval': 5 };
  const connect = ({ url, network, clock }: Connection) => ({
    apiKey: 'hfy_key_test',
    baseUrl: `${url}/api/v1`,
    fetch: network.fetch,
    clock,
    options,
  });
  return {
    handler: server.handler,
    model: 'bench',
    device: 'H100',
    folder: makeFolder(),
    mounted: () => undefined,
    profiler: (connection) => createHubifyProfiler(connect(connection), OCCASION),
    tracker: (connection) =>
      createHubifyTracker(connect(connection), {
        repository: COMMIT.repository,
        key: '',
        attempt: `1.${connection.attempt}`,
      }),
    counts: () => ({ experiments: state.experiments.length }),
    // A pod ends its experiments by itself, and not every server takes the status of a record: the record bears its
    // outcome in its config, and the finding status-not-told says so.
    open: () => 0,
  };
}
