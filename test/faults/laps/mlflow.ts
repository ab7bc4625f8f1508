// One gate on a real MLflow server behind the faults: it is started with the first call, and serves all cells, each
// with an experiment of its own. What it holds is known from what it answered.

import { createMlflowTracker } from '../../../src/adapters/mlflow/index.ts';
import type { Handler, ServerAnswer, ServerRequest } from '../../servers/http.ts';
import { type MlflowServer, startMlflow } from '../../servers/mlflow/server.ts';
import { FakeProfiler } from '../../support/fakes.ts';
import { COMMIT, type Lap, makeFolder } from './lap.ts';

let server: Promise<MlflowServer> | undefined;
let laps = 0;

/** What the server was told and took, by run. */
interface Seen {
  readonly experiments: Set<string>;
  readonly statuses: Map<string, string>;
  /** Which of the runs are single jobs: another attempt measures some again. */
  readonly jobs: Set<string>;
}

export function openMlflow(): Lap {
  const seen: Seen = { experiments: new Set(), statuses: new Map(), jobs: new Set() };
  const folder = makeFolder();
  // The device cloud of both attempts: it knows the first one's jobs.
  const profiler = new FakeProfiler();
  const project = `lap-${laps++}`;
  return {
    handler: forwardTo(seen),
    model: '10',
    device: 'phone',
    folder,
    canaries: ['mlf_test', 'Bearer '],
    spent: ['jobs'],
    answersWithinMs: 3000,
    mounted: () => undefined,
    profiler: () => profiler,
    tracker: ({ url, network, clock }) =>
      createMlflowTracker(
        { apiKey: 'mlf_test', baseUrl: url, network, clock, options: { 'store-model': false } },
        {
          project,
          repository: COMMIT.repository,
          key: '',
          serverUrl: '',
          workflowRunUrl: '',
          temporaryFolder: folder,
          jobsCarry: true,
        },
      ),
    counts: () => ({
      experiments: seen.experiments.size,
      records: [...seen.statuses].filter(([id, status]) => status === 'FINISHED' && !seen.jobs.has(id)).length,
      jobs: seen.jobs.size,
    }),
    open: () => [...seen.statuses.values()].filter((status) => status === 'RUNNING').length,
  };
}

function forwardTo(seen: Seen): Handler {
  return async (request) => {
    server ??= startMlflow();
    const { url } = await server;
    const answer = await forward(request, url);
    if (answer.status === 200) note(request.url.pathname, request.body, answer.body, seen);
    return answer;
  };
}

async function forward(
  { method, url, headers, body }: ServerRequest,
  base: string,
): Promise<ServerAnswer & { body: Buffer }> {
  const { authorization: _authorization, host: _host, connection: _connection, ...kept } = headers;
  const lengths = Object.entries(kept).filter(([name, value]) => name !== 'content-length' && value !== undefined);
  const sent = await fetch(`${base}${url.pathname}${url.search}`, {
    method,
    headers: Object.fromEntries(lengths.map(([name, value]) => [name, value ?? ''])),
    ...(method === 'GET' ? {} : { body }),
  });
  const type = sent.headers.get('content-type');
  return {
    status: sent.status,
    headers: type === null ? {} : { 'content-type': type },
    body: Buffer.from(await sent.arrayBuffer()),
  };
}

function note(path: string, asked: Buffer, answered: Buffer, { experiments, statuses, jobs }: Seen): void {
  if (path.endsWith('/experiments/create')) experiments.add(JSON.parse(answered.toString()).experiment_id);
  if (path.endsWith('/runs/create')) {
    const { run_id: id } = JSON.parse(answered.toString()).run.info;
    statuses.set(id, 'RUNNING');
    if (asked.includes('"latency_gate.level","value":"job"')) jobs.add(id);
  }
  if (path.endsWith('/runs/update')) {
    const { run_id: id, status } = JSON.parse(asked.toString());
    statuses.set(id, status);
  }
}
