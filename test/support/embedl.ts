// The hub's two ports against the stand-in, without a process between them.

import { createEmbedlProfiler, createEmbedlTracker, type EmbedlConnection } from '../../src/adapters/embedl/index.ts';
import { createNetwork } from '../../src/adapters/http/fetch.ts';
import { systemClock } from '../../src/adapters/runner/machine.ts';
import { createHubServer } from '../servers/embedl-hub/server.ts';
import { createHubState } from '../servers/embedl-hub/state.ts';
import { mount } from '../servers/http.ts';

/** A stand-in of its own. */
export async function connectToStandIn() {
  const state = createHubState();
  const server = createHubServer(state);
  const mounted = await mount(server.handler);
  server.baseUrl = mounted.url;
  return { state, server, close: mounted.close, ...connectToHub(mounted.url) };
}

/** Quick: nothing is waited for. */
export function connectToHub(baseUrl: string) {
  const clock = systemClock;
  const retry = { clock, random: () => 0, attempts: 2, baseDelayMs: 1, longestWaitMs: 10 };
  const network = createNetwork({ ...retry, timeoutMs: 5000, proxy: {} });
  const connection: EmbedlConnection = { apiKey: 'eh_test', baseUrl, network, clock };
  return {
    profiler: () => createEmbedlProfiler(connection, { 'poll-interval': 0.01 }),
    tracker: (project: string, { key = '', runId = 1 } = {}) =>
      createEmbedlTracker(connection, {
        project,
        repository: 'acme/models',
        key,
        workflowRun: String(runId),
        attempt: '1',
      }),
  };
}
