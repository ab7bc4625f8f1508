// One gate on Embedl Hub: a phone, and the runs of the hub.

import { createEmbedlProfiler, createEmbedlTracker } from '../../../src/adapters/embedl/index.ts';
import { createHubServer } from '../../servers/embedl-hub/server.ts';
import { createHubState, makeTflite } from '../../servers/embedl-hub/state.ts';
import { writeModel } from '../../support/models.ts';
import { COMMIT, type Connection, type Lap, makeFolder } from './lap.ts';

export function openEmbedl(): Lap {
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
    canaries: ['eh_test', 'verySecretSignature', 'Bearer '],
    spent: ['jobs'],
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
