// The stand-ins of the services, mounted, and connections to them, for the contract suites.

import { createExperimentsTracker } from '../../src/adapters/experiments/index.ts';
import { createNetwork } from '../../src/adapters/http/fetch.ts';
import { createHubifyProfiler, createHubifyTracker } from '../../src/adapters/hubify/index.ts';
import { systemClock } from '../../src/adapters/runner/machine.ts';
import { createVertesiaProfiler, createVertesiaTracker } from '../../src/adapters/vertesia/index.ts';
import { toTags } from '../../src/adapters/vertesia/translate.ts';
import type { RunStart, Tracker } from '../../src/ports/tracker.ts';
import { createExperimentsServer, createExperimentsState } from '../servers/experiments/server.ts';
import { mount } from '../servers/http.ts';
import { createHubifyServer, createHubifyState } from '../servers/hubify/server.ts';
import { createVertesiaServer, createVertesiaState } from '../servers/vertesia/server.ts';
import { temporaryFolder } from './folder.ts';

/** Quick: nothing is waited for. */
export function testNetwork() {
  const retry = { clock: systemClock, random: () => 0, attempts: 2, baseDelayMs: 1, longestWaitMs: 10 };
  return createNetwork({ ...retry, timeoutMs: 5000, proxy: {} });
}

export async function mountExperiments(
  change: { listShape?: 'array' | 'named' | 'items'; idField?: 'run_id' | 'id' } = {},
) {
  const state = { ...createExperimentsState(), ...change };
  const server = createExperimentsServer(state);
  const { url, close } = await mount(server.handler);
  const { fetch } = testNetwork();
  const folder = temporaryFolder('experiments');
  const connection = { apiKey: 'exp_test', baseUrl: url, fetch, clock: systemClock, options: { tenant: 'acme' } };
  return {
    state,
    server,
    connection,
    close,
    tracker: (project: string, options: object = connection.options) =>
      createExperimentsTracker(
        { ...connection, options },
        { project, repository: 'acme/models', key: '', temporaryFolder: folder },
      ),
  };
}

export const OCCASION = {
  mode: 'gate',
  commit: { sha: 'c1', branch: 'topic', repository: 'acme/models', pullRequest: null },
} as const;

export async function mountVertesia(change: Partial<ReturnType<typeof createVertesiaState>> = {}) {
  const state = { ...createVertesiaState(), ...change };
  const server = createVertesiaServer(state);
  const { url, close } = await mount(server.handler);
  const masked: string[] = [];
  const mask = (secret: string) => void masked.push(secret);
  const connection = { apiKey: 'sk-test', baseUrl: url, fetch: testNetwork().fetch, clock: systemClock, mask };
  const tags = {
    mode: 'gate',
    repository: 'acme/models',
    key: '',
    commit: 'c1',
    branch: 'topic',
    attempt: '1.1',
  } as const;
  return {
    state,
    server,
    close,
    profiler: (options: object = {}, devices: readonly string[] = ['prod/model-a']) =>
      createVertesiaProfiler(connection, {
        options: { executions: 3, warmup: 1, 'poll-interval': 0.005, ...options },
        devices,
        tags,
        runTimeoutMs: 5000,
      }),
    tracker: (key: string) => createVertesiaTracker(connection, { repository: 'acme/models', key }),
  };
}

export async function mountHubify(change: Partial<ReturnType<typeof createHubifyState>> = {}) {
  const state = { ...createHubifyState(), ...change };
  const server = createHubifyServer(state);
  const { url, close } = await mount(server.handler);
  const connection = {
    apiKey: 'hfy_key_test',
    baseUrl: `${url}/api/v1`,
    fetch: testNetwork().fetch,
    clock: systemClock,
  };
  const options = { 'lab-id': 'lab-1', template: 'bench', 'poll-interval': 0.005 };
  return {
    state,
    server,
    close,
    profiler: (config: object = {}) =>
      createHubifyProfiler({ ...connection, options: { ...options, config } }, OCCASION),
    tracker: (key: string) =>
      createHubifyTracker({ ...connection, options }, { repository: 'acme/models', key, attempt: '1.1' }),
  };
}

/** Plays the profiler, whose tagged executions are what that tracker finds. */
export function withExecutions(tracker: Tracker, state: ReturnType<typeof createVertesiaState>, key: string): Tracker {
  const starts = new Map<string, RunStart>();
  let created = Date.parse('2026-01-01T00:00:00Z') + state.executions.length * 1000;
  return {
    ...bind(tracker),
    async start(start) {
      const ref = await tracker.start(start);
      starts.set(ref.id, start);
      return ref;
    },
    startJob: async (parent, { ticket }) => ({ tracker: tracker.name, id: `${parent.id}\0${ticket.device}` }),
    async finishJob({ id }, end) {
      const [parent = '', device = ''] = id.split('\0');
      const start = starts.get(parent);
      if (start === undefined || !('measurement' in end) || end.measurement.kind !== 'job') return [];
      const { model, mode, commit } = start;
      const tags = {
        mode,
        repository: 'acme/models',
        key,
        model: model.name,
        sha256: model.sha256,
        device,
        job: String(state.nextId),
        of: '1',
        unit: state.timeUnit,
      };
      created += 1000;
      state.executions.push({
        id: `e${state.nextId++}`,
        interaction: 'summarise',
        version: '',
        environment: 'prod',
        model: device,
        tags: toTags({ ...tags, commit: commit.sha ?? '' }),
        latencyMs: end.measurement.job.values['latency'] ?? 0,
        tokensOut: 1,
        failed: false,
        createdAt: created,
        looksLeft: 0,
      });
      return [];
    },
  };
}

function bind(tracker: Tracker): Tracker {
  return {
    name: tracker.name,
    start: (start) => tracker.start(start),
    finish: (ref, result) => tracker.finish(ref, result),
    history: (query) => tracker.history(query),
    find: (id, device) => tracker.find(id, device),
    modelNames: () => tracker.modelNames(),
  };
}
