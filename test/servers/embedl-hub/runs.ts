// Projects and runs of the hub stand-in: making, listing by filters, reading.

import { type HubAnswer, type HubCall, listed, notFound, refuse, refuseValue } from './answers.ts';
import { toArtifact } from './artifacts.ts';
import { type Fields, RUN_TYPES, STATUSES, wrongKeys, wrongProjectName, wrongTime } from './rules.ts';
import { addPart, hasRun, patchRun } from './run-changes.ts';
import type { HubRun, HubState } from './state.ts';

const RUN = /^\/api\/projects\/([^/]+)\/runs(?:\/([^/]+))?(?:\/([\w-]+))?$/;
const PARTS = ['metrics', 'params', 'tags', 'externalLinks'] as const;

export function answerProjects({ request, state, body }: HubCall): HubAnswer | undefined {
  const found = (name: string, id: string) => ({ data: { id, name } });
  if (request.method === 'GET') {
    const name = request.url.searchParams.get('name');
    if (name === null)
      return {
        data: listed(
          state,
          [...state.projects].map(([each, id]) => ({ id, name: each })),
        ),
      };
    const id = state.projects.get(name);
    return id === undefined ? notFound('project') : found(name, id);
  }
  if (request.method !== 'POST') return undefined;
  const wrong = wrongKeys(body, ['name']) ?? wrongProjectName(body['name']);
  if (wrong !== undefined) return refuseValue(state, wrong);
  const name = String(body['name']).trim();
  const id = state.projects.get(name) ?? `project-${state.nextId++}`;
  state.projects.set(name, id);
  return found(name, id);
}

/** A run found by its id alone, with its project. */
export function answerRunById({ request, state }: HubCall): HubAnswer | undefined {
  const id = decodeURIComponent(request.url.pathname.split('/')[3] ?? '');
  if (request.method !== 'GET' || state.manners.runById === 'missing') return undefined;
  const run = state.runs.find((candidate) => candidate.id === id);
  if (run === undefined) return notFound('run');
  const [name = ''] = [...state.projects].find(([, project]) => project === run.projectId) ?? [];
  const whose =
    state.manners.runById === 'project' ? { project: { id: run.projectId, name } } : { projectId: run.projectId };
  return { data: { ...summarise(run), ...whose } };
}

/** Undefined where the path or method is none of a run's. */
export function answerRuns(call: HubCall): HubAnswer | undefined {
  const { request, state } = call;
  const match = RUN.exec(request.url.pathname);
  if (match === null) return undefined;
  const [project = '', id = '', part = ''] = match.slice(1).map((text) => decodeURIComponent(text ?? ''));
  if (![...state.projects.values()].includes(project)) return notFound('project');
  if (id === '') return request.method === 'GET' ? listRuns(call, project) : createRun(call, project);
  const run = state.runs.find((candidate) => candidate.id === id && candidate.projectId === project);
  if (run === undefined) return notFound('run');
  if (part === '') return request.method === 'PATCH' ? patchRun(run, call) : readRun(run, call);
  return request.method === 'POST' ? addPart(run, part, call) : readPart(run, part, state);
}

const CREATED = ['type', 'name', 'customType', 'description', 'parentRunId', 'startedAt', 'status'];

function createRun({ state, body, request }: HubCall, projectId: string): HubAnswer | undefined {
  if (request.method !== 'POST') return undefined;
  const { type, startedAt, status } = body;
  const wrong =
    wrongKeys(body, CREATED) ??
    wrongTime('startedAt', startedAt) ??
    (RUN_TYPES.includes(String(type)) ? undefined : `type must be one of ${RUN_TYPES.join(', ')}`) ??
    (status === undefined || status === 'PENDING' ? undefined : 'status may only be PENDING');
  if (wrong !== undefined) return refuseValue(state, wrong);
  const parent = body['parentRunId'] ?? null;
  if (parent !== null && !hasRun(state, projectId, parent))
    return refuse(400, 'invalid_run_lineage', 'the parent run is not allowed here');
  const run = toRun(body, projectId, `run-${state.nextId++}`, state.now().toISOString());
  state.runs.push(run);
  return { data: summarise(run) };
}

function toRun(body: Fields, projectId: string, id: string, now: string): HubRun {
  const text = (name: string) => (body[name] === undefined || body[name] === null ? null : String(body[name]));
  const pending = body['status'] === 'PENDING';
  return {
    id,
    projectId,
    type: String(body['type']),
    customType: text('customType'),
    name: text('name') ?? '',
    description: text('description'),
    parentRunId: text('parentRunId'),
    createdAt: now,
    startedAt: text('startedAt') ?? (pending ? null : now),
    status: pending ? 'PENDING' : 'RUNNING',
    endedAt: null,
    metrics: [],
    params: [],
    tags: [],
    externalLinks: [],
  };
}

function summarise({
  metrics: _m,
  params: _p,
  tags: _t,
  externalLinks: _l,
  projectId: _i,
  ...summary
}: HubRun): object {
  return summary;
}

function listRuns({ request, state }: HubCall, project: string): HubAnswer {
  const query = request.url.searchParams;
  const limit = Number(query.get('limit') ?? 100);
  const offset = Number(query.get('offset') ?? 0);
  if (!(limit >= 1 && limit <= 500)) return refuseValue(state, 'limit must be 1 to 500');
  if (!(Number.isInteger(offset) && offset >= 0)) return refuseValue(state, 'offset must be 0 or more');
  const kept = [...query].map(toFilter);
  const wrong = kept.find((filter) => typeof filter === 'string');
  if (wrong !== undefined) return refuseValue(state, String(wrong));
  const byParam = [...query.keys()].some((name) => name.startsWith('param:'));
  if (byParam && state.manners.filters === 'refused') return refuseValue(state, 'param filters are not known');
  const filters = kept.flatMap((filter) => (typeof filter === 'object' ? [filter] : []));
  const used = filters.filter(({ param }) => !param || state.manners.filters === 'taken');
  const own = state.runs.filter((run) => run.projectId === project && used.every(({ keeps }) => keeps(run)));
  const all = own.toReversed();
  const size = Math.min(limit, state.manners.largestPage);
  const items = all.slice(offset, offset + size);
  const hasMore = offset + size < all.length;
  const pagination = { limit: size, offset, total: all.length, hasMore, nextOffset: hasMore ? offset + size : null };
  return { data: { items: items.map(summarise), pagination } };
}

interface Filter {
  readonly param: boolean;
  readonly keeps: (run: HubRun) => boolean;
}

/** A text says what is wrong with it; undefined: it is no filter. */
function toFilter([name, value]: readonly [string, string]): Filter | string | undefined {
  const values = value.split(',');
  if (name === 'limit' || name === 'offset') return undefined;
  if (name.startsWith('param:')) {
    const wanted = name.slice('param:'.length);
    const has = ({ params }: HubRun) => params.some((param) => param.name === wanted && param.value === value);
    return { param: true, keeps: has };
  }
  if (name === 'status' && values.every((one) => STATUSES.includes(one)))
    return { param: false, keeps: ({ status }) => values.includes(status) };
  if (name === 'type' && values.every((one) => RUN_TYPES.includes(one)))
    return { param: false, keeps: ({ type }) => values.includes(type) };
  if (name === 'customType') return { param: false, keeps: ({ customType }) => values.includes(customType ?? '') };
  return `the query parameter ${name}=${value} is not known`;
}

const INCLUDED: Readonly<Record<string, (typeof PARTS)[number]>> = {
  metrics: 'metrics',
  params: 'params',
  tags: 'tags',
  externalLinks: 'externalLinks',
  'external-links': 'externalLinks',
};

function readRun(run: HubRun, { request, state }: HubCall): HubAnswer | undefined {
  if (request.method !== 'GET') return undefined;
  const asked = (request.url.searchParams.get('include') ?? '').split(',').filter((name) => name !== '');
  const parts = asked.includes('all') ? [...PARTS] : asked.map((name) => INCLUDED[name]);
  if (parts.some((part) => part === undefined)) return refuseValue(state, 'include names what is not there');
  const included = parts.flatMap((part) => (part === undefined ? [] : [[part, listed(state, run[part])] as const]));
  return { data: { ...summarise(run), ...Object.fromEntries(included) } };
}

function readPart(run: HubRun, part: string, state: HubState): HubAnswer | undefined {
  if (part === 'artifacts') {
    const own = state.artifacts.filter(({ runId }) => runId === run.id);
    return { data: listed(state, own.map(toArtifact)) };
  }
  const name = INCLUDED[part];
  return name === undefined ? undefined : { data: listed(state, run[name]) };
}
