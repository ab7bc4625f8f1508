// One gate on the Experiments API, which keeps what another backend measured.

import { createExperimentsTracker } from '../../../src/adapters/experiments/index.ts';
import { createExperimentsServer, createExperimentsState } from '../../servers/experiments/server.ts';
import { FakeProfiler } from '../../support/fakes.ts';
import { COMMIT, type Lap, makeFolder } from './lap.ts';

export function openExperiments(): Lap {
  const state = createExperimentsState();
  const server = createExperimentsServer(state);
  const folder = makeFolder();
  return {
    handler: server.handler,
    model: '10',
    device: 'phone',
    folder,
    canaries: ['exp_test', 'Bearer '],
    spent: ['experiments'],
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
