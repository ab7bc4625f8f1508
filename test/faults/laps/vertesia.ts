// One gate on Vertesia: a prompt on one model of one environment.

import { createVertesiaProfiler, createVertesiaTracker } from '../../../src/adapters/vertesia/index.ts';
import { createVertesiaServer, createVertesiaState } from '../../servers/vertesia/server.ts';
import { writeModel } from '../../support/models.ts';
import { COMMIT, type Connection, type Lap, makeFolder, OCCASION } from './lap.ts';

export function openVertesia(): Lap {
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
    canaries: ['sk-test', 'Bearer '],
    spent: ['executions'],
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
