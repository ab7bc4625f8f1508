// One gate on Hubify: an experiment on a rented GPU.

import { createHubifyProfiler, createHubifyTracker } from '../../../src/adapters/hubify/index.ts';
import { createHubifyServer, createHubifyState } from '../../servers/hubify/server.ts';
import { COMMIT, type Connection, type Lap, makeFolder, OCCASION } from './lap.ts';

export function openHubify(): Lap {
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
    canaries: ['hfy_key_test', 'Bearer '],
    spent: ['experiments'],
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
