// The hub's two ports against the stand-in, without a process between them.

import { createEmbedlProfiler, createEmbedlTracker, type EmbedlConnection } from '../../src/adapters/embedl/index.ts';
import { createNetwork } from '../../src/adapters/http/fetch.ts';
import { systemClock } from '../../src/adapters/runner/machine.ts';
import { createHubServer } from '../servers/embedl-hub/server.ts';
import { createHubState, type HubManners } from '../servers/embedl-hub/state.ts';
import { mount } from '../servers/http.ts';

const PLACE = {
  repository: 'acme/models',
  key: '',
  workflowRun: '1',
  attempt: '1',
  serverUrl: 'https://github.example',
  workflowRunUrl: 'https://github.example/acme/models/actions/runs/1',
  statistic: 'inference_avg',
  jobsCarry: true,
};

/** The hub may have other manners than the plain one. */
export async function connectToStandIn(manners: Partial<HubManners> = {}) {
  const state = createHubState();
  Object.assign(state.manners, manners);
  const server = createHubServer(state);
  const mounted = await mount(server.handler);
  server.baseUrl = mounted.url;
  return { state, server, close: mounted.close, ...connectToHub(mounted.url) };
}

/** Quick: nothing is waited for. */
export function connectToHub(baseUrl: string, { attempts = 2 } = {}) {
  const clock = systemClock;
  const retry = { clock, random: () => 0, attempts, baseDelayMs: 1, longestWaitMs: 10 };
  const network = createNetwork({ ...retry, timeoutMs: 5000, proxy: {} });
  const connection: EmbedlConnection = { apiKey: 'eh_test', baseUrl, network, clock };
  return {
    profiler: () => createEmbedlProfiler(connection, { 'poll-interval': 0.01 }),
    tracker: (project: string, { key = '', runId = 1 } = {}) =>
      createEmbedlTracker(connection, { ...PLACE, project, key, workflowRun: String(runId) }, {}),
  };
}
