// Projects, runs and run artifacts of the hub stand-in.

import type { ServerAnswer, ServerRequest } from '../http.ts';
import { fail } from './server.ts';
import type { HubRun, HubState } from './state.ts';

export interface HubCall {
  readonly request: ServerRequest;
  readonly state: HubState;
  readonly baseUrl: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a route answers inside the envelope; `data: undefined` is a 204. */
export type HubAnswer = { readonly data: unknown } | { readonly refusal: ServerAnswer };

const refuse = (status: number, code: string, detail: string): HubAnswer => ({ refusal: fail(status, code, detail) });
const TYPES = ['COMPILE', 'PROFILE', 'EVAL', 'INFERENCE', 'GRAPH', 'CUSTOM'];
const FINAL = ['FINISHED', 'FAILED', 'KILLED'];

/** Undefined where the path is another's. */
export function answerRuns(call: HubCall): HubAnswer | undefined {
  const { method, url } = call.request;
  if (url.pathname === '/api/projects') return method === 'GET' ? findProject(call) : createProject(call);
  if (url.pathname.startsWith('/api/artifacts')) return answerArtifacts(call);
  const match = /^\/api\/projects\/([^/]+)\/runs(?:\/([^/]+))?(?:\/(\w+))?$/.exec(url.pathname);
  if (match === null) return undefined;
  const [, project = '', id, part] = match;
  if (![...call.state.projects.values()].includes(project)) return refuse(404, 'not_found', 'no such project');
  if (id === undefined) return method === 'GET' ? listRuns(call, project) : createRun(call, project);
  const run = call.state.runs.find((candidate) => candidate.id === id && candidate.projectId === project);
  if (run === undefined) return refuse(404, 'not_found', 'no such run');
  if (part === 'tags' && method === 'POST') return tagRun(run, call.body);
  if (method === 'PATCH') return patchRun(run, call.body);
  return readRun(run, call);
}

function findProject({ request, state }: HubCall): HubAnswer {
  const name = request.url.searchParams.get('name') ?? '';
  const id = state.projects.get(name);
  return id === undefined ? refuse(404, 'not_found', 'no such project') : { data: { id, name } };
}

function createProject({ state, body }: HubCall): HubAnswer {
  const name = String(body['name'] ?? '');
  if (name === '') return refuse(422, 'invalid', 'name is required');
  const id = `project-${state.nextId++}`;
  state.projects.set(name, id);
  return { data: { id, name } };
}

function createRun({ state, body }: HubCall, projectId: string): HubAnswer {
  const { type, name = '', parentRunId = null, startedAt } = body;
  if (!TYPES.includes(String(type))) return refuse(422, 'invalid', `type must be one of ${TYPES.join(', ')}`);
  if (typeof startedAt !== 'string' || !/(Z|[+-]\d\d:\d\d)$/.test(startedAt))
    return refuse(422, 'invalid', 'startedAt needs an offset');
  if (parentRunId !== null && !state.manners.parents)
    return refuse(400, 'invalid_run_lineage', 'this project allows no parent runs');
  const now = state.now().toISOString();
  const run: HubRun = {
    id: `run-${state.nextId++}`,
    projectId,
    type: String(type),
    name: String(name),
    parentRunId: parentRunId === null ? null : String(parentRunId),
    createdAt: now,
    startedAt,
    status: 'RUNNING',
    endedAt: null,
    metrics: [],
    params: [],
    tags: [],
  };
  state.runs.push(run);
  return { data: summarise(run) };
}

function summarise({ metrics: _m, params: _p, tags: _t, projectId: _i, ...summary }: HubRun): object {
  return summary;
}

function listRuns({ request, state }: HubCall, project: string): HubAnswer {
  const limit = Number(request.url.searchParams.get('limit') ?? 100);
  const offset = Number(request.url.searchParams.get('offset') ?? 0);
  if (!(limit >= 1 && limit <= 500)) return refuse(422, 'invalid', 'limit must be at most 500');
  const all = state.runs.filter((run) => run.projectId === project).toReversed();
  const size = Math.min(limit, state.manners.largestPage);
  const items = all.slice(offset, offset + size);
  const hasMore = offset + size < all.length;
  const pagination = { limit: size, offset, total: all.length, hasMore, nextOffset: hasMore ? offset + size : null };
  return { data: { items: items.map(summarise), pagination } };
}

function readRun(run: HubRun, { request, state }: HubCall): HubAnswer {
  const included = request.url.searchParams.get('include') === 'all';
  const list = (items: readonly object[]) => (state.manners.listsAsItems ? { items } : items);
  const parts = { metrics: list(run.metrics), params: list(run.params), tags: list(run.tags), externalLinks: [] };
  return { data: { ...summarise(run), ...(included ? parts : {}) } };
}

function tagRun(run: HubRun, { name, value }: Readonly<Record<string, unknown>>): HubAnswer {
  if (typeof name !== 'string' || typeof value !== 'string' || name === '')
    return refuse(422, 'invalid', 'name and value are strings');
  const known = run.tags.find((tag) => tag.name === name);
  if (known === undefined) run.tags.push({ name, value });
  else known.value = value;
  return { data: { name, value } };
}

function patchRun(run: HubRun, body: Readonly<Record<string, unknown>>): HubAnswer {
  const unknown = Object.keys(body).find(
    (name) => !['status', 'endedAt', 'metrics', 'params', 'parentRunId'].includes(name),
  );
  if (unknown !== undefined) return refuse(422, 'invalid', `${unknown} cannot be patched`);
  if (body['status'] !== undefined && !FINAL.includes(String(body['status'])))
    return refuse(422, 'invalid', 'unknown status');
  const params = (body['params'] ?? []) as HubRun['params'];
  if (params.some(({ value }) => typeof value !== 'string')) return refuse(422, 'invalid', 'params are strings');
  run.metrics.push(...((body['metrics'] ?? []) as HubRun['metrics']));
  run.params.push(...params);
  if (body['status'] !== undefined) run.status = String(body['status']);
  if (body['endedAt'] !== undefined) run.endedAt = String(body['endedAt']);
  return { data: undefined };
}

function answerArtifacts({ request, state, baseUrl, body }: HubCall): HubAnswer {
  const [, , , id, part] = request.url.pathname.split('/');
  if (id === undefined) {
    const { runId, fileName, fileSize } = body;
    if (!state.runs.some((run) => run.id === runId)) return refuse(404, 'not_found', 'no such run');
    if (typeof fileSize !== 'number') return refuse(422, 'invalid', 'fileSize is a number');
    const artifact = {
      id: `artifact-${state.nextId++}`,
      runId: String(runId),
      fileName: String(fileName),
      fileSize,
      status: 'PENDING',
      bytes: undefined,
    };
    state.artifacts.push(artifact);
    return { data: { ...artifact, fileSize: String(fileSize), createdAt: state.now().toISOString() } };
  }
  const artifact = state.artifacts.find((candidate) => candidate.id === id);
  if (artifact === undefined) return refuse(404, 'not_found', 'no such artifact');
  if (part === 'upload-url') {
    const own = state.manners.uploadMode === 'API';
    const url = own ? `/storage/api/${id}` : `${baseUrl}/storage/signed/${id}?signature=verySecretSignature`;
    return { data: { url, expiresAt: null, maxSize: '1000000', uploadMode: state.manners.uploadMode } };
  }
  artifact.status = String(body['status']);
  return { data: { id } };
}
