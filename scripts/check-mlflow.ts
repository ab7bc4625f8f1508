// `npm run check:mlflow`: a baseline among 10,000 runs of a real MLflow server, found in at most four searches, however
// far the branch lies behind. MLFLOW_PYTHON names a Python that has MLflow. Exit code 1 where that does not hold.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createNetwork } from '../src/adapters/http/fetch.ts';
import { createMlflowTracker } from '../src/adapters/mlflow/index.ts';
import { LEVEL_TAG, toSeries } from '../src/adapters/mlflow/translate.ts';
import { systemClock } from '../src/adapters/runner/machine.ts';
import type { Run } from '../src/domain/run.ts';
import { toPieces } from '../src/formats/carried-record.ts';
import { startMlflow } from '../test/servers/mlflow/server.ts';

const COMMITS = 1000;
const MODELS = ['detector', 'ranker', 'speech', 'segmenter', 'router'];
const DEVICES = ['phone', 'board'];
const PLACE = { repository: 'acme/models', key: '', serverUrl: '', workflowRunUrl: '' };
const PROJECT = 'models';
const MOST_SEARCHES = 4;
const START = Date.parse('2026-01-01T00:00:00Z');

/** Straight into the store, in one transaction: by its API this would take half an hour. */
const SEED = `
import json, sys, uuid
from sqlalchemy import insert
from mlflow import MlflowClient
from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore
from mlflow.store.tracking.dbmodels.models import SqlRun, SqlTag
experiment = MlflowClient().create_experiment(sys.argv[2])
store = SqlAlchemyStore(sys.argv[1], "mlflow-artifacts:/")
runs, tags = [], []
for row in json.load(open(sys.argv[3])):
    id = uuid.uuid4().hex
    runs.append(dict(run_uuid=id, name=row["name"], experiment_id=int(experiment), user_id="", status="FINISHED",
                     source_type="UNKNOWN", start_time=row["start"], end_time=row["start"] + 1000, lifecycle_stage="active",
                     artifact_uri=f"mlflow-artifacts:/{experiment}/{id}/artifacts", source_name="", entry_point_name="",
                     source_version=""))
    tags += [dict(run_uuid=id, key=key, value=value) for key, value in row["tags"].items()]
with store.ManagedSessionMaker() as session:
    session.execute(insert(SqlRun), runs)
    session.execute(insert(SqlTag), tags)
print(len(runs))
`;

function shaOf(index: number): string {
  return index.toString(16).padStart(40, '0');
}

function makeRun(index: number, model: string, device: string): Run {
  const jobs = [1, 2, 3].map((job) => ({ values: { latency: 10 + ((index * 7 + job * 3) % 10) / 20 } }));
  return {
    mode: 'record',
    model: { name: model, sha256: 'a'.repeat(64), sizeBytes: 1000, format: 'onnx' },
    device,
    commit: { sha: shaOf(index), branch: 'main', repository: PLACE.repository, pullRequest: null },
    createdAt: new Date(START + index * 3_600_000).toISOString(),
    environment: { device, os: 'Android 16', runtime: 'LiteRT 2.1' },
    jobs,
    pairs: [],
    layers: [],
    shifts: [],
    handle: null,
  };
}

function* makeRows() {
  for (let index = 0; index < COMMITS; index += 1) {
    for (const model of MODELS) {
      for (const device of DEVICES) {
        const own = {
          'latency_gate.series': toSeries('record', model, device, PLACE),
          'mlflow.source.git.commit': shaOf(index),
          [LEVEL_TAG]: 'device',
        };
        const tags = { ...own, ...toPieces(makeRun(index, model, device), 4000) };
        yield { name: device, start: START + index * 3_600_000, tags };
      }
    }
  }
}

const server = await startMlflow();
let failed = 0;
try {
  const rows = [...makeRows()];
  writeFileSync(join(server.folder, 'rows.json'), JSON.stringify(rows));
  const store = `sqlite:///${join(server.folder, 'runs.db')}`;
  process.stdout.write(`${server.python(SEED, store, PROJECT, join(server.folder, 'rows.json')).trim()} runs\n`);
  for (const behind of [0, 30, 120, 400, 900]) {
    const searches: string[] = [];
    const random = () => 0.5;
    const retry = { clock: systemClock, random, attempts: 2, baseDelayMs: 10, longestWaitMs: 100, timeoutMs: 60_000 };
    const network = createNetwork({ ...retry, proxy: {} });
    const counted: typeof network = {
      ...network,
      fetch(url, init) {
        if (String(url).endsWith('/runs/search')) searches.push(String(url));
        return network.fetch(url, init);
      },
    };
    const connection = { apiKey: '', baseUrl: server.url, network: counted, clock: systemClock, options: {} };
    const tracker = createMlflowTracker(connection, {
      ...PLACE,
      project: PROJECT,
      temporaryFolder: server.folder,
      jobsCarry: false,
    });
    const newest = COMMITS - 1 - behind;
    const ancestry = Array.from({ length: Math.min(100, newest + 1) }, (_, index) => shaOf(newest - index));
    const since = performance.now();
    const { runs } = await tracker.history({ modelName: 'ranker', device: 'phone', ancestry });
    const ms = Math.round(performance.now() - since);
    const right = runs[0]?.run.commit.sha === ancestry[0] && runs.length === ancestry.length;
    const holds = right && searches.length <= MOST_SEARCHES;
    if (!holds) failed += 1;
    const found = right ? `${runs.length} records from its merge-base on` : `${runs.length} records`;
    process.stdout.write(
      `${behind} commits behind: ${searches.length} searches, ${ms} ms, ${found}${holds ? '' : ': WRONG'}\n`,
    );
  }
} finally {
  await server.close();
}
process.exit(failed > 0 ? 1 : 0);
