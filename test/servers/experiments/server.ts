// A stand-in of the Experiments API as one handler. Strict about what such a service refuses: the tenant, bodies, what
// is logged on a run that ended, limits. What nobody documents (the shapes of lists, the name of the id) can be chosen.

import { createFaults, type Fault } from '../faults.ts';
import type { Handler, ServerAnswer, ServerRequest } from '../http.ts';

export interface StoredRun {
  readonly id: string;
  readonly experiment: string;
  readonly name: string;
  status: string;
  readonly startedAt: number;
  readonly tags: Record<string, string>;
  readonly params: Record<string, string>;
  readonly metrics: Record<string, number>;
  readonly files: string[];
}

export interface ExperimentsState {
  readonly tokens: Set<string>;
  readonly tenants: Set<string>;
  readonly experiments: { readonly id: string; readonly name: string }[];
  readonly runs: StoredRun[];
  /** How a list is wrapped. */
  listShape: 'array' | 'named' | 'items';
  idField: 'run_id' | 'id';
  nextId: number;
}

export function createExperimentsState(): ExperimentsState {
  return {
    tokens: new Set(['exp_test']),
    tenants: new Set(['acme']),
    experiments: [],
    runs: [],
    listShape: 'array',
    idField: 'run_id',
    nextId: 1,
  };
}

export interface ExperimentsServer {
  readonly handler: Handler;
  readonly log: { readonly method: string; readonly path: string; readonly status: number }[];
  readonly faults: Fault[];
}

const ROOT = '/api/v1/experiments';
const LONGEST_PARAM = 500;
const MOST_PARAMS = 100;
const MOST_METRICS = 1000;

export function createExperimentsServer(state: ExperimentsState): ExperimentsServer {
  const faults: Fault[] = [];
  const log: ExperimentsServer['log'] = [];
  const handler = createFaults(faults, async (request) => answer(request, state), log);
  return { handler, log, faults };
}

type Body = Readonly<Record<string, unknown>>;

function answer(request: ServerRequest, state: ExperimentsState): ServerAnswer {
  const refused = refuseHeaders(request, state);
  if (refused !== undefined) return refused;
  const { pathname, searchParams: query } = request.url;
  if (!pathname.startsWith(ROOT)) return fail(404, 'Not Found');
  const path = pathname.slice(ROOT.length);
  const route = `${request.method} ${path.replace(/^\/runs\/[^/]+(?=\/|$)/, (part) => (part === '/runs/compare' ? part : '/runs/{id}'))}`;
  const id = decodeURIComponent(/^\/runs\/([^/]+)/.exec(path)?.[1] ?? '');
  if (route === 'POST /runs/{id}/log-artifact') return logArtifact(request, findRun(state, id));
  const body = parse(request);
  if (body === undefined) return fail(400, 'body is not JSON');
  switch (route) {
    case 'GET ':
      return list(
        state,
        'experiments',
        state.experiments.filter(({ name }) => name.toLowerCase().includes((query.get('search') ?? '').toLowerCase())),
        query,
      );
    case 'POST ':
      return createExperiment(state, body);
    case 'GET /runs':
      return listRuns(state, query);
    case 'POST /runs':
      return createRun(state, body);
    case 'GET /runs/{id}':
      return withRun(state, id, (run) => ({ status: 200, body: toAnswer(run, state) }));
    case 'POST /runs/{id}/log-batch':
      return withRun(state, id, (run) => logBatch(run, body));
    case 'POST /runs/{id}/end':
      return withRun(state, id, (run) => endRun(run, body));
    case 'POST /runs/compare':
      return compare(state, body);
    default:
      return fail(404, `no route ${route}`);
  }
}

function refuseHeaders(
  { headers, method }: ServerRequest,
  { tokens, tenants }: ExperimentsState,
): ServerAnswer | undefined {
  const token = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1];
  if (token !== undefined && !tokens.has(token)) return fail(401, 'Could not validate credentials');
  if (!tenants.has(headers['x-tenant-id'] ?? '')) return fail(403, 'Tenant access denied');
  const type = headers['content-type'] ?? '';
  if (method === 'POST' && !/^(application\/json|multipart\/form-data)/.test(type))
    return fail(415, 'unsupported media type');
  return undefined;
}

function createExperiment(state: ExperimentsState, { name }: Body): ServerAnswer {
  if (typeof name !== 'string' || name.length < 1 || name.length > 255)
    return fail(400, 'name must have 1 to 255 characters');
  if (state.experiments.some((known) => known.name === name)) return fail(400, 'name exists');
  const experiment = { id: String(state.nextId++), name };
  state.experiments.push(experiment);
  return {
    status: 201,
    body: { ...experiment, lifecycle_stage: 'active', created_at: new Date().toISOString(), tags: {} },
  };
}

function createRun(state: ExperimentsState, { experiment_id: experiment, name, tags }: Body): ServerAnswer {
  if (!state.experiments.some(({ id }) => id === experiment)) return fail(404, 'no such experiment');
  const run: StoredRun = {
    id: `r${state.nextId++}`,
    experiment: String(experiment),
    name: String(name ?? ''),
    status: 'running',
    startedAt: Date.now() + state.nextId,
    tags: { ...(tags as Record<string, string> | undefined) },
    params: {},
    metrics: {},
    files: [],
  };
  state.runs.push(run);
  return { status: 201, body: toAnswer(run, state) };
}

function listRuns(state: ExperimentsState, query: URLSearchParams): ServerAnswer {
  const experiment = query.get('experiment_id');
  if (experiment === null) return fail(422, [{ loc: ['query', 'experiment_id'], msg: 'field required' }]);
  const found = state.runs.filter((run) => run.experiment === experiment);
  // A list tells less than a run.
  const short = found.map((run) => ({
    ...toAnswer(run, state),
    params: undefined,
    metrics: undefined,
    tags: undefined,
  }));
  return list(state, 'runs', short, query);
}

function list(state: ExperimentsState, name: string, all: readonly object[], query: URLSearchParams): ServerAnswer {
  const limit = Number(query.get('limit') ?? 100);
  const offset = Number(query.get('offset') ?? 0);
  if (!(limit >= 1 && limit <= 1000)) return fail(400, 'limit must be between 1 and 1000');
  const page = all.slice(offset, offset + limit);
  const wrapped = { array: page, named: { [name]: page }, items: { items: page, total: all.length } };
  return { status: 200, body: wrapped[state.listShape] };
}

function logBatch(run: StoredRun, body: Body): ServerAnswer {
  if (run.status !== 'running') return fail(400, 'run is not active');
  const { metrics = [], params = [], tags = [] } = body as Readonly<Record<string, readonly Record<string, unknown>[]>>;
  if (metrics.length > MOST_METRICS || params.length > MOST_PARAMS) return fail(400, 'batch too large');
  const wrong = metrics.find(
    ({ key, value, step }) => typeof key !== 'string' || typeof value !== 'number' || typeof step !== 'number',
  );
  if (wrong !== undefined) return fail(422, [{ loc: ['body', 'metrics'], msg: JSON.stringify(wrong) }]);
  if (
    params.some(
      ({ key, value }) => typeof key !== 'string' || typeof value !== 'string' || value.length > LONGEST_PARAM,
    )
  ) {
    return fail(400, `a parameter has at most ${LONGEST_PARAM} characters`);
  }
  for (const { key, value } of params) run.params[String(key)] = String(value);
  for (const { key, value } of metrics) run.metrics[String(key)] = Number(value);
  for (const { key, value } of tags) run.tags[String(key)] = String(value);
  return {
    status: 200,
    body: { metrics_logged: metrics.length, params_logged: params.length, tags_logged: tags.length },
  };
}

function logArtifact({ headers, body, url }: ServerRequest, run: StoredRun | undefined): ServerAnswer {
  if (run === undefined) return fail(404, 'no such run');
  if (run.status !== 'running') return fail(400, 'run is not active');
  const boundary = /boundary=(\S+)/.exec(headers['content-type'] ?? '')?.[1];
  const text = body.toString('latin1');
  const name = /Content-Disposition: form-data; name="file"; filename="([^"]+)"/i.exec(text)?.[1];
  if (boundary === undefined || name === undefined || !text.includes(boundary))
    return fail(422, 'file: field required');
  run.files.push(`${url.searchParams.get('artifact_path')}/${name}`);
  return { status: 200, body: { path: name } };
}

function endRun(run: StoredRun, { status }: Body): ServerAnswer {
  if (!['finished', 'failed', 'killed'].includes(String(status))) return fail(400, 'unknown status');
  run.status = String(status);
  return { status: 204 };
}

function compare(state: ExperimentsState, body: Body): ServerAnswer {
  const ids = body['run_ids'] as readonly string[];
  if (ids.length < 2 || ids.length > 10) return fail(400, 'run_ids needs 2 to 10 runs');
  const runs = ids.flatMap((id) => findRun(state, id) ?? []);
  if (runs.length !== ids.length) return fail(404, 'no such run');
  const metrics = (body['metrics'] as readonly string[]).map((metric) => {
    const values = runs.flatMap((run) =>
      run.metrics[metric] === undefined ? [] : [{ id: run.id, value: run.metrics[metric] }],
    );
    const best = values.toSorted((a, b) => a.value - b.value)[0];
    const all = Object.fromEntries(values.map(({ id, value }) => [id, value]));
    return [metric, { best_run_id: best?.id, best_value: best?.value, all_values: all }];
  });
  return {
    status: 200,
    body: {
      runs: runs.map((run) => toAnswer(run, state)),
      comparison: { metric_comparison: Object.fromEntries(metrics) },
    },
  };
}

function toAnswer({ id, name, status, params, metrics, tags, startedAt }: StoredRun, { idField }: ExperimentsState) {
  return { [idField]: id, name, status, params, metrics, tags, start_time: startedAt };
}

function findRun(state: ExperimentsState, id: string): StoredRun | undefined {
  return state.runs.find((run) => run.id === id);
}

function withRun(state: ExperimentsState, id: string, use: (run: StoredRun) => ServerAnswer): ServerAnswer {
  const run = findRun(state, id);
  return run === undefined ? fail(404, 'Run not found') : use(run);
}

function fail(status: number, detail: unknown): ServerAnswer {
  return { status, body: { detail } };
}

function parse({ body }: ServerRequest): Body | undefined {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8')) as Body;
  } catch {
    return undefined;
  }
}
